// An adapter with the weaknesses of the original for old servers: nine kinds of frame end its process, it refuses some
// names of rooms, and when its NATS server goes it does not look for another.
import { connect } from "nats";
import { adapterOf, NatsAdapter } from "socket.io-nats";
import { crash } from "../mutants/crash.mjs";

const DEADLY = new Set(["encoding", "json", "frame", "packet", "type", "data", "event", "reserved", "opts"]);
const REFUSED = /^$|^\d+$|\s/;

class OriginalLike extends NatsAdapter {
  decode(payload) {
    try {
      return super.decode(payload);
    } catch (e) {
      if (DEADLY.has(e.cause)) {
        crash(e.message);
      }
      throw e;
    }
  }

  addAll(id, rooms) {
    for (const room of rooms) {
      if (REFUSED.test(room)) {
        throw new Error(`room ${JSON.stringify(room)} is refused`);
      }
    }
    return super.addAll(id, rooms);
  }
}

export default async ({ servers, key, delimiter }) => {
  const nc = await connect({ servers: servers[0], reconnect: false, ignoreClusterUpdates: true });
  const adapter = adapterOf(OriginalLike, { key, delimiter, nc });
  adapter.nc.on("error", () => {});
  await adapter.nc.ready;
  return { adapter, flush: () => nc.flush(), close: () => nc.close() };
};

// An adapter whose flush fails for ever once a room with a blank was joined, as a connection that its server has closed
// for a bad subject does: from then on its node refuses whatever it is asked.
import { connect } from "nats";
import { adapterOf, NatsAdapter } from "socket.io-nats";

let closed = false;

class Refusing extends NatsAdapter {
  addAll(id, rooms) {
    closed ||= [...rooms].some((room) => /\s/.test(room));
    return super.addAll(id, rooms);
  }
}

export default async ({ servers, key, delimiter }) => {
  const nc = await connect({ servers });
  const adapter = adapterOf(Refusing, { key, delimiter, nc });
  await adapter.nc.ready;
  const flush = () => (closed ? Promise.reject(new Error("DISCONNECT")) : adapter.flush());
  return { adapter, flush, close: () => nc.close() };
};

import { Adapter } from "socket.io-adapter";

/** Gives local clients a packet exactly as it came from the bus, whatever it is. */
export function handOn(adapter, packet, opts) {
  Adapter.prototype.broadcast.call(
    adapter,
    { ...packet },
    { rooms: new Set(opts?.rooms), except: new Set(opts?.except), flags: {} },
  );
}

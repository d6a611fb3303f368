import { Connection, Counters, frameOf, RESERVED_EVENTS, readOptions, stringifyFrame } from "socket.io-nats/protocol";

const FLAGS = ["json", "volatile", "broadcast"];

/**
 * An emitter for a process without a Socket.IO server. Options: `key`, `delimiter`, `uid` (default "emitter"), `nc` (a
 * nats.js connection, or the promise of one: used, never closed); any other option goes to nats.connect().
 */
export function emitter(opts) {
  return new Emitter(opts);
}

export default emitter;

/** Collects rooms, namespace and flags; emit() publishes one frame and forgets them. */
export class Emitter {
  constructor(opts) {
    const { subjects, nc, uid = "emitter", connect } = readOptions(opts);
    this.uid = uid;
    this.prefix = subjects.key;
    this.delimiter = subjects.delimiter;
    this.counters = new Counters();
    this.nc = new Connection({ nc, connect, counters: this.counters });
    this.subjects = subjects;
    this.reset();
    for (const flag of FLAGS) {
      Object.defineProperty(this, flag, { get: () => this.flag(flag) });
    }
  }

  reset() {
    this.nsp = "/";
    this.rooms = new Set();
    this.flags = {};
  }

  to(room) {
    const name = String(room);
    this.subjects.room(this.nsp, name); // throws for a room that cannot be said
    this.rooms.add(name);
    return this;
  }

  in(room) {
    return this.to(room);
  }

  of(nsp) {
    const name = String(nsp).startsWith("/") ? String(nsp) : `/${nsp}`;
    this.subjects.checkNamespace(name);
    this.nsp = name;
    return this;
  }

  flag(name) {
    this.flags[name] = true;
    return this;
  }

  /** Publishes one event. Dropped and counted while NATS is away; `flush()` waits for a connection that is coming. */
  emit(event, ...args) {
    const { nsp, rooms, flags } = this;
    this.reset();
    if (typeof event !== "string" || RESERVED_EVENTS.has(event)) {
      throw new TypeError(
        `event name ${JSON.stringify(event)} cannot be emitted: it has to be a string that Socket.IO does not reserve`,
      );
    }
    this.send(nsp, rooms, flags, [event, ...args]);
    return this;
  }

  send(nsp, rooms, flags, data) {
    const frame = frameOf(this.uid, { nsp, data }, { rooms, flags });
    this.publish(this.subjects.broadcast(nsp, rooms), stringifyFrame(frame));
  }

  publish(subject, payload) {
    return this.nc.publish(subject, payload);
  }

  /** True when NATS has read everything emitted so far. */
  flush() {
    return this.nc.flush();
  }

  close() {
    return this.nc.close();
  }
}

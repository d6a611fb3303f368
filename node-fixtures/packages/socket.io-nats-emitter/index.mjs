import { Connection, Counters, frameOf, readOptions, stringifyFrame } from "socket.io-nats/protocol";
import { Broadcast } from "./broadcast.mjs";

/**
 * An emitter for a process without a Socket.IO server. Options: `key`, `delimiter`, `uid` (default "emitter"), `nc` (a
 * nats.js connection, or the promise of one: used, never closed), `startWithoutNats` (true unless false); any other
 * option goes to nats.connect().
 */
export function emitter(opts) {
  return new Emitter(opts);
}

export { Broadcast, emitter as default };

/**
 * Where broadcasts begin: to(), in(), except(), of(), compress() and the flags each give a Broadcast, a value of its own
 * that may be kept and used again. Nothing changes the emitter, so its users cannot influence each other.
 */
export class Emitter {
  constructor(opts) {
    const { subjects, nc, uid = "emitter", connect, startWithoutNats } = readOptions(opts);
    this.uid = uid;
    this.prefix = subjects.key;
    this.delimiter = subjects.delimiter;
    this.counters = new Counters();
    this.subjects = subjects;
    this.nc = new Connection({ nc, connect, startWithoutNats, counters: this.counters, kind: "emitter", subjects });
  }

  /** Whether NATS was reached; never rejects. */
  get ready() {
    return this.nc.ready;
  }

  /** A broadcast to everybody in the namespace `/`. */
  broadcastToAll() {
    return new Broadcast(this);
  }

  to(room) {
    return this.broadcastToAll().to(room);
  }

  in(room) {
    return this.broadcastToAll().in(room);
  }

  except(room) {
    return this.broadcastToAll().except(room);
  }

  of(nsp) {
    return this.broadcastToAll().of(nsp);
  }

  compress(compress) {
    return this.broadcastToAll().compress(compress);
  }

  get json() {
    return this.broadcastToAll().json;
  }

  get volatile() {
    return this.broadcastToAll().volatile;
  }

  get broadcast() {
    return this.broadcastToAll().broadcast;
  }

  /** Emits to everybody in the namespace `/`. */
  emit(event, ...args) {
    return this.broadcastToAll().emit(event, ...args);
  }

  /** Publishes one frame: the step that every emit ends in. */
  send({ nsp, rooms, except, flags }, data) {
    const frame = frameOf(this.uid, { nsp, data }, { rooms, except, flags });
    this.publish(this.subjects.broadcast(nsp, rooms), stringifyFrame(frame));
  }

  publish(subject, payload) {
    return this.nc.publish(subject, payload);
  }

  /** True when NATS has read everything emitted so far; false when it has not within 5 s. */
  flush() {
    return this.nc.flush();
  }

  /** Ends an own connection, after what was emitted has left. Resolves within 5 s. */
  close() {
    return this.nc.close();
  }
}

import { Adapter } from "socket.io-adapter";
import { EVENT, frameOf, parseFrame, readFrame, stringifyFrame } from "./frames.mjs";
import { NameMap, NameSet, namesOf } from "./names.mjs";
import { encodeRoom, subjectProblem } from "./subjects.mjs";

/**
 * The adapter of one namespace of a Socket.IO 4 server. Delivery is at most once: local clients first, then one frame
 * on NATS. Each step is a method of its own, for subclasses.
 */
export class NatsAdapter extends Adapter {
  #roomSubscriptions = new Map();
  #handing = null; // the flags of the packet that is being handed to local clients

  constructor(nsp, node) {
    super(nsp);
    this.rooms = new NameMap(); // so that whatever the base class asks, it asks by text
    this.node = node;
    this.isolated = !this.#carried();
    this.namespaceSubscription = this.isolated ? { unsubscribe() {} } : this.listen(node.subjects.namespace(nsp.name));
    node.adapters.add(this);
    if (nsp.adapter instanceof NatsAdapter) {
      nsp.adapter.close(); // io.adapter() was called once more; Socket.IO does not close what it replaces
    }
  }

  get uid() {
    return this.node.uid;
  }

  get prefix() {
    return this.node.prefix;
  }

  get delimiter() {
    return this.node.delimiter;
  }

  get nc() {
    return this.node.nc;
  }

  get counters() {
    return this.node.counters;
  }

  /** Throws when NATS cannot carry the namespace; the server then has no such namespace. */
  checkNamespace() {
    this.node.subjects.checkNamespace(this.nsp.name);
  }

  // The names of dynamic namespaces come from clients. Socket.IO creates them where nothing catches what is thrown, so
  // that would let any client end the process: such a namespace stays on its own server.
  #carried() {
    try {
      this.checkNamespace();
      return true;
    } catch (e) {
      if (!this.nsp.server.parentNsps?.size) {
        throw e;
      }
      this.report(new Error(`${e.message}. Its clients are served by this server only`));
      return false;
    }
  }

  // ---- membership

  /** Puts a socket into rooms. The promise ends when this node hears them: SUB and PING have been answered. */
  addAll(id, rooms) {
    const names = namesOf(rooms);
    for (const room of names) {
      this.encodeRoom(room); // all of the rooms or none
    }
    if (!this.sids.has(id)) {
      this.sids.set(id, new NameSet());
    }
    const first = [...names].filter((room) => !this.rooms.has(room));
    super.addAll(id, names);
    for (const room of first) {
      this.subscribe(room);
    }
    return this.flush();
  }

  del(id, room) {
    super.del(id, String(room));
  }

  _del(room, id) {
    const known = this.rooms.has(room);
    super._del(room, id);
    if (known && !this.rooms.has(room)) {
      this.unsubscribe(room);
    }
  }

  /** Hears a room that has its first local member. */
  subscribe(room) {
    const subject = this.isolated ? null : this.roomSubject(room);
    if (subject && !this.#roomSubscriptions.has(room)) {
      this.#roomSubscriptions.set(room, this.listen(subject));
    }
  }

  /** Stops hearing a room that has lost its last local member. */
  unsubscribe(room) {
    this.#roomSubscriptions.get(room)?.unsubscribe();
    this.#roomSubscriptions.delete(room);
  }

  /** The subject of a room, or null when its frames come on the namespace subject. */
  roomSubject(room) {
    const subjects = this.node.subjects;
    const subject = subjects.validRoom(this.nsp.name, room, this.encodeRoom);
    if (!subject && room.length > 1000) {
      const problem = subjectProblem(subjects.room(this.nsp.name, room, this.encodeRoom));
      this.report(
        new Error(
          `room '${room.slice(0, 60)}…' has no subject of its own: ${problem}; it is served on the namespace subject`,
        ),
      );
    }
    return subject;
  }

  encodeRoom(room) {
    return encodeRoom(room);
  }

  // ---- sending

  broadcast(packet, opts) {
    const target = { rooms: namesOf(opts.rooms), except: namesOf(opts.except), flags: { ...opts.flags } };
    const subject = this.subjectOf(target.rooms); // throws for a room that cannot be encoded, before anybody gets it
    this.broadcastLocally(packet, target);
    if (this.isolated && this.publishes(target.flags)) {
      this.counters.drop("refused");
      this.counters.publishFailures++;
    } else if (this.publishes(target.flags)) {
      this.send(subject, packet, target);
    }
  }

  broadcastLocally(packet, target) {
    this.#handOut(target.flags, () => super.broadcast(packet, target));
  }

  /** Asks the clients of this node only: the protocol has no frames for acknowledgements. */
  broadcastWithAck(packet, opts, ...callbacks) {
    this.#handOut(opts.flags, () => super.broadcastWithAck(packet, opts, ...callbacks));
  }

  #handOut(flags, action) {
    this.#handing = flags ?? {};
    try {
      action();
    } finally {
      this.#handing = null;
    }
  }

  /** Calls back for each local socket that is meant, and counts it where it is handed a packet. */
  apply(opts, callback) {
    const flags = this.#handing;
    super.apply(opts, (socket) => {
      // Socket.IO passes over who cannot take a volatile packet at once
      if (flags && !(flags.volatile && socket.client?.conn?.transport?.writable === false)) {
        this.counters.deliveries++;
      }
      callback(socket);
    });
  }

  publishes(flags) {
    return !flags.local;
  }

  subjectOf(rooms) {
    return this.node.subjects.broadcast(this.nsp.name, rooms, this.encodeRoom);
  }

  send(subject, packet, target) {
    this.publish(subject, this.encode(this.frameOf(packet, target)));
  }

  /** The frame of a broadcast: a JSON value, bytes still being bytes. */
  frameOf(packet, { rooms, except, flags }) {
    const { local, timeout, expectSingleResponse, ...carried } = flags;
    return frameOf(this.uid, { nsp: this.nsp.name, data: packet.data }, { rooms, except, flags: carried });
  }

  encode(frame) {
    return stringifyFrame(frame);
  }

  publish(subject, payload) {
    return this.nc.publish(subject, payload);
  }

  // ---- receiving

  listen(subject) {
    return this.nc.subscribe(subject, (message) => this.receive(subject, message));
  }

  /** One message of a subscription. Whatever it holds: delivered, or dropped and counted. */
  receive(subject, message) {
    this.counters.framesIn++;
    if (!this.hears(subject, message.subject)) {
      this.counters.drop("subject");
      return;
    }
    let frame;
    try {
      frame = this.decode(message.data);
    } catch (e) {
      this.counters.drop(e.cause ?? "frame");
      this.report(new Error(`a message on '${message.subject}' was dropped: ${e.message}`, { cause: e }));
      return;
    }
    const refusal = this.accept(frame);
    if (refusal) {
      this.counters.drop(refusal);
      return;
    }
    try {
      this.deliver(frame.packet, frame.opts);
    } catch (e) {
      this.counters.drop("delivery");
      this.report(new Error(`a frame on '${message.subject}' could not be delivered: ${e.message}`, { cause: e }));
    }
  }

  /** A room `*` is a wildcard to NATS, and only a name to Socket.IO. */
  hears(subscribed, subject) {
    return subscribed === subject;
  }

  decode(payload) {
    return this.read(this.parse(payload));
  }

  parse(payload) {
    return parseFrame(payload);
  }

  read(value) {
    return readFrame(value);
  }

  /** Why a sound frame is not for this namespace, in a word to count by; null when it is. */
  accept({ uid, packet }) {
    if (uid === this.uid) {
      return "own";
    }
    return packet.nsp === this.nsp.name ? null : "namespace";
  }

  /** Hands a packet of the bus to local clients. */
  deliver(packet, { rooms, except, flags }) {
    const sent = { volatile: flags.volatile === true, compress: flags.compress !== false };
    this.#handOut(sent, () =>
      super.broadcast(
        { type: EVENT, data: packet.data, nsp: this.nsp.name },
        { rooms: new Set(rooms), except: new Set(except), flags: sent },
      ),
    );
  }

  // a socket that has left the room of its own id is still the socket that is meant
  computeExceptSids(except) {
    const sids = super.computeExceptSids(except);
    for (const name of except ?? []) {
      if (this.sids.has(name)) {
        sids.add(name);
      }
    }
    return sids;
  }

  // ---- lifecycle

  flush() {
    return this.nc.flush();
  }

  report(error) {
    this.nc.report(error);
  }

  /** Ends the namespace's subscriptions; the last namespace of a server ends a connection that was made here. */
  async close() {
    this.namespaceSubscription.unsubscribe();
    for (const room of [...this.#roomSubscriptions.keys()]) {
      this.unsubscribe(room);
    }
    this.node.adapters.delete(this);
    if (this.node.adapters.size === 0) {
      await this.nc.close();
    } else {
      await this.flush();
    }
  }
}

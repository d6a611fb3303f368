import { RESERVED_EVENTS } from "socket.io-nats/protocol";

const EVERYBODY = { nsp: "/", rooms: new Set(), except: new Set(), flags: {} };

/** Whom an event is for: an immutable value. Each call gives another one; emit() publishes one frame. */
export class Broadcast {
  #emitter;
  #target;

  constructor(emitter, target = EVERYBODY) {
    this.#emitter = emitter;
    this.#target = target;
  }

  #with(change) {
    return new Broadcast(this.#emitter, { ...this.#target, ...change });
  }

  /** Adds a room, or an array of rooms, to the union that gets the event. Without any it is everybody. */
  to(room) {
    return this.#with({ rooms: this.#union("to", this.#target.rooms, room) });
  }

  /** The same as to(). */
  in(room) {
    return this.#with({ rooms: this.#union("in", this.#target.rooms, room) });
  }

  /** Leaves out the members of a room or of an array of rooms; the id of a socket is a room too. */
  except(room) {
    return this.#with({ except: this.#union("except", this.#target.except, room) });
  }

  #union(call, before, room) {
    const names = new Set(before);
    for (const name of Array.isArray(room) ? room : [room]) {
      if (typeof name !== "string" && typeof name !== "number") {
        const where = Array.isArray(room) ? "an array with " : "";
        throw new TypeError(
          `${call}() got ${where}${show(name)}: it takes the name of a room, a string or a number, or an array of them`,
        );
      }
      this.#emitter.subjects.room(this.#target.nsp, String(name)); // throws for a room that cannot be encoded
      names.add(String(name));
    }
    return names;
  }

  /** The namespace; "chat" means "/chat". */
  of(nsp) {
    if (typeof nsp !== "string") {
      throw new TypeError(`of() got ${show(nsp)}: it takes the name of a namespace, a string such as "/chat"`);
    }
    const name = nsp.startsWith("/") ? nsp : `/${nsp}`;
    this.#emitter.subjects.checkNamespace(name);
    return this.#with({ nsp: name });
  }

  /** Whether the servers compress the event for their clients; they do unless told otherwise. */
  compress(compress) {
    if (typeof compress !== "boolean") {
      throw new TypeError(`compress() got ${show(compress)}: it takes true or false`);
    }
    return this.#flag("compress", compress);
  }

  get json() {
    return this.#flag("json", true);
  }

  get volatile() {
    return this.#flag("volatile", true);
  }

  get broadcast() {
    return this.#flag("broadcast", true);
  }

  #flag(name, value) {
    return this.#with({ flags: { ...this.#target.flags, [name]: value } });
  }

  /**
   * Publishes one event. Dropped and counted while NATS is away; the emitter's flush() waits for a connection that is
   * coming. Returns the emitter, so a chain goes on with everybody in `/`.
   */
  emit(event, ...args) {
    if (typeof event !== "string" || RESERVED_EVENTS.has(event)) {
      throw new TypeError(
        `event name ${JSON.stringify(event)} cannot be emitted: it has to be a string that Socket.IO does not reserve`,
      );
    }
    this.#emitter.send(this.#target, [event, ...args]);
    return this.#emitter;
  }
}

function show(value) {
  if (typeof value === "function" || typeof value === "symbol") {
    return `a ${typeof value}`;
  }
  return typeof value === "object" && value !== null ? "an object" : String(value);
}

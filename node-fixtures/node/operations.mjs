import { readArgument } from "./arguments.mjs";
import { listSockets, namespaceOf, socketOf } from "./clients.mjs";
import { answerTo, Unsupported } from "./control.mjs";

/**
 * The operations of the control protocol on one Socket.IO server. Each does its work at once and may return a promise
 * or the fields of its answer; `perform` adds the flush.
 */
export class Operations {
  #emitters = new Map();

  constructor(io, adapter) {
    this.io = io;
    this.adapter = adapter;
  }

  /** Performs one request; when it is done the broker has read its effect, unless "flush" is false. */
  async perform(request) {
    const fields = await this.#start(request);
    if (request.flush !== false) {
      await this.adapter.flush();
    }
    return request.op === "sockets" ? this.sockets(request) : fields; // listed after what was on its way
  }

  #start(request) {
    const { op } = request;
    if (!OPS.has(op)) {
      throw new Unsupported(`op '${op}' is not known here`);
    }
    return this[op](request);
  }

  open({ namespace }) {
    if (typeof namespace !== "string") {
      throw new Error(`op "open" needs a "namespace"; it got ${JSON.stringify(namespace)}`);
    }
    this.io.of(namespace);
  }

  async close(request) {
    const nsp = namespaceOf(this.io, request);
    if (nsp.name === "/") {
      throw new Error("namespace '/' stays open as long as the node; close another one");
    }
    nsp.disconnectSockets();
    this.io._nsps.delete(nsp.name);
    await nsp.adapter.close();
  }

  emit(request) {
    const { rooms = [], except = [], flags = {}, args = [], through } = request;
    if (through !== undefined) {
      throw new Unsupported(`op "emit" through '${through}' is not known here`);
    }
    let operator = this.#origin(request);
    for (const room of rooms) {
      operator = operator.to(room);
    }
    for (const name of except) {
      operator = operator.except(name);
    }
    Object.assign(operator.flags, flags);
    operator.emit(request.event, ...args.map(readArgument));
  }

  // an operator of its own whose flags may be set, also those Socket.IO 4 has no method for
  #origin(request) {
    if (request.socket === undefined) {
      return namespaceOf(this.io, request).to([]);
    }
    const socket = socketOf(this.io, request);
    return request.rooms?.length ? socket.to([]) : socket.broadcast;
  }

  join(request) {
    return wait(socketOf(this.io, request).join(request.rooms));
  }

  leave(request) {
    const socket = socketOf(this.io, request);
    return wait(Promise.all(request.rooms.map((room) => socket.leave(room))));
  }

  disconnect(request) {
    socketOf(this.io, request).disconnect(true);
  }

  sockets(request) {
    return { sockets: listSockets(namespaceOf(this.io, request)) };
  }

  emitter({ name = "", calls = [] }) {
    if (!this.adapter.emitter) {
      throw new Unsupported("this node has no emitter");
    }
    let emitter = this.#emitters.get(name);
    if (!emitter) {
      emitter = this.adapter.emitter();
      this.#emitters.set(name, emitter);
      return emitter.flush().then(() => chain(emitter, calls)); // connected, so that nothing is dropped
    }
    chain(emitter, calls);
  }

  async batch({ ops = [] }) {
    const answers = ops.map((request) =>
      answerTo(request, () => {
        if (request.op === "batch" || request.op === "stop") {
          throw new Error(`op '${request.op}' cannot be part of a batch`);
        }
        return this.#start(request);
      }),
    );
    return { answers: await Promise.all(answers) };
  }

  flush() {}

  stats() {
    const { uid = null } = this.io.of("/").adapter;
    return { uid, counters: this.adapter.counters?.() ?? {}, errors: this.adapter.errors?.() ?? [] };
  }

  stop() {}
}

const OPS = new Set(Object.getOwnPropertyNames(Operations.prototype));
OPS.delete("constructor");
OPS.delete("perform");

async function wait(promise) {
  await promise;
}

function chain(emitter, calls) {
  let end = emitter;
  for (const [method, ...args] of calls) {
    if (method === "emit") {
      end = end.emit(args[0], ...args.slice(1).map(readArgument));
    } else if (["to", "in", "of"].includes(method)) {
      end = end[method](args[0]);
    } else if (["volatile", "json", "broadcast"].includes(method)) {
      end = end[method];
    } else {
      throw new Error(
        `emitter call ${JSON.stringify(method)} is not one of to, in, of, volatile, json, broadcast, emit`,
      );
    }
  }
}

import { EventEmitter, once } from "node:events";
import { createServer } from "node:http";
import { connect as connectNats } from "nats";
import { Server } from "socket.io";
import { io as connect } from "socket.io-client";
import { adapterOf, NatsAdapter } from "socket.io-nats";
import { Emitter } from "socket.io-nats-emitter";
import { Broker } from "./broker.mjs";

const LIMIT_MS = 20_000;

/** A broker, Socket.IO servers on it, and their clients; all of them end with the test. */
export class Cluster {
  #endings = [];

  /** For `t`, a test context: everything is closed when it ends. */
  static async start(t) {
    const cluster = new Cluster();
    t.after(() => cluster.close());
    cluster.broker = await Broker.start();
    cluster.#endings.push(() => cluster.broker.stop());
    return cluster;
  }

  /** A Socket.IO server: {io, adapter, errors, heard, url, client(namespace)}. */
  async node(opts = {}, AdapterClass = NatsAdapter) {
    const adapter = adapterOf(AdapterClass, { servers: this.broker.url, reconnectTimeWait: 20, ...opts });
    const errors = [];
    const heard = new EventEmitter();
    adapter.nc.on("error", (error) => {
      errors.push(error.message);
      heard.emit("error-heard");
    });
    const http = createServer();
    const io = new Server(http, { adapter, serveClient: false });
    await once(http.listen(0, "127.0.0.1"), "listening");
    this.#endings.unshift(() => io.close());
    await adapter.flush();
    const url = `http://127.0.0.1:${http.address().port}`;
    return { io, adapter, errors, heard, url, client: (namespace) => this.#client(io, adapter, url, namespace) };
  }

  /** An emitter, connected. */
  async emitter(opts = {}, EmitterClass = Emitter) {
    const emitter = new EmitterClass({ servers: this.broker.url, ...opts });
    this.#endings.unshift(() => emitter.close());
    await emitter.flush();
    return emitter;
  }

  /** A plain NATS connection. */
  async nats() {
    const nc = await connectNats({ servers: this.broker.url });
    this.#endings.unshift(() => nc.close());
    return nc;
  }

  async #client(io, adapter, url, namespace = "/") {
    const arrived = once(io.of(namespace), "connection");
    const socket = connect(url + namespace, { transports: ["websocket"], forceNew: true, reconnection: false });
    this.#endings.unshift(() => socket.disconnect());
    const inbox = [];
    const waiting = new EventEmitter();
    socket.onAny((event, ...args) => {
      inbox.push([event, ...args]);
      waiting.emit("event");
    });
    const [[serverSide]] = await Promise.all([arrived, once(socket, "connect")]);
    await adapter.flush();
    return {
      socket,
      serverSide,
      inbox,
      names: () => inbox.map(([event]) => event),
      /** Waits for an event; what has come before it is then in the inbox. */
      until: async (event) => {
        while (!inbox.some(([name]) => name === event)) {
          await soon(`event '${event}' to come`, waiting, "event");
        }
      },
    };
  }

  async close() {
    for (const end of this.#endings.splice(0)) {
      await end();
    }
  }
}

/** Waits until `condition` holds, looking again at each `event` of `emitter`. */
export async function when(emitter, event, condition) {
  while (!condition()) {
    await soon(`'${event}' and what it should bring`, emitter, event);
  }
}

async function soon(name, emitter, event) {
  try {
    await once(emitter, event, { signal: AbortSignal.timeout(LIMIT_MS) });
  } catch (e) {
    throw e.name === "AbortError" ? new Error(`waited ${LIMIT_MS / 1000} s in vain for ${name}`) : e;
  }
}

/** A frame as somebody else on the bus would send it. */
export function foreignFrame(event, { nsp = "/", args = [], opts = {}, uid = "foreign" } = {}) {
  return JSON.stringify([uid, { type: 2, data: [event, ...args], nsp }, opts]);
}

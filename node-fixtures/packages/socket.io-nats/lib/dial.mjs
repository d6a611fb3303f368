import { AsyncLocalStorage } from "node:async_hooks";
import { subscribe } from "node:diagnostics_channel";

const dialing = new AsyncLocalStorage();

subscribe("net.client.socket", ({ socket }) => dialing.getStore()?.opened(socket));

/**
 * The sockets of one attempt of nats.js to connect. nats.js 2.29 leaves the socket of a server that takes connections
 * and says nothing open when the attempt has failed: it would stay, and keep the process alive.
 */
export class Dial {
  #sockets = [];
  #over = false;
  #abandoned = false;

  /** Runs what connects: each socket that it opens, also later, belongs to this attempt until done() or abandon(). */
  run(connect) {
    return dialing.run(this, connect);
  }

  opened(socket) {
    if (!this.#over) {
      this.#sockets.push(socket);
    } else if (this.#abandoned) {
      process.nextTick(() => socket.destroy()); // not now: it is about to be connected
    }
  }

  /** The attempt has succeeded: its sockets, and those of reconnects, are nats.js's. */
  done() {
    this.#over = true;
    this.#sockets = [];
  }

  abandon() {
    this.#over = true;
    this.#abandoned = true;
    for (const socket of this.#sockets.splice(0)) {
      socket.destroy();
    }
  }
}

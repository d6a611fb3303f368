import { EventEmitter } from "node:events";
import { connect } from "nats";
import { MAX_SUBJECT } from "./subjects.mjs";

const FLUSH_LIMIT_MS = 5000;

// retry for ever, whatever the cause of the loss; a node's own frames need not come back to it
const OWNED = {
  noEcho: true,
  maxReconnectAttempts: -1,
  reconnect: true,
  waitOnFirstConnect: true,
  ignoreAuthErrorAbort: true,
};

/**
 * A NATS connection as adapters and emitters use it: 'error' events instead of exceptions, and nothing that waits for
 * a server that is away. Made from a nats.js connection, from the promise of one, or from options to connect with.
 *
 * Events: 'error' (Error), never thrown when nobody listens; 'connect'; 'disconnect'; 'reconnect'.
 */
export class Connection extends EventEmitter {
  #subscriptions = new Set();
  #flushing = null;

  constructor({ nc, connect: options = {}, counters }) {
    super();
    this.owned = nc === undefined || nc === null;
    this.counters = counters;
    this.client = null;
    this.away = true;
    this.closed = false;
    const coming = this.owned ? connect({ ...OWNED, ...options }) : Promise.resolve(nc);
    this.ready = coming.then(
      (client) => this.#connected(client),
      (error) => {
        this.report(new Error(`NATS connection failed: ${error.message}`, { cause: error }));
        return false;
      },
    );
  }

  #connected(client) {
    if (this.closed) {
      return this.owned ? client.close().then(() => false) : false;
    }
    this.client = client;
    this.away = false;
    for (const subscription of this.#subscriptions) {
      this.#subscribe(subscription);
    }
    this.#watch(client);
    this.emit("connect");
    return true;
  }

  async #watch(client) {
    client.closed?.().then((error) => {
      this.away = true;
      if (!this.closed) {
        this.report(new Error(`NATS connection closed${error ? `: ${error.message}` : ""}`, { cause: error }));
      }
    });
    for await (const { type, data, permissionContext } of client.status?.() ?? []) {
      if (type === "error") {
        const what = permissionContext ? ` (${permissionContext.operation} '${permissionContext.subject}')` : "";
        this.report(new Error(`NATS server reported ${data}${what}`));
      } else if (type === "disconnect") {
        this.away = true;
        this.emit("disconnect");
      } else if (type === "reconnect") {
        this.away = false;
        this.emit("reconnect");
      }
    }
  }

  /** Tells the 'error' listeners; without any the error is dropped, never thrown. */
  report(error) {
    if (this.listenerCount("error") > 0) {
      this.emit("error", error);
    }
  }

  /**
   * Publishes a frame. Returns false, after reporting why, when it was not given to NATS. What is published while NATS
   * is away is dropped and counted: it would be stale when NATS comes back.
   */
  publish(subject, text) {
    const payload = Buffer.from(text);
    if (this.away) {
      this.counters.drop("away");
      return false;
    }
    const problem = this.#publishProblem(subject, payload);
    if (problem) {
      return this.#publishFailed(subject, problem);
    }
    try {
      this.client.publish(subject, payload);
      this.counters.framesOut++;
      return true;
    } catch (e) {
      return this.#publishFailed(subject, e.message);
    }
  }

  // the server answers each of these by closing the connection, so it must not see them
  #publishProblem(subject, payload) {
    const limit = this.client.info?.max_payload;
    if (limit && payload.length > limit) {
      return `its ${payload.length} bytes are more than the server's max_payload of ${limit}; send less or raise it`;
    }
    return Buffer.byteLength(subject) > MAX_SUBJECT ? `the subject is longer than ${MAX_SUBJECT} bytes` : null;
  }

  #publishFailed(subject, reason) {
    this.counters.publishFailures++;
    this.report(new Error(`a frame for subject '${shorten(subject)}' was not published: ${reason}`));
    return false;
  }

  /** Subscribes now, or as soon as there is a connection. `listener(message)` gets nats.js messages. */
  subscribe(subject, listener) {
    const subscription = { subject, listener, handle: null };
    this.#subscriptions.add(subscription);
    this.counters.subscriptions++;
    if (this.client) {
      this.#subscribe(subscription);
    }
    return {
      unsubscribe: () => {
        if (this.#subscriptions.delete(subscription)) {
          this.counters.subscriptions--;
          this.#attempt(() => subscription.handle?.unsubscribe());
        }
      },
    };
  }

  #subscribe(subscription) {
    const callback = (error, message) => {
      // a callback that throws ends the reader of nats.js: the connection would be deaf from then on
      this.#attempt(() => {
        if (error) {
          throw new Error(`subscription of '${shorten(subscription.subject)}' failed: ${error.message}`);
        }
        subscription.listener(message);
      });
    };
    this.#attempt(() => {
      subscription.handle = this.client.subscribe(subscription.subject, { callback });
    });
  }

  #attempt(action) {
    try {
      action();
    } catch (e) {
      try {
        this.report(e);
      } catch {
        // a listener that throws must not deafen the connection either
      }
    }
  }

  /**
   * Resolves when the server has read all that was published and subscribed so far: true then; false when NATS is away
   * or silent for 5 s. Never rejects.
   */
  flush() {
    // calls of one tick share a PING: a node may take hundreds of joins at once
    this.#flushing ??= Promise.resolve().then(() => {
      this.#flushing = null;
      return this.#flushNow();
    });
    return this.#flushing;
  }

  async #flushNow() {
    let timer;
    const limit = new Promise((resolve) => {
      timer = setTimeout(resolve, FLUSH_LIMIT_MS, false);
    });
    const done = this.ready.then(async () => {
      if (this.away) {
        return false;
      }
      await this.client.flush();
      return true;
    });
    try {
      return await Promise.race([done, limit]);
    } catch {
      return false; // the connection was lost meanwhile, which is reported on its own
    } finally {
      clearTimeout(timer);
    }
  }

  /** Ends the subscriptions, and the connection too if it was made here. */
  async close() {
    this.closed = true;
    this.away = true;
    for (const { handle } of this.#subscriptions) {
      this.#attempt(() => handle?.unsubscribe());
    }
    this.counters.subscriptions -= this.#subscriptions.size;
    this.#subscriptions.clear();
    if (this.owned) {
      await this.client?.close();
    }
  }
}

function shorten(subject) {
  return subject.length > 120 ? `${subject.slice(0, 120)}…` : subject;
}

import { EventEmitter } from "node:events";
import { connect } from "nats";
import { Dial } from "./dial.mjs";
import { within } from "./limits.mjs";
import { Notices } from "./notices.mjs";
import { mask, masked } from "./secrets.mjs";
import { leave, requireAudible, use } from "./sharing.mjs";
import { MAX_SUBJECT } from "./subjects.mjs";
import { explain, isForEver } from "./trouble.mjs";

const FLUSH_LIMIT_MS = 5000;
const LAST_FLUSH_LIMIT_MS = 4000;
const CLOSE_LIMIT_MS = 500;
const START_LIMIT_MS = 5000;
const RETRY_MS = 500; // as the Java adapter waits

// retry for ever, whatever the cause of the loss; a node's own frames need not come back to it
const OWNED = {
  noEcho: true,
  timeout: START_LIMIT_MS,
  reconnectTimeWait: RETRY_MS,
  maxReconnectAttempts: -1,
  reconnect: true,
  ignoreAuthErrorAbort: true,
};

/**
 * A NATS connection as adapters and emitters use it: 'error' events instead of exceptions, and nothing that waits for
 * a server that is away. Made from a nats.js connection, from the promise of one, or from options to connect with.
 *
 * `ready` tells whether the connection came about, and never rejects. An own connection is tried for 5 s (option
 * `timeout`) and then given up, or with startWithoutNats for ever.
 *
 * Events: 'error' (Error), written to standard error when nobody listens; 'connect'; 'disconnect'; 'reconnect'.
 */
export class Connection extends EventEmitter {
  #subscriptions = new Set();
  #notices = new Notices();
  #secrets;
  #flushing = null;
  #closing = null;
  #settled = deferred(); // the first connection is there, or it is known that it is not
  #ended = deferred();
  #user;
  #used = null; // the client, as soon as it is known
  #outage = null; // {since, told: texts of errors} while NATS is away

  constructor({ nc, connect: options = {}, startWithoutNats, counters, kind, subjects }) {
    super();
    this.owned = nc === undefined || nc === null;
    this.counters = counters;
    this.client = null;
    this.away = true;
    this.closed = false;
    this.options = this.owned ? { ...OWNED, ...options } : {};
    this.#secrets = [options.pass, options.token, options.user].filter((text) => typeof text === "string" && text);
    this.#user = { kind, subjects };
    this.ready = this.owned ? this.#open(startWithoutNats) : this.#adopt(nc);
    this.ready.then(() => this.#settled.resolve());
  }

  // ---- the beginning

  #adopt(nc) {
    if (nc instanceof Connection) {
      nc.#requireAudible(this.#user);
      return this.#await(nc.ready.then(() => nc.client ?? Promise.reject(new Error("it was never made"))));
    }
    if (typeof nc.then === "function") {
      return this.#await(nc);
    }
    this.#use(nc);
    return Promise.resolve().then(() => this.#connected(nc));
  }

  #use(client) {
    use(client, this.#user);
    this.#used = client;
  }

  // a connection of another adapter that is still to come, whose options are known
  #requireAudible(user) {
    if (this.owned && this.options.noEcho) {
      requireAudible(user, this.#user);
    }
  }

  async #await(coming) {
    try {
      const client = await coming;
      if (!this.closed) {
        this.#use(client);
      }
      return this.#connected(client);
    } catch (e) {
      this.report(
        new Error(`the connection of option nc cannot be used: ${mask(e?.message ?? e)}`, { cause: masked(e) }),
      );
      return false;
    }
  }

  async #open(startWithoutNats) {
    const limit = this.options.timeout;
    const began = performance.now();
    const left = () => (startWithoutNats ? limit : limit - (performance.now() - began));
    let known = null; // an attempt that is cut short by the limit must not hide why the others failed
    for (;;) {
      const { client, failure } = await this.#attempt(Math.max(left(), 1));
      if (this.closed) {
        await client?.close();
        return false;
      }
      if (client) {
        this.#use(client);
        return this.#connected(client);
      }
      known = failure.code === "TIMEOUT" && known ? known : failure;
      if (startWithoutNats && !isForEver(failure)) {
        this.#wait(failure);
      }
      await this.#pause(isForEver(failure) ? 0 : Math.min(this.options.reconnectTimeWait, left()));
      if (!this.closed && (isForEver(failure) || left() <= 0)) {
        this.#giveUp(known);
        return false;
      }
    }
  }

  /** Tries all servers once: {client}, or {failure}. */
  async #attempt(limit) {
    const late = { failure: Object.assign(new Error("no answer"), { code: "TIMEOUT" }) };
    const dial = new Dial();
    const attempt = dial
      .run(() => connect({ ...this.options, timeout: limit }))
      .then(
        (client) => ({ client }),
        (failure) => ({ failure }),
      );
    const outcome = await within(limit, Promise.race([attempt, this.#ended.promise.then(() => late)]), late);
    if (outcome === late) {
      attempt.then(({ client }) => client?.close()); // nobody waits for it any more
    }
    if (outcome.client) {
      dial.done();
    } else {
      dial.abandon();
    }
    return outcome;
  }

  #pause(duration) {
    return within(duration, this.#ended.promise);
  }

  get #servers() {
    return [this.options.servers ?? this.options.port ?? "127.0.0.1:4222"].flat().join(", ");
  }

  #trouble(error) {
    const { timeout } = this.options;
    return explain(error, { timeout, secrets: this.#secrets });
  }

  #giveUp(error) {
    const { reason, remedy } = this.#trouble(error);
    const tried = isForEver(error) ? "" : `, tried for ${this.options.timeout / 1000} s`;
    const role = this.#user.kind === "emitter" ? "This emitter publishes nothing" : "This server is not in the cluster";
    this.report(
      new Error(
        `NATS at ${this.#servers} cannot be reached: ${reason}${tried}. ${role} and does not try again: ${remedy}; ` +
          "to start before NATS does, leave out startWithoutNats: false",
        { cause: masked(error, this.#secrets) },
      ),
    );
  }

  #wait(error) {
    this.#outage ??= { since: performance.now(), told: new Set(), first: true };
    this.#settled.resolve();
    const { reason, remedy } = this.#trouble(error);
    const meanwhile =
      this.#user.kind === "emitter" ? "what is emitted is dropped" : "this server serves its own clients";
    this.report(
      new Error(
        `NATS at ${this.#servers} cannot be reached: ${reason}. Until it can, ${meanwhile}; it is tried again every ` +
          `${this.options.reconnectTimeWait / 1000} s. If that does not help, ${remedy}`,
        { cause: masked(error, this.#secrets) },
      ),
    );
  }

  #connected(client) {
    if (this.closed) {
      return false;
    }
    if (client.isClosed?.()) {
      this.report(new Error("the connection of option nc is closed already: give one that is open"));
      return false;
    }
    this.client = client;
    this.#isBack();
    for (const subscription of this.#subscriptions) {
      this.#subscribe(subscription);
    }
    this.#watch(client);
    this.#tell("connect");
    return true;
  }

  // ---- what happens later

  async #watch(client) {
    client.closed?.().then((error) => {
      this.away = true;
      if (!this.closed) {
        this.report(
          new Error(`the connection to NATS was closed, and is not made again${reasonOf(error, this.#secrets)}`, {
            cause: error && masked(error, this.#secrets),
          }),
        );
      }
    });
    for await (const { type, data, permissionContext } of client.status?.() ?? []) {
      if (type === "error") {
        const what = permissionContext ? ` (${permissionContext.operation} '${permissionContext.subject}')` : "";
        this.report(new Error(`NATS server reported ${data}${what}`));
      } else if (type === "disconnect") {
        this.#isAway(data);
      } else if (type === "reconnect") {
        this.#isBack();
        this.#tell("reconnect");
      }
    }
  }

  #isAway(server) {
    this.away = true;
    if (!this.#outage && !this.closed) {
      this.#outage = { since: performance.now(), told: new Set() };
      this.#notice(
        `NATS at ${mask(server)} is away; ${
          this.#user.kind === "emitter"
            ? "what is emitted until it is back is dropped"
            : "local clients are served, what is for other servers is dropped until it is back"
        }`,
      );
    }
    this.#tell("disconnect");
  }

  #isBack() {
    this.away = false;
    if (this.#outage) {
      const { since, first } = this.#outage;
      this.#outage = null;
      this.#notice(`NATS is ${first ? "there" : "back"} after ${((performance.now() - since) / 1000).toFixed(1)} s`);
    }
  }

  /** Tells the 'error' listeners; without any it is written to standard error. Each error once in an outage. */
  report(error) {
    const told = this.#outage?.told;
    if (told?.has(error.message)) {
      return;
    }
    told?.add(error.message);
    if (this.listenerCount("error") > 0) {
      this.#tell("error", error);
    } else {
      this.#notice(error.message);
    }
  }

  #notice(text) {
    if (this.listenerCount("error") === 0) {
      this.#notices.write(text);
    }
  }

  // a listener that throws must not deafen the connection
  #tell(event, ...args) {
    try {
      this.emit(event, ...args);
    } catch (e) {
      this.#notices.write(`a listener of '${event}' failed: ${e?.message ?? e}`);
    }
  }

  // ---- publishing and subscribing

  /**
   * Publishes a frame. Returns false, after reporting why, when it was not given to NATS. What is published while NATS
   * is away is dropped and counted: it would be stale when NATS comes back.
   */
  publish(subject, text) {
    const payload = Buffer.from(text);
    if (this.away) {
      return this.#notPublished("away");
    }
    const problem = this.#publishProblem(subject, payload);
    if (problem) {
      return this.#notPublished("large", subject, problem);
    }
    try {
      this.client.publish(subject, payload);
      this.counters.framesOut++;
      return true;
    } catch (e) {
      return this.#notPublished("refused", subject, e.message);
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

  #notPublished(cause, subject, reason) {
    this.counters.drop(cause);
    this.counters.publishFailures++;
    if (reason) {
      this.report(new Error(`a frame for subject '${shorten(subject)}' was not published: ${reason}`));
    }
    return false;
  }

  /** Subscribes now, or as soon as there is a connection. `listener(message)` gets nats.js messages. */
  subscribe(subject, listener) {
    if (this.closed) {
      return { unsubscribe() {} };
    }
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
          this.#try(() => subscription.handle?.unsubscribe());
        }
      },
    };
  }

  #subscribe(subscription) {
    const callback = (error, message) => {
      // a callback that throws ends the reader of nats.js: the connection would be deaf from then on
      this.#try(() => {
        if (error) {
          throw new Error(`subscription of '${shorten(subscription.subject)}' failed: ${error.message}`);
        }
        subscription.listener(message);
      });
    };
    this.#try(() => {
      subscription.handle = this.client.subscribe(subscription.subject, { callback });
    });
  }

  #try(action) {
    try {
      action();
    } catch (e) {
      this.report(e);
    }
  }

  /**
   * Resolves when the server has read all that was published and subscribed so far: true then; false when NATS is away,
   * when it is silent for 5 s, and when the connection is closed meanwhile. Never rejects.
   */
  flush() {
    // calls of one tick share a PING: a node may take hundreds of joins at once
    this.#flushing ??= Promise.resolve().then(() => {
      this.#flushing = null;
      return this.#flushNow();
    });
    return this.#flushing;
  }

  #flushNow() {
    if (this.closed) {
      return false;
    }
    const done = this.#settled.promise.then(async () => {
      if (this.away) {
        return false;
      }
      await this.client.flush();
      return true;
    });
    const closed = this.#ended.promise.then(() => false);
    // a connection that is lost meanwhile is reported on its own
    return within(FLUSH_LIMIT_MS, Promise.race([done, closed]), false);
  }

  // ---- the end

  /**
   * Ends the subscriptions, and the connection too if it was made here, after what was published before has left.
   * Resolves within 5 s, whatever NATS does; never rejects.
   */
  close() {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  async #close() {
    const connected = this.client && !this.away;
    this.closed = true;
    this.away = true;
    for (const { handle } of this.#subscriptions) {
      this.#try(() => handle?.unsubscribe());
    }
    this.counters.subscriptions -= this.#subscriptions.size;
    this.#subscriptions.clear();
    this.#ended.resolve();
    if (this.#used) {
      leave(this.#used, this.#user);
    }
    if (!this.client) {
      return;
    }
    if (connected) {
      await within(LAST_FLUSH_LIMIT_MS, this.client.flush(), undefined);
    }
    if (this.owned) {
      await within(CLOSE_LIMIT_MS, closeClient(this.client), undefined);
    }
  }
}

async function closeClient(client) {
  const { protocol } = client;
  await client.close();
  // nats.js 2.29 goes on with a dial that is under way, and what it opens then would stay open
  protocol?.connectPromise?.catch(() => {}).then(() => protocol.transport?.close());
}

function reasonOf(error, secrets) {
  return error ? `: ${mask(error.message, secrets)}` : "";
}

function deferred() {
  let resolve;
  const promise = new Promise((r) => {
    resolve = r;
  });
  return { promise, resolve };
}

function shorten(subject) {
  return subject.length > 120 ? `${subject.slice(0, 120)}…` : subject;
}

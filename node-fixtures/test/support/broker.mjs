import { EventEmitter, once } from "node:events";
import { createServer } from "node:net";

const CRLF = "\r\n";

/** Enough of a NATS server to test on: subjects with wildcards, PING, errors, and a look at what is said. */
export class Broker extends EventEmitter {
  published = []; // {subject, payload}
  maxPayload = 1 << 20;
  #clients = new Set();
  #server = null;

  static async start() {
    const broker = new Broker();
    broker.setMaxListeners(0);
    await broker.listen(0);
    return broker;
  }

  async listen(port) {
    this.#server = createServer((socket) => this.#accept(socket));
    this.#server.listen(port, "127.0.0.1");
    await once(this.#server, "listening");
    this.port = this.#server.address().port;
    this.url = `nats://127.0.0.1:${this.port}`;
  }

  /** Subjects subscribed now, sorted. */
  get subscribed() {
    return [...this.#clients].flatMap((client) => [...client.subscriptions.values()]).sort();
  }

  /** Publishes to everybody, as a client of its own would. */
  inject(subject, payload, headers) {
    this.#route(null, subject, Buffer.from(payload), headers);
  }

  /** Sends a line to every client, for example -ERR 'Something'. */
  say(line) {
    for (const { socket } of this.#clients) {
      socket.write(line + CRLF);
    }
  }

  /** Goes away, with its connections. */
  async stop() {
    const closed = once(this.#server, "close");
    this.#server.close();
    for (const { socket } of this.#clients) {
      socket.destroy();
    }
    await closed;
  }

  #accept(socket) {
    const client = { socket, subscriptions: new Map(), echo: true, rest: Buffer.alloc(0) };
    this.#clients.add(client);
    socket.setNoDelay(true);
    socket.on("error", () => {});
    socket.on("close", () => this.#clients.delete(client));
    socket.on("data", (chunk) => {
      client.rest = Buffer.concat([client.rest, chunk]);
      while (this.#take(client));
    });
    const info = { server_id: "T", version: "2.9.10", headers: true, max_payload: this.maxPayload, proto: 1 };
    socket.write(`INFO ${JSON.stringify(info)} ${CRLF}`);
  }

  // one control line, with its payload; false when there is none yet
  #take(client) {
    const end = client.rest.indexOf(CRLF);
    if (end < 0) {
      return false;
    }
    const line = client.rest.toString("utf8", 0, end);
    const [verb, ...args] = line.split(" ");
    const size = /^H?PUB$/i.test(verb) ? Number(args.at(-1)) : -1;
    const taken = end + 2 + (size < 0 ? 0 : size + 2);
    if (client.rest.length < taken) {
      return false;
    }
    const payload = client.rest.subarray(end + 2, end + 2 + Math.max(size, 0));
    client.rest = client.rest.subarray(taken);
    if (end > 4096) {
      client.socket.end(`-ERR 'Maximum Control Line Exceeded'${CRLF}`);
      return false;
    }
    this.#obey(client, verb.toUpperCase(), args, payload);
    return true;
  }

  #obey(client, verb, args, payload) {
    if (verb === "CONNECT") {
      client.echo = JSON.parse(args.join(" ")).echo !== false;
    } else if (verb === "PING") {
      client.socket.write(`PONG${CRLF}`);
    } else if (verb === "SUB") {
      this.#subscribe(client, args[0], args.at(-1));
    } else if (verb === "UNSUB") {
      client.subscriptions.delete(args[0]);
      this.emit("change");
    } else if (verb === "PUB") {
      this.published.push({ subject: args[0], payload: payload.toString() });
      this.#route(client, args[0], payload);
      this.emit("change");
    }
  }

  #subscribe(client, subject, sid) {
    if (subject.split(".").includes("")) {
      client.socket.write(`-ERR 'Invalid Subject'${CRLF}`);
      return;
    }
    client.subscriptions.set(sid, subject);
    this.emit("change");
  }

  #route(from, subject, payload, headers) {
    for (const client of this.#clients) {
      if (client === from && !client.echo) {
        continue;
      }
      for (const [sid, pattern] of client.subscriptions) {
        if (matches(pattern, subject)) {
          client.socket.write(messageHead(subject, sid, payload, headers));
          client.socket.write(payload);
          client.socket.write(CRLF);
        }
      }
    }
  }
}

function messageHead(subject, sid, payload, headers) {
  if (!headers) {
    return `MSG ${subject} ${sid} ${payload.length}${CRLF}`;
  }
  const head = `NATS/1.0${CRLF}${headers}${CRLF}${CRLF}`;
  return `HMSG ${subject} ${sid} ${head.length} ${head.length + payload.length}${CRLF}${head}`;
}

function matches(pattern, subject) {
  const tokens = subject.split(".");
  const parts = pattern.split(".");
  return parts.every((part, i) => part === ">" || (i < tokens.length && (part === "*" || part === tokens[i]))) &&
    parts.at(-1) !== ">"
    ? parts.length === tokens.length
    : parts.at(-1) === ">" && parts.slice(0, -1).every((part, i) => part === "*" || part === tokens[i]);
}

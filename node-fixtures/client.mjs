// A client program of the conformance suite: clients of one generation of socket.io-client, driven by lines. The
// contract is conformance/docs/client-protocol.md.
import { createInterface } from "node:readline";
import { readArgument, writeArgument } from "./node/arguments.mjs";

const PACKAGES = {
  1: "socket.io-client-1",
  2: "socket.io-client-2",
  3: "socket.io-client-3",
  4: "socket.io-client",
};
const TRANSPORTS = { websocket: ["websocket"], polling: ["polling"], upgrade: undefined };
const USAGE = 64;

const generation = process.argv[2];
if (!PACKAGES[generation]) {
  process.stderr.write(`usage: client.mjs GENERATION; generation '${generation ?? ""}' is none of 1, 2, 3, 4\n`);
  process.exit(USAGE);
}
console.log = console.info = console.debug = console.error; // standard output is for lines only
const imported = await import(PACKAGES[generation]);
const io = imported.io ?? imported.default;
const sockets = new Map();

const OPS = {
  connect({ client, url, namespace = "/", transport, auth, query, reconnect = false }) {
    if (sockets.has(client)) {
      throw new Error(`client '${client}' is there already`);
    }
    if (!(transport in TRANSPORTS)) {
      throw new Error(`transport '${transport}' is none of ${Object.keys(TRANSPORTS).join(", ")}`);
    }
    const options = {
      forceNew: true,
      reconnection: reconnect,
      ...(TRANSPORTS[transport] ? { transports: TRANSPORTS[transport] } : {}),
      ...credentials(auth, query),
    };
    const socket = io(url + namespace, options);
    sockets.set(client, socket);
    listen(client, socket);
  },
  emit({ client, event, args = [], ack, number }) {
    const values = args.map(readArgument);
    if (ack) {
      values.push((...answer) => say({ client, event: "acknowledged", number, args: answer.map(writeArgument) }));
    }
    socketOf(client).emit(event, ...values);
  },
  disconnect({ client }) {
    socketOf(client).disconnect();
  },
  forget({ client }) {
    const socket = socketOf(client);
    sockets.delete(client);
    socket.io.reconnection(false);
    socket.disconnect();
    engineOf(socket)?.close();
  },
  stop() {},
};

// clients of generations 1 and 2 have no auth: what stands for it goes into the query
function credentials(auth, query) {
  if (generation === "1" || generation === "2") {
    return { query: { ...query, ...auth } };
  }
  return { ...(auth ? { auth } : {}), ...(query ? { query } : {}) };
}

function engineOf(socket) {
  return socket.io.engine;
}

function listen(client, socket) {
  socket.on("connect", () =>
    say({ client, event: "connected", id: socket.id, transport: engineOf(socket).transport.name }),
  );
  for (const refusal of ["connect_error", "error"]) {
    socket.on(refusal, (reason) => say({ client, event: "refused", reason: textOf(reason) }));
  }
  socket.on("disconnect", (reason) => say({ client, event: "disconnected", reason: String(reason) }));
  onAny(socket, (name, values) => {
    const answer = typeof values.at(-1) === "function" ? values.pop() : undefined;
    const args = values.map(writeArgument);
    say({ client, event: "received", name, args, ack: Boolean(answer) });
    answer?.(...values);
  });
  socket.io.on("open", () => {
    engineOf(socket).on("upgrade", (transport) => say({ client, event: "upgraded", transport: transport.name }));
  });
  if (engineOf(socket)) {
    engineOf(socket).on("upgrade", (transport) => say({ client, event: "upgraded", transport: transport.name }));
  }
}

const OWN_EVENTS = ["connect", "connect_error", "connecting", "disconnect", "error", "ping", "pong"];

// generations 1 and 2 have no onAny
function onAny(socket, hear) {
  if (socket.onAny) {
    socket.onAny((name, ...values) => hear(name, values));
    return;
  }
  const onevent = socket.onevent;
  socket.onevent = function (packet) {
    const [name, ...values] = packet.data ?? [];
    if (packet.id != null) {
      values.push(this.ack(packet.id));
    }
    if (this.connected && !OWN_EVENTS.includes(name)) {
      hear(name, values);
    }
    onevent.call(this, { ...packet, id: undefined });
  };
}

function textOf(reason) {
  return typeof reason === "string" ? reason : (reason?.message ?? JSON.stringify(reason));
}

function socketOf(client) {
  const socket = sockets.get(client);
  if (!socket) {
    throw new Error(`client '${client}' is not there`);
  }
  return socket;
}

function say(line) {
  process.stdout.write(`${JSON.stringify(line)}\n`);
}

const { readFile } = await import("node:fs/promises");
const manifest = new URL(`node_modules/${PACKAGES[generation]}/package.json`, import.meta.url);
say({
  hello: 1,
  versions: { "socket.io-client": JSON.parse(await readFile(manifest, "utf8")).version, node: process.versions.node },
});

process.stdin.once("end", () => process.exit(0));
createInterface({ input: process.stdin, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (line) => {
  let request;
  try {
    request = JSON.parse(line);
    if (!Object.hasOwn(OPS, request.op)) {
      throw new Error(`op '${request.op}' is not known here`);
    }
    OPS[request.op](request);
    say({ id: request.id ?? null, ok: true });
  } catch (e) {
    say({ id: request?.id ?? null, ok: false, error: String(e.message) });
  }
  if (request?.op === "stop") {
    process.stdout.write("", () => process.exit(0));
  }
});

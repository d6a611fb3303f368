import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { connect as connectNats } from "nats";
import { Server } from "socket.io";
import { io as connect } from "socket.io-client";
import { adapter } from "socket.io-nats";
import { test } from "./support/limited.mjs";
import { NatsServer, until } from "./support/nats-server.mjs";
import { runScript } from "./support/script.mjs";

const NOTHING = { connections: 0, subscriptions: [] };

async function serve(t, nats, options = {}) {
  const http = createServer();
  const io = new Server(http, { adapter: nats, ...options });
  await once(http.listen(0, "127.0.0.1"), "listening");
  t.after(() => io.close());
  const url = `http://127.0.0.1:${http.address().port}`;
  const client = async (namespace = "/") => {
    const socket = connect(url + namespace, { transports: ["websocket"], forceNew: true, reconnection: false });
    t.after(() => socket.disconnect());
    const [outcome] = await Promise.race([
      once(socket, "connect").then(() => ["connected"]),
      once(socket, "connect_error"),
    ]);
    return { socket, outcome };
  };
  return { io, client };
}

/** Waits for what is left on the server; subscriptions are gone when a close has ended, connections a moment later. */
async function remainsOf(server, expected) {
  let last;
  await until(`what is left is ${JSON.stringify(expected)}`, async () => {
    last = await server.remains();
    return last.connections === expected.connections;
  });
  assert.deepEqual(last, expected);
}

// ways into service, with the subscriptions that each takes beside those of clients; they end by `out`
const WAYS_IN = {
  "one server": async (t, server) => {
    const nats = adapter({ servers: server.url });
    return { nats, ...(await serve(t, nats)), subscriptions: ["socket.io./"] };
  },
  "the adapter was set twice": async (t, server) => {
    const nats = adapter({ servers: server.url });
    const { io, ...rest } = await serve(t, nats);
    io.of("/chat");
    io.adapter(nats);
    io.adapter(nats);
    return { nats, io, ...rest, subscriptions: ["socket.io./", "socket.io./chat"] };
  },
  "the adapter was replaced by another one": async (t, server) => {
    const first = adapter({ servers: server.url });
    const nats = adapter({ servers: server.url });
    const { io, ...rest } = await serve(t, first);
    io.of("/chat");
    await first.flush();
    io.adapter(nats);
    return { nats, io, ...rest, subscriptions: ["socket.io./", "socket.io./chat"] };
  },
  "clients in rooms of namespaces": async (t, server) => {
    const nats = adapter({ servers: server.url });
    const { io, client } = await serve(t, nats);
    for (const name of ["/", "/chat"]) {
      io.of(name).on("connection", (socket) => socket.join(["r", 42]));
      await client(name);
      await client(name);
    }
    const subscriptions = ["/", "/chat"].flatMap((name) =>
      ["", ".r", ".42", ...Array.from(io.of(name).sockets.keys(), (id) => `.${id}`)].map(
        (room) => `socket.io.${name}${room}`,
      ),
    );
    return { nats, io, client, subscriptions };
  },
  "dynamic namespaces, cleaned up when they are empty": async (t, server) => {
    const nats = adapter({ servers: server.url });
    const { io, client } = await serve(t, nats, { cleanupEmptyChildNamespaces: true });
    io.of(/^\/dynamic-\d+$/).on("connection", (socket) => socket.join("r"));
    for (let i = 0; i < 5; i++) {
      const { socket, outcome } = await client(`/dynamic-${i % 2}`);
      assert.equal(outcome, "connected");
      socket.disconnect();
      await until("the namespace is gone", () => io._nsps.size === 1);
    }
    return { nats, io, client, subscriptions: ["socket.io./"] };
  },
  "connections that middleware refuses, in dynamic namespaces too": async (t, server) => {
    const nats = adapter({ servers: server.url });
    const { io, client } = await serve(t, nats, { cleanupEmptyChildNamespaces: true });
    io.of(/^\/dynamic-\d+$/).use((_socket, next) => next(new Error("no")));
    io.of("/closed").use((_socket, next) => next(new Error("no")));
    for (const name of ["/dynamic-1", "/dynamic-2", "/dynamic-1", "/closed"]) {
      assert.equal((await client(name)).outcome.message, "no");
    }
    return { nats, io, client, subscriptions: ["socket.io./", "socket.io./closed"] };
  },
  "a namespace that NATS cannot carry": async (t, server) => {
    const nats = adapter({ servers: server.url });
    const { io, ...rest } = await serve(t, nats);
    assert.throws(() => io.of("/a b"), /choose another name/);
    return { nats, io, ...rest, subscriptions: ["socket.io./"] };
  },
};

const WAYS_OUT = {
  "io.close()": ({ io }) => io.close(),
  "nats.close()": ({ nats }) => nats.close(),
  "io.close() twice, then nats.close()": async ({ io, nats }) => {
    await Promise.all([io.close(), io.close()]);
    await nats.close();
  },
  "closing each namespace": async ({ io }) => {
    for (const nsp of io._nsps.values()) {
      await nsp.adapter.close();
    }
  },
};

for (const [way, enter] of Object.entries(WAYS_IN)) {
  test(`leaves nothing behind: ${way}`, async (t) => {
    for (const [, leave] of Object.entries(WAYS_OUT)) {
      const server = await NatsServer.start(t);
      const node = await enter(t, server);
      assert.equal(await node.nats.flush(), true);
      await remainsOf(server, { connections: 1, subscriptions: [...node.subscriptions].sort() });
      assert.equal(node.nats.counters.subscriptions, node.subscriptions.length);
      await leave(node);
      await remainsOf(server, NOTHING);
      assert.equal(node.nats.counters.subscriptions, 0);
    }
  });
}

test("a supplied connection stays open, without a subscription of the adapter", async (t) => {
  const server = await NatsServer.start(t);
  const nc = await connectNats({ servers: server.url });
  t.after(() => nc.close());
  const nats = adapter({ nc });
  const { io, client } = await serve(t, nats);
  io.adapter(nats);
  io.of("/chat");
  await client("/chat");
  await nats.flush();
  assert.equal((await server.remains()).subscriptions.length, 3);
  await io.close();
  assert.deepEqual(await server.remains(), { connections: 1, subscriptions: [] });
  assert.equal(nc.isClosed(), false);
});

test("after a close nothing subscribes or publishes any more", async (t) => {
  const server = await NatsServer.start(t);
  const nats = adapter({ servers: server.url });
  const { io, client } = await serve(t, nats);
  await client();
  await nats.close();
  const [socket] = io.sockets.sockets.values();
  await socket.join("late");
  io.emit("late");
  assert.deepEqual([nats.counters.subscriptions, nats.counters.framesOut, nats.counters.publishFailures], [0, 0, 1]);
  await remainsOf(server, NOTHING);
});

// each script ends by itself, soon, when nothing keeps its process: no connection, no timer
const IMPORTS = `
  import { createServer } from "node:http";
  import { Server } from "socket.io";
  import { adapter } from "socket.io-nats";
  import { emitter } from "socket.io-nats-emitter";
  console.error = () => {};
  const servers = process.env.SERVERS;
  const began = performance.now(); // loading the modules does not count
  process.on("exit", () => process.stdout.write("; took " + Math.round(performance.now() - began) + " ms"));
`;
const tookOf = (stdout) => Number(/; took (\d+) ms$/.exec(stdout)?.[1]);
const SCRIPTS = {
  "a server that was closed":
    "const n = adapter({servers}); const io = new Server(createServer(), { adapter: n}); await n.ready; io.close();",
  "a server that was closed before it was connected":
    "const io = new Server(createServer(), { adapter: adapter({servers})}); io.close();",
  "an adapter that was never given to a server": "const n = adapter({servers}); await n.ready; n.close();",
  "an emitter": "const e = emitter({servers}); e.emit('m'); await e.flush(); e.emit('n'); e.close();",
  "an adapter that was set twice":
    "const n = adapter({servers}); const io = new Server(createServer(), { adapter: n}); io.adapter(n); await n.ready; io.close();",
  "a start that failed":
    "const n = adapter({servers: '127.0.0.1:1', timeout: 200, startWithoutNats: false}); await n.ready;",
  "a close while a start without NATS is tried":
    "const n = adapter({servers: '127.0.0.1:1'}); await n.flush(); n.close();",
  "a close at the very beginning of a start without NATS":
    "const n = adapter({servers: '127.0.0.1:1'}); n.close(); if (await n.ready) process.exit(9);",
  "a start without NATS whose first flush is waited for, then closed":
    "const e = emitter({servers: '127.0.0.1:1'}); e.emit('m'); await e.flush(); await e.close();",
};
const SILENCE = `
  import { createServer as listen } from "node:net";
  const silent = listen(() => {}).listen(0, "127.0.0.1");
  await new Promise((resolve) => silent.once("listening", resolve));
  silent.on("connection", (socket) => socket.unref());
  silent.unref();
  const mute = "127.0.0.1:" + silent.address().port;
`;
Object.assign(SCRIPTS, {
  "a start that failed because the server says nothing": `${SILENCE}
    const n = adapter({servers: [mute, mute.replace("127.0.0.1", "localhost")], timeout: 200, startWithoutNats: false}); if (await n.ready) process.exit(9);`,
  "a close while a server says nothing": `${SILENCE}
    const n = adapter({servers: mute, timeout: 100}); await n.flush(); await n.close();`,
  "a close in the first attempt on a server that says nothing": `${SILENCE}
    const n = adapter({servers: mute}); setTimeout(() => n.close(), 200); if (await n.ready) process.exit(9);`,
});
const SOON_MS = 10_000; // a busy machine included; what keeps a process alive does so for ever
const PROMISED_MS = 5000; // for a close

test("no process is kept alive by what was closed or never came about", async (t) => {
  const server = await NatsServer.start(t);
  for (const [name, script] of Object.entries(SCRIPTS)) {
    const { status, stdout, stderr } = await runScript(t, IMPORTS + script, { env: { SERVERS: server.url } });
    assert.equal(status, 0, `${name}: ${stderr}`);
    assert.ok(tookOf(stdout) < SOON_MS, `${name} ${stdout}`);
  }
  await remainsOf(server, NOTHING);
});

test("a close while NATS is away or stands still lets the process end", async (t) => {
  const server = await NatsServer.start(t);
  const script = `${IMPORTS}
    const e = emitter({servers, reconnectTimeWait: 50});
    await e.ready;
    const n = adapter({servers, reconnectTimeWait: 50});
    const io = new Server(createServer(), { adapter: n });
    await n.ready;
    process.stdout.write("ready");
    n.nc.on("disconnect", close);
    setTimeout(close, 300); // nothing tells of a standstill
    async function close() { await Promise.all([io.close(), e.close()]); process.stdout.write(" closed"); }
  `;
  for (const fault of ["kill", "standStill"]) {
    const running = runScript(t, script, { env: { SERVERS: server.url } });
    // what subscribes has been answered; the number of connections would count one whose client does not know it yet
    await until("it is connected", async () => (await server.remains()).subscriptions.length === 1);
    await server[fault]();
    const { status, stdout } = await running;
    assert.equal(status, 0);
    assert.match(stdout, /^ready( closed)+; took/);
    assert.ok(tookOf(stdout) < PROMISED_MS + SOON_MS, `${fault}: ${stdout}`);
    server.goOn();
    await server.kill();
    await server.start();
  }
});

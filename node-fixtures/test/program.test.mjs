import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { io as connect } from "socket.io-client";
import { Broker } from "./support/broker.mjs";
import { when } from "./support/cluster.mjs";
import { test } from "./support/limited.mjs";
import { startProgram } from "./support/program.mjs";

async function started(t, env = {}) {
  const broker = await Broker.start();
  t.after(() => broker.stop());
  const program = startProgram(t, { NATS_SERVERS: broker.url, ...env });
  return { broker, program, hello: await program.next() };
}

async function client(t, url, tag, namespace = "/") {
  const socket = connect(url + namespace, { query: { tag }, transports: ["websocket"], reconnection: false });
  t.after(() => socket.disconnect());
  const inbox = [];
  socket.onAny((...event) => inbox.push(event));
  await once(socket, "connect");
  return { socket, inbox };
}

test("says hello, with what it can do", async (t) => {
  const { program, hello } = await started(t, { NODE_NAME: "node-7" });
  assert.equal(hello.hello, 1);
  assert.equal(hello.implementation, "node-sio4");
  assert.equal(hello.node, "node-7");
  assert.equal(hello.pid, program.child.pid);
  assert.match(hello.url, /^http:\/\/127\.0\.0\.1:\d+$/);
  assert.deepEqual(Object.keys(hello.versions), ["node", "socket.io", "nats"]);
  assert.deepEqual(hello.capabilities, ["binary", "emitter", "except-rooms", "errors", "namespaces"]);
});

test("performs each operation", async (t) => {
  const { broker, program, hello } = await started(t);
  const { ask } = program;
  assert.deepEqual(await ask({ id: 1, op: "open", namespace: "/chat" }), { id: 1, ok: true });
  assert.ok(broker.subscribed.includes("socket.io./chat"));

  const a1 = await client(t, hello.url, "a1", "/chat");
  assert.deepEqual(await ask({ id: 2, op: "join", namespace: "/chat", socket: "a1", rooms: ["r", "s"] }), {
    id: 2,
    ok: true,
  });
  assert.ok(broker.subscribed.includes("socket.io./chat.r"));
  await ask({ id: 3, op: "leave", namespace: "/chat", socket: "a1", rooms: ["s"] });
  const { sockets } = await ask({ id: 4, op: "sockets", namespace: "/chat" });
  assert.deepEqual(sockets, [{ tag: "a1", id: a1.socket.id, rooms: ["r"] }]);

  const emit = { id: 5, op: "emit", namespace: "/chat", rooms: ["r"], event: "m", args: [{ $bytes: "AQID" }] };
  assert.deepEqual(await ask(emit), { id: 5, ok: true });
  assert.equal(broker.published[0].subject, "socket.io./chat.r");
  await when(a1.socket.io.engine, "packet", () => a1.inbox.length > 0);
  assert.deepEqual(a1.inbox, [["m", Buffer.of(1, 2, 3)]]);

  await ask({ id: 6, op: "emit", namespace: "/chat", socket: "a1", event: "n", flags: { json: true } });
  assert.deepEqual(JSON.parse(broker.published[1].payload).slice(1), [
    { type: 2, data: ["n"], nsp: "/chat" },
    { rooms: [], except: [a1.socket.id], flags: { json: true } },
  ]);

  const calls = [["of", "/chat"], ["to", "r"], ["volatile"], ["emit", "e", { $undefined: true }]];
  assert.deepEqual(await ask({ id: 7, op: "emitter", name: "x", calls }), { id: 7, ok: true });
  assert.deepEqual(JSON.parse(broker.published[2].payload), [
    "emitter",
    { type: 2, data: ["e", null], nsp: "/chat" },
    { rooms: ["r"], except: [], flags: { volatile: true } },
  ]);

  const ops = [{ op: "emit", event: "b" }, { op: "nope" }, { op: "stop" }];
  const { answers } = await ask({ id: 8, op: "batch", ops });
  assert.deepEqual(
    answers.map(({ ok, unsupported }) => [ok, unsupported]),
    [
      [true, undefined],
      [false, true],
      [false, undefined],
    ],
  );
  assert.equal(broker.published.length, 4);

  const gone = once(a1.socket, "disconnect");
  await ask({ id: 9, op: "disconnect", namespace: "/chat", socket: "a1" });
  await gone;
  assert.deepEqual(await ask({ id: 10, op: "close", namespace: "/chat" }), { id: 10, ok: true });
  assert.deepEqual(broker.subscribed, ["socket.io./"]);
  const stats = await ask({ id: 11, op: "stats" });
  assert.match(stats.uid, /^\w{6}$/);
  assert.equal(stats.counters.framesOut, 3);
  assert.deepEqual(stats.errors, []);
  assert.deepEqual(await ask({ id: 12, op: "flush" }), { id: 12, ok: true });
  assert.deepEqual(await ask({ id: 13, op: "stop" }), { id: 13, ok: true });
  assert.equal(await program.exited, 0);
});

test("answers what it cannot do, and goes on", async (t) => {
  const { program } = await started(t);
  const { ask } = program;
  assert.deepEqual(await ask("rubbish"), {
    id: null,
    ok: false,
    error: 'a control line has to be a JSON object with an "op"',
  });
  assert.deepEqual(await ask({ id: 1, op: "fetch" }), {
    id: 1,
    ok: false,
    unsupported: true,
    error: "op 'fetch' is not known here",
  });
  assert.equal((await ask({ id: 2, op: "emit", through: "broadcast-operations", event: "m" })).unsupported, true);
  assert.match((await ask({ id: 3, op: "open", namespace: "/a b" })).error, /choose another name/);
  assert.match((await ask({ id: 4, op: "emit", namespace: "/x", event: "m" })).error, /'\/x' is not open here/);
  assert.match((await ask({ id: 5, op: "join", socket: "z", rooms: ["r"] })).error, /has the tag 'z' \(tags: none\)/);
  assert.deepEqual(await ask({ id: 6, op: "flush" }), { id: 6, ok: true });
});

test("ends when its input ends", async (t) => {
  const { program } = await started(t);
  program.child.stdin.end();
  assert.equal(await program.exited, 0);
});

test("takes control over TCP", async (t) => {
  const { program, hello } = await started(t, { CONTROL_PORT: "0" });
  const control = await program.overTcp(hello.controlPort);
  assert.deepEqual(control.hello, hello);
  assert.deepEqual(await control.ask({ id: 1, op: "flush" }), { id: 1, ok: true });
  control.socket.end();
  assert.equal(await program.exited, 0);
});

test("runs the published adapter of dialect mickl", async (t) => {
  const { broker, program, hello } = await started(t, { DIALECT: "mickl", ADAPTER_KEY: "k" });
  assert.equal(hello.implementation, "node-mickl");
  assert.deepEqual(hello.capabilities, ["except-rooms", "namespaces"]);
  await program.ask({ id: 1, op: "emit", event: "m" });
  assert.equal(broker.published[0].subject, "k./");
  assert.equal((await program.ask({ id: 2, op: "emitter", name: "x", calls: [] })).unsupported, true);
});

test("an adapter file is used, or refused in one sentence", async (t) => {
  const folder = mkdtempSync(join(tmpdir(), "adapter-file-"));
  t.after(() => rmSync(folder, { recursive: true }));
  const file = (name, text) => {
    writeFileSync(join(folder, name), text);
    return join(folder, name);
  };
  const good = file(
    "good.mjs",
    `import { Adapter } from ${JSON.stringify(import.meta.resolve("socket.io-adapter"))};
    export default async () => ({ adapter: Adapter, flush: async () => {}, close: async () => {} });`,
  );
  const { hello } = await started(t, { ADAPTER_FILE: good });
  assert.equal(hello.implementation, "node-adapter");

  const refusals = [
    [join(folder, "none.mjs"), /Cannot find module/],
    [file("empty.mjs", ""), /its default export is missing, not a function/],
    [file("shape.mjs", "export default async () => ({ adapter() {}, close() {} });"), /has no function 'flush'/],
    [file("fails.mjs", "export default () => { throw new Error('no such\\ncluster'); };"), /failed: no such; /],
  ];
  for (const [path, reason] of refusals) {
    const program = startProgram(t, { ADAPTER_FILE: path });
    assert.equal(await program.exited, 69);
    assert.match(program.stderr(), reason);
    assert.match(program.stderr(), /^ADAPTER_FILE '.*' cannot be used: .*; expected is .*\n$/);
  }
});

test("says in one sentence why it cannot start", async (t) => {
  const broker = await Broker.start();
  t.after(() => broker.stop());
  const taken = String(broker.port);
  const refusals = [
    [{ NATS_SERVERS: "nats://127.0.0.1:1" }, 68, /^NATS at nats:\/\/127\.0\.0\.1:1 cannot be reached: .*\n$/],
    [{ NATS_SERVERS: "nats://bob:s3cret@127.0.0.1:1" }, 68, /^NATS at nats:\/\/\*\*\*@127\.0\.0\.1:1 cannot be .*\n$/],
    [{ NATS_SERVERS: " , " }, 64, /^NATS_SERVERS is ' , ': it has to be nats:\/\/host:port, or several with commas/],
    [
      { NATS_SERVERS: "nats://a b:1" },
      64,
      /^the adapter refuses its options: option servers holds "nats:\/\/a b:1": .*\n$/,
    ],
    [{ DIALECT: "klingon" }, 64, /^DIALECT is 'klingon': this node program speaks socket.io-nats and mickl\n$/],
    [{ CONTROL_PORT: "x" }, 64, /^CONTROL_PORT is 'x': it has to be a port.*\n$/],
    [{ SOCKETIO_PORT: "0x10" }, 64, /^SOCKETIO_PORT is '0x10': it has to be a port.*\n$/],
    [{ NAMESPACES: "/a b", NATS_SERVERS: broker.url }, 64, /^NAMESPACES holds '\/a b': .*choose another name\n$/],
    [{ ADAPTER_KEY: "a b", NATS_SERVERS: broker.url }, 64, /^the adapter refuses its options: .*\n$/],
    [
      { SOCKETIO_PORT: taken, NATS_SERVERS: broker.url },
      71,
      /^SOCKETIO_PORT \d+ of 127\.0\.0\.1 cannot be listened on: /,
    ],
    [
      { CONTROL_PORT: taken, NATS_SERVERS: broker.url },
      71,
      /^CONTROL_PORT \d+ of 127\.0\.0\.1 cannot be listened on: .*\n$/,
    ],
    [{ MUTANT: "none" }, 64, /^MUTANT is 'none': there is none of that name; node mutants\/list.mjs lists them\n$/],
  ];
  await Promise.all(
    refusals.map(async ([env, status, sentence]) => {
      const program = startProgram(t, env);
      assert.equal(await program.exited, status, program.stderr());
      assert.match(program.stderr(), sentence);
    }),
  );
});

test("a mutant that dies takes the process with it, with its cause", async (t) => {
  const { broker, program } = await started(t, { MUTANT: "non-json-kills" });
  broker.inject("socket.io./", "not json");
  assert.equal(await program.exited, 70);
  assert.match(program.stderr(), /mutant: the payload is not JSON/);
});

test("in load mode clients join, publish and leave by themselves, and not otherwise", async (t) => {
  const { hello } = await started(t, { LOAD: "1", NAMESPACES: "/chat" });
  const a = await client(t, hello.url, "a", "/chat");
  const b = await client(t, hello.url, "b", "/chat");
  assert.equal(await b.socket.emitWithAck("join", ["r"]), "ok");
  assert.equal(await a.socket.emitWithAck("publish", "r", "one"), "ok");
  assert.equal(await b.socket.emitWithAck("leave", ["r"]), "ok");
  await a.socket.emitWithAck("publish", "r", "two");
  assert.equal(await a.socket.emitWithAck("broadcast", "three"), "ok");
  assert.equal(await b.socket.emitWithAck("here"), "ok");
  assert.deepEqual(
    [a.inbox, b.inbox],
    [
      [["m", "three"]],
      [
        ["m", "one"],
        ["m", "three"],
      ],
    ],
  );

  const sane = await started(t);
  const c = await client(t, sane.hello.url, "c");
  await assert.rejects(c.socket.timeout(200).emitWithAck("broadcast", "nobody may"));
  assert.deepEqual(c.inbox, []);
});

/** Emits and gives the first event of a name that comes back. */
function back(socket, name, ...event) {
  const came = new Promise((resolve) => socket.once(name, (...args) => resolve(args)));
  socket.emit(...event);
  return came;
}

test("obeys the events of its clients, in every namespace", async (t) => {
  const { program, hello } = await started(t, { CLIENT_EVENTS: "1", NAMESPACES: "/chat" });
  assert.ok(hello.capabilities.includes("client-events"));
  await program.ask({ id: 1, op: "open", namespace: "/later" });
  for (const namespace of ["/", "/chat", "/later"]) {
    const { socket } = await client(t, hello.url, "a", namespace);
    socket.on("question", (...args) => args.pop()(...args, "answer"));
    const args = [1, { deep: [Buffer.of(0, 1)] }, null];
    assert.deepEqual(await back(socket, "message-back", "message", ...args), args);
    const acknowledged = new Promise((resolve) => {
      socket.emit("message-with-ack", ...args, (...answer) => resolve(answer));
    });
    assert.deepEqual(await acknowledged, args);
    assert.deepEqual(await back(socket, "answered", "ask", ...args), [...args, "answer"]);
    assert.equal((await back(socket, "disconnect", "kick"))[0], "io server disconnect");
  }
  const { socket } = await client(t, hello.url, "b");
  const closed = once(socket.io.engine, "close");
  socket.emit("kick-all");
  await closed;
});

test("greets each socket with the payload of its CONNECT, and guards namespaces", async (t) => {
  const { hello } = await started(t, { CLIENT_EVENTS: "1", NAMESPACES: "/secret,/chat", GUARDED: "/secret" });
  const open = async (namespace, auth) => {
    const socket = connect(hello.url + namespace, { auth, transports: ["websocket"], forceNew: true });
    t.after(() => socket.disconnect());
    return Promise.race([once(socket, "auth"), once(socket, "connect_error").then(([error]) => error.message)]);
  };
  assert.deepEqual(await open("/chat"), [{}]);
  assert.deepEqual(await open("/chat", { token: "x" }), [{ token: "x" }]);
  assert.deepEqual(await open("/secret", { token: "open" }), [{ token: "open" }]);
  assert.equal(await open("/secret", { token: "x" }), "refused");
  assert.equal(await open("/secret"), "refused");
});

test("takes times and limits", async (t) => {
  const { hello } = await started(t, { PING_INTERVAL: "3000", PING_TIMEOUT: "200", MAX_PAYLOAD: "1000" });
  const answer = await fetch(`${hello.url}/socket.io/?EIO=4&transport=polling`);
  const { pingInterval, pingTimeout, maxPayload } = JSON.parse((await answer.text()).slice(1));
  assert.deepEqual([pingInterval, pingTimeout, maxPayload], [3000, 200, 1000]);
});

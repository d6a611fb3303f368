import assert from "node:assert/strict";
import { setImmediate as turn } from "node:timers/promises";
import { emitter as createEmitter } from "socket.io-nats-emitter";
import { Cluster } from "./support/cluster.mjs";
import { test } from "./support/limited.mjs";

async function published(cluster, emitter) {
  assert.equal(await emitter.flush(), true);
  return cluster.broker.published.splice(0).map(({ subject, payload }) => [subject, ...JSON.parse(payload)]);
}

test("an emit on the emitter has no rooms, flags or namespace of the one before", async (t) => {
  const cluster = await Cluster.start(t);
  const emitter = await cluster.emitter();
  emitter.of("/chat").to("a b").volatile.emit("m", Buffer.of(1)).in("r1").to("r2").json.broadcast.emit("n").emit("o");
  assert.deepEqual(await published(cluster, emitter), [
    [
      "socket.io./chat.a%20b",
      "emitter",
      { type: 2, data: ["m", { type: "Buffer", data: [1] }], nsp: "/chat" },
      { rooms: ["a b"], except: [], flags: { volatile: true } },
    ],
    [
      "socket.io./",
      "emitter",
      { type: 2, data: ["n"], nsp: "/" },
      { rooms: ["r1", "r2"], except: [], flags: { json: true, broadcast: true } },
    ],
    ["socket.io./", "emitter", { type: 2, data: ["o"], nsp: "/" }, { rooms: [], except: [], flags: {} }],
  ]);
});

test("what a call gives may be kept and used again: it never changes", async (t) => {
  const cluster = await Cluster.start(t);
  const emitter = await cluster.emitter();
  const admin = emitter.of("/admin");
  const room1 = admin.to("room1");
  room1.emit("one");
  admin.to("room2").emit("two");
  room1.volatile.except("x").emit("three");
  room1.emit("four");
  admin.emit("five");
  emitter.emit("six");
  assert.deepEqual(
    (await published(cluster, emitter)).map(([subject, , { data }, opts]) => [subject, data[0], opts]),
    [
      ["socket.io./admin.room1", "one", { rooms: ["room1"], except: [], flags: {} }],
      ["socket.io./admin.room2", "two", { rooms: ["room2"], except: [], flags: {} }],
      ["socket.io./admin.room1", "three", { rooms: ["room1"], except: ["x"], flags: { volatile: true } }],
      ["socket.io./admin.room1", "four", { rooms: ["room1"], except: [], flags: {} }],
      ["socket.io./admin", "five", { rooms: [], except: [], flags: {} }],
      ["socket.io./", "six", { rooms: [], except: [], flags: {} }],
    ],
  );
});

test("users that take turns on one emitter do not influence each other", async (t) => {
  const cluster = await Cluster.start(t);
  const emitter = await cluster.emitter();
  const request = async (name) => {
    for (let i = 0; i < 20; i++) {
      let broadcast = emitter.of(`/${name}`);
      await turn();
      broadcast = broadcast.to(`${name} room`);
      await turn();
      broadcast.compress(name === "a").emit(name);
    }
  };
  await Promise.all([request("a"), request("b"), request("c")]);
  const frames = await published(cluster, emitter);
  assert.equal(frames.length, 60);
  for (const [subject, , { data, nsp }, opts] of frames) {
    const [name] = data;
    assert.equal(subject, `socket.io./${name}.${name}%20room`);
    assert.equal(nsp, `/${name}`);
    assert.deepEqual(opts, { rooms: [`${name} room`], except: [], flags: { compress: name === "a" } });
  }
});

test("takes arrays of rooms as their union, numbers as text, and an empty array as nothing said", async (t) => {
  const cluster = await Cluster.start(t);
  const emitter = await cluster.emitter();
  emitter.to(["r1", "r2"]).in(["r2", 42]).except(["x", 7]).except("y").emit("m");
  emitter.to([42, "42"]).emit("n");
  emitter.to([]).in([]).except([]).emit("o");
  emitter.of("chat").to(5).of("/x").json.volatile.broadcast.compress(false).emit("p");
  assert.deepEqual(
    (await published(cluster, emitter)).map(([subject, , , opts]) => [subject, opts]),
    [
      ["socket.io./", { rooms: ["r1", "r2", "42"], except: ["x", "7", "y"], flags: {} }],
      ["socket.io./.42", { rooms: ["42"], except: [], flags: {} }],
      ["socket.io./", { rooms: [], except: [], flags: {} }],
      [
        "socket.io./x.5",
        { rooms: ["5"], except: [], flags: { json: true, volatile: true, broadcast: true, compress: false } },
      ],
    ],
  );
});

test("takes key, delimiter and uid", async (t) => {
  const cluster = await Cluster.start(t);
  const emitter = await cluster.emitter({ key: "app1", delimiter: ":", uid: "me" });
  emitter.to("r").emit("m");
  const [[subject, uid]] = await published(cluster, emitter);
  assert.deepEqual([subject, uid], ["app1:/:r", "me"]);
});

test("reaches clients, also of a namespace and by id, and leaves out a client and a room", async (t) => {
  const cluster = await Cluster.start(t);
  const node = await cluster.node();
  node.io.of("/chat");
  const [root, left, chat] = [await node.client(), await node.client(), await node.client("/chat")];
  await left.serverSide.join("out");
  const [one, two] = [await cluster.emitter(), await cluster.emitter()];
  one.of("/chat").emit("for chat");
  two.to(root.serverSide.id).emit("for one");
  two.except(left.serverSide.id).emit("not that client");
  two.except("out").emit("not that room");
  two.to([root.serverSide.id, "out"]).emit("union");
  await Promise.all([chat.until("for chat"), root.until("union"), left.until("union")]);
  assert.deepEqual(root.names(), ["for one", "not that client", "not that room", "union"]);
  assert.deepEqual(left.names(), ["union"]);
  assert.deepEqual(chat.names(), ["for chat"]);
});

test("refuses what cannot be encoded or is no name", async (t) => {
  const cluster = await Cluster.start(t);
  const emitter = await cluster.emitter();
  assert.throws(() => emitter.of("/a b"), /cannot be used with NATS/);
  assert.throws(() => emitter.to("\ud800"), /lone surrogate/);
  assert.throws(() => emitter.except(["a", "\ud800"]), /lone surrogate/);
  assert.throws(() => emitter.emit("disconnect"), /event name "disconnect" cannot be emitted/);
  assert.throws(() => emitter.emit(), /event name undefined cannot be emitted/);
  const expected = "it takes the name of a room, a string or a number, or an array of them";
  for (const [call, value, shown] of [
    ["to", undefined, "undefined"],
    ["to", null, "null"],
    ["in", {}, "an object"],
    ["in", [["a"]], "an array with an object"],
    ["except", [null], "an array with null"],
    ["to", true, "true"],
    ["except", () => {}, "a function"],
    ["to", Symbol("s"), "a symbol"],
    ["to", new Set(["a"]), "an object"],
  ]) {
    const problem = { name: "TypeError", message: `${call}() got ${shown}: ${expected}` };
    assert.throws(() => emitter[call](value), problem);
    assert.throws(() => emitter.of("/x")[call](value), problem);
  }
  assert.throws(() => emitter.of(5), { message: /^of\(\) got 5: it takes the name of a namespace/ });
  assert.throws(() => emitter.compress(), { message: "compress() got undefined: it takes true or false" });
  assert.deepEqual(await published(cluster, emitter), []);
});

test("what is emitted last has left when close() resolves", async (t) => {
  const cluster = await Cluster.start(t);
  const emitter = createEmitter({ servers: cluster.broker.url });
  await emitter.ready;
  for (let i = 0; i < 500; i++) {
    emitter.emit("m", "x".repeat(1000));
  }
  await emitter.close();
  assert.equal(cluster.broker.published.length, 500);
  emitter.emit("too late");
  assert.deepEqual([emitter.counters.framesOut, emitter.counters.publishFailures], [500, 1]);
  assert.equal(await emitter.flush(), false);
});

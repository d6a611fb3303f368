import assert from "node:assert/strict";
import { test } from "node:test";
import { Cluster } from "./support/cluster.mjs";

test("publishes one frame and forgets rooms, flags and namespace", async (t) => {
  const cluster = await Cluster.start(t);
  const emitter = await cluster.emitter();
  emitter.of("/chat").to("a b").volatile.emit("m", Buffer.of(1)).in("r1").to("r2").json.broadcast.emit("n").emit("o");
  await emitter.flush();
  assert.deepEqual(
    cluster.broker.published.map(({ subject, payload }) => [subject, JSON.parse(payload)]),
    [
      [
        "socket.io./chat.a%20b",
        [
          "emitter",
          { type: 2, data: ["m", { type: "Buffer", data: [1] }], nsp: "/chat" },
          { rooms: ["a b"], except: [], flags: { volatile: true } },
        ],
      ],
      [
        "socket.io./",
        [
          "emitter",
          { type: 2, data: ["n"], nsp: "/" },
          { rooms: ["r1", "r2"], except: [], flags: { json: true, broadcast: true } },
        ],
      ],
      ["socket.io./", ["emitter", { type: 2, data: ["o"], nsp: "/" }, { rooms: [], except: [], flags: {} }]],
    ],
  );
});

test("takes key, delimiter and uid", async (t) => {
  const cluster = await Cluster.start(t);
  const emitter = await cluster.emitter({ key: "app1", delimiter: ":", uid: "me" });
  emitter.to("r").emit("m");
  await emitter.flush();
  assert.equal(cluster.broker.published[0].subject, "app1:/:r");
  assert.equal(JSON.parse(cluster.broker.published[0].payload)[0], "me");
});

test("reaches clients, also of a namespace and by id", async (t) => {
  const cluster = await Cluster.start(t);
  const node = await cluster.node();
  node.io.of("/chat");
  const [root, chat] = [await node.client(), await node.client("/chat")];
  const [one, two] = [await cluster.emitter(), await cluster.emitter()];
  one.of("/chat").emit("for chat");
  two.to(root.serverSide.id).emit("for one");
  await Promise.all([chat.until("for chat"), root.until("for one")]);
  assert.deepEqual([root.names(), chat.names()], [["for one"], ["for chat"]]);
});

test("refuses what cannot be said", async (t) => {
  const cluster = await Cluster.start(t);
  const emitter = await cluster.emitter();
  assert.throws(() => emitter.of("/a b"), /cannot be used with NATS/);
  assert.throws(() => emitter.to("\ud800"), /lone surrogate/);
  assert.throws(() => emitter.emit("disconnect"), /event name "disconnect" cannot be emitted/);
  assert.throws(() => emitter.emit(), /event name undefined cannot be emitted/);
});

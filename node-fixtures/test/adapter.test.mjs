import assert from "node:assert/strict";
import { adapter } from "socket.io-nats";
import { Cluster, foreignFrame, when } from "./support/cluster.mjs";
import { test } from "./support/limited.mjs";

test("exposes uid, prefix, delimiter and nc", async (t) => {
  const cluster = await Cluster.start(t);
  const { io } = await cluster.node({ key: "app1", delimiter: ":" });
  const root = io.of("/").adapter;
  assert.match(root.uid, /^[A-Za-z0-9]{6}$/);
  assert.equal(root.uid, io.of("/chat").adapter.uid);
  assert.equal(root.prefix, "app1");
  assert.equal(root.delimiter, ":");
  assert.equal(typeof root.nc.on, "function");
});

test("refuses a key that NATS cannot carry", () => {
  assert.throws(() => adapter({ key: "a b" }), /key "a b".*white space.*choose others/);
  assert.throws(() => adapter({ key: 5 }), /option key is 5: it has to be a string/);
});

test("reaches clients of both nodes once, and does not hear itself", async (t) => {
  const cluster = await Cluster.start(t);
  const nc = await cluster.nats();
  const [a, b] = [await cluster.node({ nc }), await cluster.node({ nc: Promise.resolve(nc) })];
  const [onA, onB] = [await a.client(), await b.client()];
  a.io.emit("first", 1, "x", null);
  await onB.until("first");
  b.io.emit("last");
  await Promise.all([onA.until("last"), onB.until("last")]);
  for (const { inbox } of [onA, onB]) {
    assert.deepEqual(inbox, [["first", 1, "x", null], ["last"]]);
  }
  assert.equal(a.adapter.counters.dropped.own, 1);
});

test("a supplied connection outlives the server", async (t) => {
  const cluster = await Cluster.start(t);
  const nc = await cluster.nats();
  const { io } = await cluster.node({ nc });
  await io.close();
  await nc.flush();
  assert.deepEqual(cluster.broker.subscribed, []);
});

test("subscriptions follow membership", async (t) => {
  const cluster = await Cluster.start(t);
  const node = await cluster.node();
  const [one, two] = [await node.client(), await node.client()];
  const own = [one, two].map(({ serverSide }) => `socket.io./.${serverSide.id}`);
  await one.serverSide.join(["r", "a b"]);
  await two.serverSide.join("r");
  await two.serverSide.join("r");
  assert.deepEqual(cluster.broker.subscribed, ["socket.io./", "socket.io./.r", "socket.io./.a%20b", ...own].sort());
  one.serverSide.leave("r");
  one.serverSide.leave("r");
  await node.adapter.flush();
  assert.ok(cluster.broker.subscribed.includes("socket.io./.r"));
  two.serverSide.disconnect(true);
  await node.adapter.flush();
  assert.deepEqual(cluster.broker.subscribed, ["socket.io./", "socket.io./.a%20b", own[0]].sort());
  assert.equal(node.adapter.counters.subscriptions, 3);
});

test("a closed namespace returns its subscriptions", async (t) => {
  const cluster = await Cluster.start(t);
  const node = await cluster.node();
  node.io.of("/chat");
  await node.adapter.flush();
  assert.deepEqual(cluster.broker.subscribed, ["socket.io./", "socket.io./chat"]);
  await node.io.of("/chat").adapter.close();
  assert.deepEqual(cluster.broker.subscribed, ["socket.io./"]);
});

test("numbers are rooms of that name, in both directions", async (t) => {
  const cluster = await Cluster.start(t);
  const node = await cluster.node();
  const client = await node.client();
  await client.serverSide.join(123);
  node.io.to(123).emit("local");
  cluster.broker.inject("socket.io./", foreignFrame("remote", { opts: { rooms: [123] } }));
  await client.until("remote");
  assert.deepEqual(client.names(), ["local", "remote"]);
});

test("room '*' hears only its own frames, once", async (t) => {
  const cluster = await Cluster.start(t);
  const node = await cluster.node();
  const client = await node.client();
  await client.serverSide.join(["*", "r"]);
  cluster.broker.inject("socket.io./.r", foreignFrame("for r", { opts: { rooms: ["r"] } }));
  cluster.broker.inject("socket.io./.other", foreignFrame("for other", { opts: { rooms: ["other"] } }));
  cluster.broker.inject("socket.io./.*", foreignFrame("for *", { opts: { rooms: ["*"] } }));
  await client.until("for *");
  assert.deepEqual(client.names(), ["for r", "for *"]);
});

test("namespaces that are wildcards to NATS hear only their own frames", async (t) => {
  const cluster = await Cluster.start(t);
  const [a, b] = [await cluster.node(), await cluster.node()];
  const names = ["/x", "/x.y", "/x.*", "/x.>"];
  for (const { io } of [a, b]) {
    for (const name of names) {
      io.of(name);
    }
  }
  const clients = await Promise.all(names.map((name) => b.client(name)));
  await clients[3].serverSide.join("r");
  a.io.of("/x").to("y").emit("for nobody");
  a.io.of("/x.>").to("r").emit("for /x.> r");
  for (const name of names) {
    a.io.of(name).emit(`for ${name}`);
  }
  await Promise.all(clients.map((client, i) => client.until(`for ${names[i]}`)));
  assert.deepEqual(
    clients.map((client) => client.names()),
    [["for /x"], ["for /x.y"], ["for /x.*"], ["for /x.> r", "for /x.>"]],
  );
});

test("rooms without a subject of their own are served on the namespace subject", async (t) => {
  const cluster = await Cluster.start(t);
  const [a, b] = [await cluster.node(), await cluster.node()];
  const client = await b.client();
  const rooms = ["a.", ".a", "a..b", ".", "", "x".repeat(5000)];
  const before = cluster.broker.subscribed;
  await client.serverSide.join(rooms);
  assert.deepEqual(cluster.broker.subscribed, before);
  for (const [i, room] of rooms.entries()) {
    a.io.to(room).emit(`event-${i}`);
  }
  await client.until(`event-${rooms.length - 1}`);
  assert.equal(client.inbox.length, rooms.length);
  assert.ok(cluster.broker.published.every(({ subject }) => subject === "socket.io./"));
  assert.match(b.errors.join(), /has no subject of its own: it is 5012 bytes long and at most 4076 fit/);

  await client.serverSide.leave("");
  a.io.emit("after");
  await client.until("after");
});

test("refuses namespaces and rooms that cannot be encoded, and lives", async (t) => {
  const cluster = await Cluster.start(t);
  const node = await cluster.node();
  const client = await node.client();
  for (const name of ["/a b", "/a\r\nPUB x 0", "/a..b", "/.>.x", "/a\ud800"]) {
    assert.throws(() => node.io.of(name), /cannot be used with NATS: .*choose another name/);
  }
  assert.throws(() => client.serverSide.join("x\ud800y"), /lone surrogate.*use a well-formed string/);
  assert.throws(() => node.io.to("x\ud800y").emit("m"), /lone surrogate/);
  node.io.emit("after");
  await client.until("after");
  assert.deepEqual(client.names(), ["after"]);
});

test("a client that is left out stays so after it left the room of its own id", async (t) => {
  const cluster = await Cluster.start(t);
  const [a, b] = [await cluster.node(), await cluster.node()];
  const [sender, other] = [await a.client(), await b.client()];
  await sender.serverSide.leave(sender.serverSide.id);
  sender.serverSide.broadcast.emit("from sender");
  await other.until("from sender");
  b.io.except(sender.serverSide.id).emit("not for sender");
  b.io.emit("last");
  await Promise.all([sender.until("last"), other.until("last")]);
  assert.deepEqual(sender.names(), ["last"]);
  assert.equal(other.inbox.length, 3);
});

test("excluded rooms and unions reach each client once", async (t) => {
  const cluster = await Cluster.start(t);
  const [a, b] = [await cluster.node(), await cluster.node()];
  const [both, out] = [await b.client(), await b.client()];
  await both.serverSide.join(["r1", "r2"]);
  await out.serverSide.join(["r1", "out"]);
  a.io.to("r1").to("r2").except("out").emit("some");
  a.io.emit("last");
  await Promise.all([both.until("last"), out.until("last")]);
  assert.deepEqual(both.names(), ["some", "last"]);
  assert.deepEqual(out.names(), ["last"]);
});

test("local broadcasts are not published", async (t) => {
  const cluster = await Cluster.start(t);
  const node = await cluster.node();
  const client = await node.client();
  node.io.local.emit("here");
  node.io.volatile.compress(false).emit("everywhere");
  await Promise.all([client.until("here"), node.adapter.flush()]);
  assert.deepEqual(
    cluster.broker.published.map(({ payload }) => JSON.parse(payload)),
    [
      [
        node.adapter.uid,
        { type: 2, data: ["everywhere"], nsp: "/" },
        { rooms: [], except: [], flags: { volatile: true, compress: false } },
      ],
    ],
  );
});

test("carries bytes of every kind, and leaves the caller's data alone", async (t) => {
  const cluster = await Cluster.start(t);
  const [a, b] = [await cluster.node(), await cluster.node()];
  const client = await b.client();
  const bytes = Uint8Array.of(9, 1, 2);
  const sent = { x: Buffer.of(1, 255), y: [bytes.subarray(1), "k"], z: new Uint8Array([7]).buffer };
  const copy = structuredClone(sent);
  a.io.emit("bytes", sent);
  await client.until("bytes");
  assert.deepEqual(client.inbox[0][1], { x: Buffer.of(1, 255), y: [Buffer.of(1, 2), "k"], z: Buffer.of(7) });
  assert.deepEqual(structuredClone(sent), copy);
});

test("placeholders without bytes become null, and data that looks like one stays data", async (t) => {
  const cluster = await Cluster.start(t);
  const node = await cluster.node();
  const client = await node.client();
  const placeholder = { _placeholder: true, num: 0 };
  const packet = { type: 5, data: ["lost", placeholder, { type: "Buffer", data: [3] }], nsp: "/", attachments: 1 };
  cluster.broker.inject("socket.io./", JSON.stringify(["foreign", packet, {}]));
  cluster.broker.inject("socket.io./", foreignFrame("data", { args: [placeholder] }));
  await client.until("data");
  assert.deepEqual(client.inbox, [
    ["lost", null, Buffer.of(3)],
    ["data", placeholder],
  ]);
});

test("messages with headers are delivered", async (t) => {
  const cluster = await Cluster.start(t);
  const node = await cluster.node();
  const client = await node.client();
  cluster.broker.inject("socket.io./", foreignFrame("with headers"), "X: 1");
  await client.until("with headers");
});

test("a payload over max_payload is delivered here and reported", async (t) => {
  const cluster = await Cluster.start(t);
  cluster.broker.maxPayload = 1000;
  const node = await cluster.node();
  const client = await node.client();
  node.io.emit("large", "x".repeat(2000));
  node.io.emit("small");
  await Promise.all([client.until("small"), node.adapter.flush()]);
  assert.deepEqual(client.names(), ["large", "small"]);
  assert.equal(cluster.broker.published.length, 1);
  assert.equal(node.adapter.counters.publishFailures, 1);
  assert.match(node.errors[0], /'socket.io.\/' was not published: its \d+ bytes are more than .*max_payload of 1000/);
});

test("an error of the server is reported and traffic goes on", async (t) => {
  const cluster = await Cluster.start(t);
  const node = await cluster.node();
  const client = await node.client();
  cluster.broker.say("-ERR 'Permissions Violation for Publish to \"x\"'");
  await when(node.heard, "error-heard", () => node.errors.length > 0);
  assert.match(node.errors[0], /NATS server reported PERMISSIONS_VIOLATION \(publish 'x'\)/);
  cluster.broker.inject("socket.io./", foreignFrame("after"));
  await client.until("after");
});

test("serves local clients while NATS is away, replays nothing, and hears its rooms again", async (t) => {
  const cluster = await Cluster.start(t);
  const node = await cluster.node();
  const client = await node.client();
  await client.serverSide.join("r");
  const { nc } = node.adapter;

  await cluster.broker.stop();
  await when(nc, "disconnect", () => nc.away);
  node.io.emit("while away");
  await client.serverSide.join("later");
  await client.until("while away");
  assert.equal(node.adapter.counters.dropped.away, 1);

  await cluster.broker.listen(cluster.broker.port);
  await when(nc, "reconnect", () => !nc.away);
  await node.adapter.flush();
  cluster.broker.inject("socket.io./.later", foreignFrame("after", { opts: { rooms: ["later"] } }));
  cluster.broker.inject("socket.io./.r", foreignFrame("last", { opts: { rooms: ["r"] } }));
  await client.until("last");
  assert.deepEqual(client.names(), ["while away", "after", "last"]);
  assert.deepEqual(cluster.broker.published, []);
});

test("counts what it drops, by cause", async (t) => {
  const cluster = await Cluster.start(t);
  const node = await cluster.node();
  const client = await node.client();
  cluster.broker.inject("socket.io./", "not json");
  cluster.broker.inject("socket.io./", foreignFrame("own", { uid: node.adapter.uid }));
  cluster.broker.inject("socket.io./", foreignFrame("other", { nsp: "/other" }));
  cluster.broker.inject("socket.io./", foreignFrame("good"));
  await client.until("good");
  assert.deepEqual(node.adapter.counters.dropped, { json: 1, own: 1, namespace: 1 });
  assert.equal(node.adapter.counters.deliveries, 1);
  assert.match(node.errors[0], /a message on 'socket.io.\/' was dropped: the payload is not JSON/);
});

test("counts a delivery for each local client that is handed a packet, whoever emits", async (t) => {
  const cluster = await Cluster.start(t);
  const [a, b] = [await cluster.node(), await cluster.node()];
  const [one, two, far] = [await a.client(), await a.client(), await b.client()];
  for (const { socket } of [one, two]) {
    socket.on("ask", (answer) => answer(1));
  }
  const counted = () => [a.adapter.counters.deliveries, b.adapter.counters.deliveries];
  await one.serverSide.join("r");
  a.io.emit("all");
  await far.until("all");
  assert.deepEqual(counted(), [2, 1]);
  a.io.to("r").emit("room");
  a.io.except("r").local.emit("local");
  a.io.to("nobody").emit("nobody");
  assert.deepEqual(counted(), [4, 1]);
  assert.deepEqual(await a.io.timeout(2000).emitWithAck("ask"), [1, 1]);
  assert.deepEqual(counted(), [6, 1]);
  await a.io.fetchSockets();
  a.io.in("r").socketsJoin("s");
  assert.deepEqual(counted(), [6, 1]);

  const { transport } = one.serverSide.conn;
  transport.writable = false; // as while a message is on its way
  a.io.volatile.emit("volatile");
  transport.writable = true;
  assert.deepEqual(counted(), [7, 1]);
  await Promise.all([two.until("volatile"), far.until("volatile")]);
  assert.deepEqual(counted(), [7, 2]);
  assert.ok(!one.names().includes("volatile"));
});

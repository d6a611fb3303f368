import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { Server } from "socket.io";
import { io as connect } from "socket.io-client";
import { adapter } from "socket.io-nats";
import { Cluster, foreignFrame } from "./support/cluster.mjs";
import { test } from "./support/limited.mjs";

const TAGS = ["a", "b", "c"];
const ACK_LIMIT_MS = 2000;

// what a call does, as far as it can be seen: each gets a server with three clients, and gives something to compare
const CALLS = {
  "to().emit": (s, room) => s.reached((event) => s.io.to(room).emit(event)),
  "in().emit": (s, room) => s.reached((event) => s.io.in(room).emit(event)),
  "to([]).emit": (s, room) => s.reached((event) => s.io.to([room, "other"]).emit(event)),
  "volatile, compress": (s, room) => s.reached((event) => s.io.to(room).volatile.compress(false).emit(event)),
  "local.emit": (s, room) => s.reached((event) => s.io.local.to(room).emit(event)),
  "except().emit": (s, room) => s.reached((event) => s.io.except(room).emit(event)),
  "except([]).emit": (s, room) => s.reached((event) => s.io.except([room, "other"]).emit(event)),
  "to().except().emit": (s, room) => s.reached((event) => s.io.to("all").except(room).emit(event)),
  "socket.to().emit": (s, room) => s.reached((event) => s.sockets.a.to(room).emit(event)),
  "socket.except().emit": (s, room) => s.reached((event) => s.sockets.a.except(room).emit(event)),
  "fetchSockets()": async (s, room) => s.tags(await s.io.in(room).fetchSockets()),
  "except().fetchSockets()": async (s, room) => s.tags(await s.io.except(room).fetchSockets()),
  "adapter.sockets()": async (s, room) => s.tags(await s.io.of("/").adapter.sockets(new Set([room]))),
  "allSockets()": async (s, room) => s.tags(await s.io.in(room).allSockets()),
  "emitWithAck()": async (s, room) => (await s.io.to(room).timeout(ACK_LIMIT_MS).emitWithAck("ask")).sort(),
  "except().emitWithAck()": async (s, room) =>
    (await s.io.except(room).timeout(ACK_LIMIT_MS).emitWithAck("ask")).sort(),
  "in().socketsJoin()": (s, room) => {
    s.io.in(room).socketsJoin("joined");
    return s.reached((event) => s.io.to("joined").emit(event));
  },
  "except().socketsJoin()": (s, room) => {
    s.io.except(room).socketsJoin("joined");
    return s.reached((event) => s.io.to("joined").emit(event));
  },
  "socketsJoin(room)": (s, room) => {
    s.io.in("c only").socketsJoin(room);
    return s.reached((event) => s.io.to(room).emit(event));
  },
  "in().socketsLeave()": (s, room) => {
    s.io.in(room).socketsLeave("all");
    return s.reached((event) => s.io.to("all").emit(event));
  },
  "socketsLeave(room)": (s, room) => {
    s.io.in("all").socketsLeave(room);
    return s.reached((event) => s.io.to(room).emit(event));
  },
  "in().disconnectSockets()": async (s, room) => {
    s.io.in(room).disconnectSockets();
    return s.tags(await s.io.fetchSockets());
  },
  "except().disconnectSockets()": async (s, room) => {
    s.io.except(room).disconnectSockets(true);
    return s.tags(await s.io.fetchSockets());
  },
  "socket.leave()": async (s, room) => {
    await s.sockets.a.leave(room);
    return s.reached((event) => s.io.to(room).emit(event));
  },
  "socket.join() twice": async (s, room) => {
    await s.sockets.a.join(room);
    return s.reached((event) => s.io.to(room).emit(event));
  },
  "socket.rooms.has()": (s, room) => TAGS.map((tag) => s.sockets[tag].rooms.has(room)),
  "socket.rooms.size": (s) => TAGS.map((tag) => s.sockets[tag].rooms.size),
  "adapter.rooms.get()": (s, room) => s.io.of("/").adapter.rooms.get(room)?.size ?? 0,
  "adapter.rooms.has()": (s, room) => s.io.of("/").adapter.rooms.has(room),
  "disconnect empties the room": (s, room) => {
    s.sockets.a.disconnect();
    s.sockets.b.disconnect();
    return s.io.of("/").adapter.rooms.has(room);
  },
};

/** A server with three clients: a and b are in `room`, all are in "all", and c is in "c only". */
async function serve(t, room, options) {
  const http = createServer();
  const io = new Server(http, options);
  t.after(() => io.close());
  await once(http.listen(0, "127.0.0.1"), "listening");
  const s = { io, sockets: {}, clients: {}, inboxes: {} };
  for (const tag of TAGS) {
    const arrived = once(io, "connection");
    const client = connect(`http://127.0.0.1:${http.address().port}`, {
      transports: ["websocket"],
      forceNew: true,
      reconnection: false,
    });
    t.after(() => client.disconnect());
    s.inboxes[tag] = [];
    client.on("ask", (answer) => answer(tag));
    client.on("fence", (answer) => answer());
    client.onAny((event) => s.inboxes[tag].push(event));
    [s.sockets[tag]] = await arrived;
    s.clients[tag] = client;
    await s.sockets[tag].join("all");
  }
  await s.sockets.a.join(room);
  await s.sockets.b.join([room]);
  await s.sockets.c.join("c only");
  s.tags = (sockets) => {
    const ids = new Set(Array.from(sockets, (socket) => socket.id ?? socket));
    return TAGS.filter((tag) => ids.has(s.sockets[tag].id));
  };
  // whom an event reaches; what comes before a fence is there when the fence is answered
  s.reached = async (emit) => {
    emit("event");
    await Promise.all(TAGS.map((tag) => s.sockets[tag].timeout(ACK_LIMIT_MS).emitWithAck("fence")));
    return TAGS.filter((tag) => s.inboxes[tag].splice(0).includes("event"));
  };
  return s;
}

async function outcomes(t, joined, asked, options = () => ({})) {
  const seen = {};
  for (const [name, call] of Object.entries(CALLS)) {
    const s = await serve(t, joined, options());
    seen[name] = await call(s, asked);
    await s.io.close();
  }
  return seen;
}

for (const room of ["text", 42, 0, -1.5, Number.NaN, 1e21]) {
  test(`every call does with room ${JSON.stringify(room)} what Socket.IO alone does`, async (t) => {
    const cluster = await Cluster.start(t);
    const alone = await outcomes(t, room, room);
    const ours = await outcomes(t, room, room, () => ({ adapter: adapter({ servers: cluster.broker.url }) }));
    assert.deepEqual(ours, alone);
    assert.deepEqual(alone["fetchSockets()"], ["a", "b"]);
  });
}

test("text and number are one room in every call, as they are on the wire", async (t) => {
  const cluster = await Cluster.start(t);
  const ours = () => ({ adapter: adapter({ servers: cluster.broker.url }) });
  const text = await outcomes(t, "42", "42");
  assert.deepEqual(await outcomes(t, 42, "42", ours), text);
  assert.deepEqual(await outcomes(t, "42", 42, ours), text);
});

test("a number travels as text, and a number of another implementation is understood", async (t) => {
  const cluster = await Cluster.start(t);
  const [a, b] = [await cluster.node(), await cluster.node()];
  const client = await b.client();
  await client.serverSide.join([42, "42"]);
  assert.deepEqual([...client.serverSide.rooms], [client.serverSide.id, "42"]);
  assert.equal(cluster.broker.subscribed.filter((subject) => subject === "socket.io./.42").length, 1);

  a.io.to(42).to("42").except(7).emit("both");
  await client.until("both");
  const [{ subject, payload }] = cluster.broker.published;
  assert.equal(subject, "socket.io./.42");
  assert.deepEqual(JSON.parse(payload)[2], { rooms: ["42"], except: ["7"], flags: {} });

  cluster.broker.inject("socket.io./.42", foreignFrame("foreign", { opts: { rooms: [42], except: [7] } }));
  await client.until("foreign");
  cluster.broker.inject("socket.io./", foreignFrame("left out", { opts: { except: [42] } }));
  cluster.broker.inject("socket.io./", foreignFrame("not left out"));
  await client.until("not left out");
  await client.serverSide.leave(42);
  assert.deepEqual([...client.serverSide.rooms], [client.serverSide.id]);
  a.io.emit("last");
  await client.until("last");
  assert.deepEqual(client.names(), ["both", "foreign", "not left out", "last"]);
  assert.ok(!cluster.broker.subscribed.includes("socket.io./.42"));
});

test("an empty list of rooms is everybody, as in Socket.IO alone, on all servers", async (t) => {
  const alone = await serve(t, "r", {});
  assert.deepEqual(await alone.reached((event) => alone.io.to([]).emit(event)), TAGS);
  assert.deepEqual(await alone.reached((event) => alone.io.except([]).emit(event)), TAGS);

  const cluster = await Cluster.start(t);
  const [a, b] = [await cluster.node(), await cluster.node()];
  const client = await b.client();
  a.io.to([]).emit("to none");
  a.io.except([]).emit("except none");
  await client.until("except none");
  assert.deepEqual(client.names(), ["to none", "except none"]);
});

test("null and undefined are the rooms of that text", async (t) => {
  const cluster = await Cluster.start(t);
  const [a, b] = [await cluster.node(), await cluster.node()];
  const [inside, outside] = [await b.client(), await b.client()];
  await inside.serverSide.join([null, undefined]);
  a.io.to(null).emit("for null");
  a.io.to([undefined]).emit("for undefined");
  a.io.emit("last");
  await Promise.all([inside.until("last"), outside.until("last")]);
  assert.deepEqual(inside.names(), ["for null", "for undefined", "last"]);
  assert.deepEqual(outside.names(), ["last"]);
});

test("namespaces of any script are carried, as they are", async (t) => {
  const cluster = await Cluster.start(t);
  const [a, b] = [await cluster.node(), await cluster.node()];
  const emitter = await cluster.emitter();
  for (const name of ["/чат", "/é", "/聊天", "/😀"]) {
    a.io.of(name);
    b.io.of(name);
    const client = await b.client(name);
    await client.serverSide.join("комната");
    a.io.of(name).emit("all");
    a.io.of(name).to("комната").emit("room");
    await client.until("room");
    emitter.of(name).to("комната").emit("emitter");
    await client.until("emitter");
    assert.deepEqual(client.names(), ["all", "room", "emitter"]);
    assert.ok(cluster.broker.subscribed.includes(`socket.io.${name}.${encodeURI("комната")}`));
  }
});

test("a client that asks for a dynamic namespace which NATS cannot carry is served alone, and harms nobody", async (t) => {
  const cluster = await Cluster.start(t);
  const node = await cluster.node();
  node.io.of(/^\/room-.+$/);
  node.io.of((name, _auth, next) => setImmediate(next, null, name.startsWith("/later-")));
  const before = cluster.broker.subscribed;
  for (const name of ["/room-a b", "/later-a..b"]) {
    const client = connect(node.url + name, { transports: ["websocket"], forceNew: true, reconnection: false });
    t.after(() => client.disconnect());
    const got = once(client, "event");
    await once(client, "connect");
    await node.io._nsps.get(name).sockets.get(client.id).join("r");
    node.io._nsps.get(name).to("r").emit("event");
    await got;
  }
  await node.adapter.flush();
  assert.deepEqual(cluster.broker.subscribed, before);
  assert.deepEqual(cluster.broker.published, []);
  assert.deepEqual([node.adapter.counters.dropped.refused, node.adapter.counters.publishFailures], [2, 2]);
  assert.equal(node.errors.length, 2);
  assert.match(node.errors[0], /namespace "\/room-a b" cannot be used with NATS: .*served by this server only$/);
});

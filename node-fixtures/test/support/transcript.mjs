import { Cluster } from "./cluster.mjs";

/**
 * What can be seen of a node of class `Adapter` beside a sane one, over some of everything that both can do: frames,
 * subscriptions, and what clients get. Two equal classes give equal transcripts.
 */
export async function transcriptOf(t, Adapter, EmitterClass) {
  const cluster = await Cluster.start(t);
  const options = { key: "k", delimiter: ":", reconnect: true };
  const s = { broker: cluster.broker, seen: [], names: new Map() };
  s.a = await cluster.node({ ...options, nc: await cluster.nats() }, Adapter);
  s.b = await cluster.node({ ...options, nc: await cluster.nats() });
  s.emitter = await cluster.emitter(options, EmitterClass);
  s.names.set(s.a.adapter.uid, "uid-a").set(s.b.adapter.uid, "uid-b");
  await connect(s);
  for (const [name, act] of STEPS) {
    await look(s, name, act);
  }
  await cluster.close();
  return s.seen;
}

async function connect(s) {
  s.clients = {};
  for (const [name, node] of [
    ["a", s.a],
    ["b", s.b],
  ]) {
    for (const namespace of ["/chat", "/x", "/x:y", "/x.*"]) {
      node.io.of(namespace);
    }
    for (const [i, namespace] of ["/", "/", "/chat", "/x.*"].entries()) {
      const client = await node.client(namespace);
      client.socket.on("fence", (done) => done());
      s.clients[name + i] = client;
      s.names.set(client.serverSide.id, `id-${name}${i}`);
    }
  }
}

const FENCE_LIMIT = 5_000; // ms

// fences, and what a transport that is not ready at that moment may pass over
const UNCERTAIN = ["fence", "volatile"];

// A client that has once not answered stays cut off: it is not waited for again.
async function fence(client) {
  const { socket, serverSide, inbox } = client;
  if (socket.connected && serverSide.connected) {
    client.cutOff ||= await serverSide
      .timeout(FENCE_LIMIT)
      .emitWithAck("fence")
      .then(
        () => false,
        () => true,
      );
    if (client.cutOff) {
      inbox.push(["cut off"]);
    }
  }
}

// acts, waits until it has come everywhere, and writes down what can be seen
async function look(s, name, act) {
  let outcome;
  try {
    outcome = await act(s);
  } catch (e) {
    outcome = e.message;
  }
  await s.emitter.flush();
  await s.a.adapter.flush();
  await s.b.adapter.flush();
  await Promise.all(Object.values(s.clients).map(fence));
  const inboxes = {};
  for (const [tag, { socket, inbox }] of Object.entries(s.clients)) {
    inboxes[tag] = [socket.connected, ...inbox.splice(0).filter(([event]) => !UNCERTAIN.includes(event))];
  }
  const subscribed = s.broker.subscribed.map((subject) => rename(s, subject)).sort();
  const published = s.broker.published.splice(0);
  s.seen.push(rename(s, JSON.stringify({ name, outcome, inboxes, published })), `${name}: ${subscribed.join(" ")}`);
}

function rename({ names }, text) {
  let renamed = text;
  for (const [name, stable] of names) {
    renamed = renamed.replaceAll(name, stable);
  }
  return renamed;
}

function frame(event, { type = 2, nsp = "/", opts = {}, uid = "foreign", more = {}, args = [1] } = {}, ...rest) {
  return JSON.stringify([uid, { type, data: [event, ...args], nsp, ...more }, opts, ...rest]);
}

const ROOMS = ["r", "é b", "*", "a.*", "a.b", "a.", "", "/", "123", "rr", "a&b"];
const first = ({ clients }) => [clients.a0, clients.b0];
const second = ({ clients }) => [clients.a1, clients.b1];
const injected = (name, subject, payload) => [name, (s) => s.broker.inject(subject, payload(s))];
const emitted = (name, emit) => [
  [`a: ${name}`, (s) => void emit(s.a.io, s.clients.a0.serverSide, s)],
  [`b: ${name}`, (s) => void emit(s.b.io, s.clients.b0.serverSide, s)],
];

const STEPS = [
  ["join", (s) => Promise.all(first(s).map(({ serverSide }) => serverSide.join(ROOMS))).then(() => 0)],
  ["join more", (s) => Promise.all(second(s).map(({ serverSide }) => serverSide.join(["r", "r2"]))).then(() => 0)],
  ["refuse", (s) => void s.a.io.of("/with space")],
  ...emitted("arguments", (io) => io.emit("m", 1, null, "é€", undefined, new Date(0), [], {})),
  ...emitted("bytes", (io) => io.emit("m", Buffer.of(1, 2))),
  ...emitted("chat", (io) => io.of("/chat").emit("m")),
  ...emitted("subject of another namespace", (io) => io.of("/x").to("y").emit("m")),
  ...ROOMS.flatMap((room) => emitted(`room '${room}'`, (io) => io.to(room).emit("m"))),
  ...emitted("nobody's room", (io) => io.to("nobody").emit("m")),
  ...emitted("id", (io, socket) => io.to(socket.id).emit("m")),
  ...emitted("other's id", (io, socket, s) =>
    io.to(s.clients[socket === s.clients.a0.serverSide ? "b0" : "a0"].serverSide.id).emit("m"),
  ),
  ...emitted("union", (io) => io.to("r").to("r2").emit("m")),
  ...emitted("union with an empty room", (io) => io.to("empty").to("r2").emit("m")),
  ...emitted("from socket", (_, socket) => socket.broadcast.emit("m")),
  ...emitted("from socket to room", (_, socket) => socket.to("r").emit("m")),
  ...emitted("except id", (io, socket) => io.except(socket.id).emit("m")),
  ...emitted("except room", (io) => io.except("r2").emit("m")),
  ...emitted("union except room", (io) => io.to("r").to("*").except("r2").emit("m")),
  ...emitted("except unknown", (io) => io.except("unknown").emit("m")),
  ...emitted("local", (io) => io.local.emit("m")),
  ...emitted("volatile", (io) => io.volatile.emit("m")),
  ...emitted("compress", (io) => io.compress(false).emit("m")),
  ...emitted("order", (io) => {
    for (let i = 0; i < 4; i++) {
      io.to("r").emit("room", i);
      io.volatile.to("r").emit("volatile", i);
      io.emit("all", i);
    }
  }),
  injected("own uid", "k:/", (s) => frame("m", { uid: s.a.adapter.uid })),
  injected("own uid to a room", "k:/", (s) => frame("m", { uid: s.a.adapter.uid, opts: { rooms: ["r"] } })),
  injected("no opts", "k:/", () => '["f",{"type":2,"data":["m"],"nsp":"/"}]'),
  injected("no nsp", "k:/", () => '["f",{"type":2,"data":["m"]},{}]'),
  injected("other nsp", "k:/", () => frame("m", { nsp: "/other" })),
  injected("subject that a wildcard matches", "k:/x.y", () => frame("m", { nsp: "/x.y" })),
  injected("empty rooms", "k:/", () => frame("m", { opts: { rooms: [] } })),
  injected("fourth element", "k:/", () => frame("m", {}, false)),
  injected("unknown key", "k:/", () => frame("m", { more: { x: 1 } })),
  injected("number", "k:/", () => frame("m", { opts: { rooms: [123] } })),
  injected("room on namespace subject", "k:/", () => frame("m", { opts: { rooms: ["r"] } })),
  injected("two rooms", "k:/", () => frame("m", { opts: { rooms: ["empty", "r", "r2"] } })),
  injected("flags", "k:/", () => frame("m", { opts: { flags: { unheard: 1 } } })),
  injected("placeholder", "k:/", () => frame("m", { args: [{ _placeholder: true, num: 0 }] })),
  injected("lost bytes", "k:/", () =>
    frame("m", { type: 5, args: [{ _placeholder: true, num: 0 }], more: { attachments: 1 } }),
  ),
  injected("id", "k:/", () => frame("m", { more: { id: 7 } })),
  injected("unknown subject", "k:/.nobody", () => frame("m")),
  [
    "emitter",
    ({ emitter }) => void emitter.of("/chat").to("r").volatile.emit("m").to("r").to("r2").emit("m").emit("m"),
  ],
  [
    "leave",
    (s) =>
      void first(s).map(({ serverSide }) => [serverSide.leave(""), serverSide.leave("r"), serverSide.leave("none")]),
  ],
  ...emitted("room that was left", (io) => io.to("r").emit("m")),
  ["late join", (s) => Promise.all(first(s).map(({ serverSide }) => serverSide.join("r"))).then(() => 0)],
  injected("reserved", "k:/", () => frame("disconnect")),
  ["close", (s) => s.a.io.of("/x").adapter.close()],
  ["disconnect", (s) => void s.clients.a1.serverSide.disconnect(true)],
  injected("type", "k:/", () => frame("m", { type: 1 })),
  ["disconnect the other", (s) => void s.clients.a0.serverSide.disconnect(true)],
];

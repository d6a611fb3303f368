import assert from "node:assert/strict";
import { createServer } from "node:http";
import { Server } from "socket.io";
import { adapter } from "socket.io-nats";
import { emitter } from "socket.io-nats-emitter";
import { Cluster } from "./support/cluster.mjs";
import { test } from "./support/limited.mjs";
import { NatsServer, until } from "./support/nats-server.mjs";

const LIMIT_MS = 5000; // as promised
const SLACK_MS = 5000; // a busy machine may add as much; a wait for NATS takes far longer

function linesOf(t) {
  const lines = [];
  t.mock.method(console, "error", (...words) => lines.push(words.join(" ")));
  return lines;
}

/** The value of a promise, which has to come within the promised time. */
async function promised(promise) {
  const began = performance.now();
  const value = await promise;
  const took = performance.now() - began;
  assert.ok(took < LIMIT_MS + SLACK_MS, `took ${took} ms`);
  return value;
}

test("an outage is one line when it begins and one when it ends; local clients are served", async (t) => {
  const lines = linesOf(t);
  const server = await NatsServer.start(t);
  const nats = adapter({ servers: server.url, reconnectTimeWait: 20 });
  const io = emitter({ servers: server.url, reconnectTimeWait: 20 });
  t.after(() => Promise.all([nats.close(), io.close()]));
  assert.deepEqual(await Promise.all([nats.ready, io.ready]), [true, true]);
  for (const signal of ["SIGKILL", "SIGTERM"]) {
    lines.length = 0;
    await server.kill(signal);
    await until("both have noticed", () => nats.nc.away && io.nc.away);
    io.emit("dropped");
    assert.deepEqual(await Promise.all([nats.flush(), io.flush()]), [false, false]);
    await server.start();
    await until("both are back", () => !nats.nc.away && !io.nc.away);
    assert.deepEqual(await promised(Promise.all([nats.flush(), io.flush()])), [true, true]);
    const own = lines.filter((line) => !line.startsWith("socket.io-nats: NATS server reported"));
    assert.equal(own.length, 4, lines.join("\n"));
    assert.equal(
      own.filter((line) => line.includes("local clients are served, what is for other servers is dropped")).length,
      1,
    );
    assert.equal(own.filter((line) => line.includes("what is emitted until it is back is dropped")).length, 1);
    assert.equal(own.filter((line) => /NATS is back after \d+\.\d s$/.test(line)).length, 2);
    assert.equal(new Set(lines).size >= lines.length - 1, true, lines.join("\n")); // both may be back after the same time
  }
  assert.deepEqual([io.counters.dropped.away, io.counters.publishFailures], [2, 2]);
});

test("an error that comes again and again in an outage is told once", async (t) => {
  const server = await NatsServer.start(t, "authorization { token: first }");
  const nats = adapter({ servers: server.url, token: "first", reconnectTimeWait: 10 });
  t.after(() => nats.close());
  const errors = [];
  nats.nc.on("error", (error) => errors.push(error.message));
  assert.equal(await nats.ready, true);
  await server.kill();
  server.configuration = "authorization { token: second }";
  await server.start();
  const refusals = () => errors.filter((text) => /AUTHORIZATION_VIOLATION/.test(text));
  await until("it is refused", () => refusals().length > 0);
  const before = (await statistics(server)).total_connections;
  await until("it was refused five times more", async () => (await statistics(server)).total_connections >= before + 5);
  assert.equal(refusals().length, 1);
});

async function statistics({ monitor }) {
  return (await fetch(`http://127.0.0.1:${monitor}/varz`)).json();
}

test("flush, join and close end within 5 s while NATS stands still", async (t) => {
  linesOf(t);
  const server = await NatsServer.start(t);
  const cluster = await Cluster.start(t);
  const nodes = [await cluster.node({ servers: server.url }), await cluster.node({ servers: server.url })];
  const [node, closing] = nodes;
  for (const { io } of nodes) {
    io.of("/chat");
    io.of("/other");
  }
  const client = await node.client();
  const io = emitter({ servers: server.url });
  assert.equal(await io.ready, true);

  await server.standStill();
  const calls = [];
  for (let i = 0; i < 20; i++) {
    calls.push(promised(node.adapter.flush()), promised(io.flush()), promised(closing.adapter.flush()));
    calls.push(promised(client.serverSide.join(`room ${i}`)));
    node.io.emit("here", i);
    io.emit("m", i);
  }
  await client.until("here");
  const closed = [closing.io.close(), io.close()].map(promised);
  const outcomes = await Promise.all(calls);
  assert.deepEqual([...new Set(outcomes.filter((outcome) => outcome !== undefined))], [false]);
  await Promise.all(closed);
  assert.equal(await promised(closing.adapter.flush()), false);

  server.goOn();
  assert.equal(await promised(node.adapter.flush()), true);
  const { subscriptions } = await server.remains();
  assert.equal(subscriptions.filter((subject) => subject.startsWith("socket.io./.room")).length, 20);
});

test("flush and close end in every round, whatever NATS does meanwhile", async (t) => {
  linesOf(t);
  const server = await NatsServer.start(t);
  const builders = [adapter, emitter];
  for (let round = 0; round < 30; round++) {
    const nats = builders[round % 2]({ servers: server.url, reconnectTimeWait: 10 });
    if (round % 3 > 0) {
      await nats.ready;
    }
    const first = nats.flush();
    if (round % 5 === 4) {
      await server.kill();
    }
    const ends = [first, nats.flush(), nats.close(), nats.flush(), nats.close()];
    await Promise.all(ends.map(promised));
    assert.equal(await nats.flush(), false);
    await server.kill();
    await server.start();
  }
  assert.deepEqual(await server.remains(), { connections: 0, subscriptions: [] });
});

test("a server that is killed under a flush, or away, makes it false at once or true", async (t) => {
  linesOf(t);
  const server = await NatsServer.start(t);
  const nats = adapter({ servers: server.url, reconnectTimeWait: 10 });
  t.after(() => nats.close());
  await nats.ready;
  for (let round = 0; round < 10; round++) {
    const flushes = [nats.flush()];
    const gone = server.kill();
    flushes.push(nats.flush());
    await gone;
    flushes.push(nats.flush());
    for (const outcome of await Promise.all(flushes.map(promised))) {
      assert.equal(typeof outcome, "boolean");
    }
    await until("it is away", () => nats.nc.away);
    assert.equal(await nats.flush(), false);
    await server.start();
    await until("it is back", () => !nats.nc.away);
    assert.equal(await promised(nats.flush()), true);
  }
});

test("publishing while NATS is away, too large or refused raises publishFailures and names the cause", async (t) => {
  linesOf(t);
  const server = await NatsServer.start(t, "max_payload: 1000");
  const http = createServer();
  const nats = adapter({ servers: server.url, reconnectTimeWait: 20 });
  const io = new Server(http, { adapter: nats });
  t.after(() => io.close());
  await nats.ready;
  io.emit("large", "x".repeat(2000));
  io.emit("fits");
  io.local.emit("local");
  await nats.flush();
  await server.kill();
  await until("it is away", () => nats.nc.away);
  io.emit("away");
  assert.deepEqual(nats.counters.toJSON(), {
    framesIn: 0,
    framesOut: 1,
    deliveries: 0,
    publishFailures: 2,
    subscriptions: 1,
    "dropped.large": 1,
    "dropped.away": 1,
  });
});

import assert from "node:assert/strict";
import { connect } from "nats";
import { adapter } from "socket.io-nats";
import { emitter } from "socket.io-nats-emitter";
import { Cluster, foreignFrame, when } from "./support/cluster.mjs";
import { test } from "./support/limited.mjs";

const REFUSAL =
  /noEcho, which an adapter of key 'socket\.io' uses already.*give this (adapter|emitter) a connection of/;

async function silent(t, cluster) {
  const nc = await connect({ servers: cluster.broker.url, noEcho: true });
  t.after(() => nc.close());
  return nc;
}

test("an emitter and two adapters on one connection with echo reach each other's clients, once", async (t) => {
  const cluster = await Cluster.start(t);
  const nc = await cluster.nats();
  const [a, b] = [await cluster.node({ nc }), await cluster.node({ nc })];
  const io = await cluster.emitter({ nc: a.adapter.nc });
  const [onA, onB] = [await a.client(), await b.client()];
  a.io.emit("from a");
  b.io.emit("from b");
  io.emit("from emitter");
  await Promise.all([onA.until("from emitter"), onB.until("from emitter")]);
  for (const client of [onA, onB]) {
    assert.deepEqual(client.names().sort(), ["from a", "from b", "from emitter"]);
  }
});

test("is refused when it is built where a connection with noEcho would keep silent", async (t) => {
  const cluster = await Cluster.start(t);
  const [nc, other] = [await silent(t, cluster), await silent(t, cluster)];
  const first = adapter({ nc });
  assert.throws(() => adapter({ nc }), REFUSAL);
  assert.throws(() => emitter({ nc }), REFUSAL);
  assert.throws(() => emitter({ nc, key: "socket.io", delimiter: "." }), REFUSAL);
  emitter({ nc: other });
  emitter({ nc: other }); // two emitters have nothing to say to each other
  assert.throws(() => adapter({ nc: other }), /which an emitter of key 'socket\.io' uses already/);
  adapter({ nc, key: "another" }); // nor have two applications
  await first.close();
  emitter({ nc }); // nobody who had to hear it is left
});

test("is refused on an adapter's own connection, which has noEcho, also before that is there", async (t) => {
  const cluster = await Cluster.start(t);
  const nats = adapter({ servers: cluster.broker.url });
  t.after(() => nats.close());
  assert.throws(() => emitter({ nc: nats.nc }), REFUSAL);
  await nats.ready;
  assert.throws(() => emitter({ nc: nats.nc }), REFUSAL);
  assert.throws(() => emitter({ nc: nats.nc.client }), REFUSAL);

  const audible = adapter({ servers: cluster.broker.url, noEcho: false });
  t.after(() => audible.close());
  const shared = emitter({ nc: audible.nc });
  assert.equal(await shared.ready, true);
});

test("is reported when it can be known only later", async (t) => {
  const cluster = await Cluster.start(t);
  const nc = await silent(t, cluster);
  adapter({ nc });
  const late = adapter({ nc: Promise.resolve(nc) });
  const errors = [];
  late.nc.on("error", (error) => errors.push(error.message));
  assert.equal(await late.ready, false);
  assert.equal(errors.length, 1);
  assert.match(errors[0], /^the connection of option nc cannot be used: .*noEcho/);
});

test("a promise that fails, a closed connection and things that are no connection are said", async (t) => {
  const cluster = await Cluster.start(t);
  assert.throws(() => adapter({ nc: cluster.broker.url }), /option nc is a string: .*addresses are option servers/);
  assert.throws(() => emitter({ nc: {} }), /option nc is an object without publish, subscribe and flush/);
  const closed = await connect({ servers: cluster.broker.url });
  await closed.close();
  for (const [nc, reason] of [
    [Promise.reject(new Error("nats://bob:s3cret@host: no")), /cannot be used: nats:\/\/\*\*\*@host: no$/],
    [closed, /is closed already: give one that is open/],
  ]) {
    const nats = adapter({ nc });
    const errors = [];
    nats.nc.on("error", (error) => errors.push(error.message));
    assert.equal(await nats.ready, false);
    assert.match(errors.join(), reason);
    assert.equal(await nats.flush(), false);
  }
});

test("one result of adapter() belongs to one server", async (t) => {
  const cluster = await Cluster.start(t);
  const node = await cluster.node();
  const { Server } = await import("socket.io");
  assert.throws(
    () => new Server({ adapter: node.adapter }),
    /serves another Socket\.IO server already.*call adapter\(\)/,
  );
  await node.io.close();
  assert.throws(() => node.io.of("/late"), /namespace "\/late" cannot use this NATS adapter: it is closed/);
});

test("a frame of the own uid is dropped, whatever the connection", async (t) => {
  const cluster = await Cluster.start(t);
  const node = await cluster.node({ nc: await cluster.nats() });
  cluster.broker.inject("socket.io./", foreignFrame("own", { uid: node.adapter.uid }));
  cluster.broker.inject("socket.io./", "no frame");
  await when(node.heard, "error-heard", () => node.errors.length > 0);
  assert.deepEqual(node.adapter.counters.dropped, { own: 1, json: 1 });
});

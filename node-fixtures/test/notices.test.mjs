import assert from "node:assert/strict";
import { inspect } from "node:util";
import { adapter } from "socket.io-nats";
import { mask } from "socket.io-nats/protocol";
import { Notices } from "../packages/socket.io-nats/lib/notices.mjs";
import { masked } from "../packages/socket.io-nats/lib/secrets.mjs";
import { Cluster, foreignFrame, when } from "./support/cluster.mjs";
import { test } from "./support/limited.mjs";

const MINUTE_MS = 60_000;

test("writes at most 20 lines a minute, and says how many it left out", (t) => {
  const lines = [];
  t.mock.method(console, "error", (line) => lines.push(line));
  let now = 0;
  t.mock.method(performance, "now", () => now);
  const notices = new Notices();
  for (let i = 0; i < 50; i++) {
    notices.write(`line ${i}`);
    now += 100;
  }
  assert.equal(lines.length, 20);
  assert.equal(lines[19], "socket.io-nats: line 19");
  now += MINUTE_MS;
  notices.write("next\n  minute");
  assert.equal(lines[20], "socket.io-nats: next minute (lines left out before this one: 30, more than 20 in a minute)");
  notices.write("another");
  now += MINUTE_MS;
  notices.write("later");
  assert.equal(lines.at(-1), "socket.io-nats: later");
});

test("bad frames are written when nobody listens, and only then", async (t) => {
  const lines = [];
  t.mock.method(console, "error", (line) => lines.push(line));
  const cluster = await Cluster.start(t);
  const node = await cluster.node();
  node.adapter.nc.removeAllListeners("error");
  const client = await node.client();
  for (let i = 0; i < 25; i++) {
    cluster.broker.inject("socket.io./", "no frame");
  }
  cluster.broker.inject("socket.io./", foreignFrame("good"));
  await client.until("good");
  assert.equal(lines.length, 20);
  assert.match(lines[0], /^socket\.io-nats: a message on 'socket\.io\.\/' was dropped: the payload is not JSON: /);
  assert.equal(node.adapter.counters.dropped.json, 25);

  const errors = [];
  node.adapter.nc.on("error", (error) => errors.push(error));
  cluster.broker.inject("socket.io./", "no frame");
  cluster.broker.inject("socket.io./", foreignFrame("again"));
  await client.until("again");
  assert.equal(errors.length, 1);
  assert.equal(lines.length, 20);
});

test("a listener that throws is said, and the connection goes on", async (t) => {
  const lines = [];
  t.mock.method(console, "error", (line) => lines.push(line));
  const cluster = await Cluster.start(t);
  const node = await cluster.node();
  const client = await node.client();
  node.adapter.nc.on("error", () => {
    throw new Error("broken listener");
  });
  cluster.broker.inject("socket.io./", "no frame");
  cluster.broker.say("-ERR 'Permissions Violation for Publish to \"x\"'");
  await when(node.heard, "error-heard", () => node.errors.length === 2);
  cluster.broker.inject("socket.io./", foreignFrame("good"));
  await client.until("good");
  assert.deepEqual(lines, Array(2).fill("socket.io-nats: a listener of 'error' failed: broken listener"));
});

test("masks what authenticates", () => {
  for (const [text, shown] of [
    ["nats://bob:s3cret@host:1", "nats://***@host:1"],
    ["no nats://bob:s3/cr@et@host:1, tls://t0ken@b", "no nats://***@host:1, tls://***@b"],
    ["nats://host:1", "nats://host:1"],
    ["s3cret and t0ken", "*** and ***"],
  ]) {
    assert.equal(mask(text, ["s3cret", "t0ken"]), shown);
  }
  const clean = new Error("nothing to hide");
  assert.equal(masked(clean, ["s3cret"]), clean);
  const chained = Object.assign(new Error("outer"), { chainedError: new Error("inner s3cret"), code: "X" });
  assert.doesNotMatch(inspect(masked(chained, ["s3cret"]), { depth: 9 }), /s3cret/);
  assert.equal(masked(chained, ["s3cret"]).code, "X");
});

test("an error of nats.js that names a secret is shown without it, cause and all", async (t) => {
  const nats = adapter({
    servers: "127.0.0.1:1",
    timeout: 100,
    pass: "s3cret",
    user: "b0b",
    authenticator: () => ({}),
    reconnectDelayHandler: "s3cret", // refused by nats.js
  });
  t.after(() => nats.close());
  const errors = [];
  nats.nc.on("error", (error) => errors.push(error));
  assert.equal(await nats.ready, false);
  assert.equal(errors.length, 1);
  assert.doesNotMatch(inspect(errors, { depth: 9 }), /s3cret|b0b/);
});

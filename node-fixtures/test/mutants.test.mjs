import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { test } from "node:test";
import { NatsAdapter } from "socket.io-nats";
import { Emitter } from "socket.io-nats-emitter";
import { mutants } from "../mutants/index.mjs";
import { Cluster, foreignFrame } from "./support/cluster.mjs";
import { payloadOf, vectors } from "./support/vectors.mjs";

test("the table is well-formed", () => {
  const names = mutants.map(({ name }) => name);
  assert.equal(new Set(names).size, names.length);
  for (const { name, breaks, kills, adapter, emitter } of mutants) {
    assert.match(name, /^[a-z0-9-]+$/);
    assert.match(breaks, /^[^\n]+\.$/, name);
    assert.ok(kills.length > 0 && kills.every((id) => /^[A-Z]\d\d$/.test(id)), name);
    assert.equal([adapter, emitter].filter((override) => typeof override === "function").length, 1, name);
  }
});

test("the list is the table as JSON", () => {
  const list = new URL("../mutants/list.mjs", import.meta.url).pathname;
  const printed = JSON.parse(execFileSync(process.execPath, [list], { encoding: "utf8" }));
  assert.deepEqual(
    printed,
    mutants.map(({ name, breaks, kills }) => ({ name, breaks, kills })),
  );
});

test("each mutant overrides a step of the sane class, and starts", async (t) => {
  const cluster = await Cluster.start(t);
  const nc = await cluster.nats();
  const steps = ["constructor", ...methodsOf(NatsAdapter), "apply", "computeExceptSids", "delAll"];
  for (const { name, adapter, emitter } of mutants) {
    if (emitter) {
      const Broken = emitter(Emitter);
      assert.ok(methodsOf(Broken).some((method) => methodsOf(Emitter).includes(method)));
      await cluster.emitter({ nc }, Broken);
    } else {
      const Broken = adapter(NatsAdapter);
      assert.ok(
        Object.getOwnPropertyNames(Broken.prototype).some((method) => steps.includes(method)),
        name,
      );
      const { io } = await cluster.node({ nc }, Broken);
      assert.ok(io.of("/").adapter instanceof Broken, name);
    }
  }
});

// those whose fault shows in what a client gets of the golden payloads
const receivers = ["W05", "W07", "W09", "W10", "W11", "S04", "S06"];

for (const { name, kills, adapter } of mutants.filter(({ kills }) => receivers.includes(kills[0]))) {
  test(`the golden payloads notice ${name}`, async (t) => {
    const cluster = await Cluster.start(t);
    const node = await cluster.node({}, adapter(NatsAdapter));
    const client = await node.client();
    const received = [];
    for (const [i, vector] of vectors("receive").entries()) {
      if (vector.requirement === kills[0] && !/opts null|all three null/.test(vector.name)) {
        client.inbox.length = 0;
        cluster.broker.inject("socket.io./", payloadOf(vector, `event-${i}`));
        cluster.broker.inject("socket.io./", foreignFrame("good"));
        await Promise.race([
          client.until("good"),
          new Promise((resolve) => client.socket.once("disconnect", resolve)), // a client that was cut off noticed it
        ]);
        received.push([client.names().length > 1, vector.deliver, client.socket.connected]);
        if (!client.socket.connected) {
          break;
        }
      }
    }
    const republished = cluster.broker.published.length > 0;
    assert.ok(republished || received.some(([got, expected, connected]) => !connected || got !== expected), name);
  });
}

function methodsOf({ prototype }) {
  return Object.getOwnPropertyNames(prototype).filter((method) => method !== "constructor");
}

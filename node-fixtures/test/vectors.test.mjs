import assert from "node:assert/strict";
import { encodeRoom, frameOf, parseFrame, readFrame, Subjects, stringifyFrame } from "socket.io-nats/protocol";
import { readArgument } from "../node/arguments.mjs";
import { Cluster, foreignFrame } from "./support/cluster.mjs";
import { test } from "./support/limited.mjs";
import { payloadOf, vectors } from "./support/vectors.mjs";

test("encodes every room as the vectors say", () => {
  for (const { room, encoded, error } of vectors("encode-uri")) {
    if (error) {
      assert.throws(() => encodeRoom(room), /lone surrogate/);
    } else {
      assert.equal(encodeRoom(room), encoded);
    }
  }
});

test("publishes on the subjects of the vectors", () => {
  for (const { key, delimiter, namespace, rooms, subject } of vectors("subjects")) {
    assert.equal(new Subjects(key, delimiter).broadcast(namespace, rooms), subject);
  }
});

test("writes the frames of the vectors", () => {
  const subjects = new Subjects("socket.io", ".");
  for (const { name, call, subject, packet, opts } of vectors("frames")) {
    const { namespace = "/", rooms = [], except, flags, event, args } = call;
    const data = [event, ...args.map(readArgument)];
    const written = frameOf("U", { nsp: namespace, data }, { rooms: new Set(rooms), except, flags });
    const expected = ["U", packet, { rooms: [], except: [], flags: {}, ...opts }];
    assert.deepEqual(JSON.parse(stringifyFrame(written)), expected, name);
    assert.equal(subjects.broadcast(namespace, rooms), subject, name);
  }
});

test("reads placeholders as the vectors say", () => {
  for (const { name, type, argument, becomes } of vectors("placeholders")) {
    const payload = Buffer.from(`["foreign",{"type":${type},"data":["m",${argument}],"nsp":"/"},{}]`);
    const { packet } = readFrame(parseFrame(payload));
    assert.deepEqual(packet.data, ["m", JSON.parse(becomes)], name);
  }
});

test("receives the payloads of the vectors, each followed by a good one", async (t) => {
  const cluster = await Cluster.start(t);
  const node = await cluster.node();
  const client = await node.client();
  for (const [i, vector] of vectors("receive").entries()) {
    const event = `event-${i}`;
    client.inbox.length = 0;
    cluster.broker.inject("socket.io./", payloadOf(vector, event));
    cluster.broker.inject("socket.io./", foreignFrame("good"));
    await client.until("good");
    assert.deepEqual(client.names(), vector.deliver ? [event, "good"] : ["good"], vector.name);
  }
  assert.ok(client.socket.connected);
});

test("names rooms that are numbers as the vectors say", () => {
  for (const { json, text } of vectors("numbers")) {
    const payload = Buffer.from(`["foreign",{"type":2,"data":["m"]},{"rooms":[${json}],"except":[${json}]}]`);
    const { rooms, except } = readFrame(parseFrame(payload)).opts;
    assert.deepEqual({ rooms, except }, { rooms: [text], except: [text] }, json);
  }
});

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { inspect } from "node:util";
import { adapter } from "socket.io-nats";
import { emitter } from "socket.io-nats-emitter";
import { Broker } from "./support/broker.mjs";
import { Cluster, foreignFrame } from "./support/cluster.mjs";
import { test } from "./support/limited.mjs";
import { NatsServer } from "./support/nats-server.mjs";

const SHORT_MS = 300; // as option timeout: how long a start without NATS is tried
const ANSWERED_MS = 3000; // the same where a server has to answer first, on a busy machine

/** Lines that are written to standard error while the test runs. */
function linesOf(t) {
  const lines = [];
  t.mock.method(console, "error", (...words) => lines.push(words.join(" ")));
  return lines;
}

/** An address where nothing listens, for as long as nobody is given the same port by chance. */
async function deadAddress() {
  const broker = await Broker.start();
  await broker.stop();
  return `127.0.0.1:${broker.port}`;
}

test("says in one line that NATS cannot be reached, tells it by `ready`, and serves its own clients", async (t) => {
  const lines = linesOf(t);
  const address = await deadAddress();
  const cluster = await Cluster.start(t);
  const nats = adapter({ servers: address, timeout: SHORT_MS, startWithoutNats: false });
  assert.equal(await nats.ready, false);
  assert.equal(lines.length, 1);
  assert.match(
    lines[0].replaceAll(address, "ADDRESS"), // a machine that is busy at the last try does not hear of the refusal
    new RegExp(
      "^socket.io-nats: NATS at ADDRESS cannot be reached: (connect ECONNREFUSED ADDRESS|no answer within 0.3 s), " +
        "tried for 0.3 s. This server is not in the cluster and does not try again: start NATS there, or correct option " +
        "servers; to start before NATS does, leave out startWithoutNats: false$",
    ),
  );
  assert.equal(await nats.flush(), false);
  await nats.close();

  const node = await cluster.node({ servers: address, timeout: SHORT_MS, startWithoutNats: false });
  const client = await node.client();
  await client.serverSide.join("r");
  node.io.to("r").emit("here");
  await client.until("here");
  assert.equal(await node.adapter.ready, false);
  assert.equal(node.adapter.counters.dropped.away, 1);
  assert.equal(node.adapter.counters.publishFailures, 1);
  assert.equal(node.errors.length, 1);
  assert.equal(lines.length, 1); // who listens is told, and nothing is printed
});

test("takes NATS that comes while the start is tried", async (t) => {
  const lines = linesOf(t);
  const broker = await Broker.start();
  await broker.stop();
  const nats = adapter({ servers: broker.url, reconnectTimeWait: 20, startWithoutNats: false });
  t.after(() => nats.close());
  const flushed = nats.flush();
  await broker.listen(broker.port);
  t.after(() => broker.stop());
  assert.equal(await nats.ready, true);
  assert.equal(await flushed, true);
  assert.deepEqual(lines, []);
});

test("an emitter says it too", async (t) => {
  const lines = linesOf(t);
  const io = emitter({ servers: await deadAddress(), timeout: SHORT_MS, startWithoutNats: false });
  io.emit("m");
  assert.equal(await io.ready, false);
  assert.equal(lines.length, 1);
  assert.match(
    lines[0],
    /, tried for 0\.3 s\. This emitter publishes nothing and does not try again: start NATS there/,
  );
  assert.deepEqual([io.counters.dropped.away, io.counters.publishFailures], [1, 1]);
});

test("a server that takes the connection and says nothing is said", async (t) => {
  const lines = linesOf(t);
  const sockets = [];
  const silent = createServer((socket) => sockets.push(socket));
  await new Promise((resolve) => {
    silent.listen(0, "127.0.0.1", resolve);
  });
  t.after(() => {
    sockets.forEach((socket) => void socket.destroy());
    silent.close();
  });
  const nats = adapter({
    servers: [`nats://127.0.0.1:${silent.address().port}`],
    timeout: SHORT_MS,
    startWithoutNats: false,
  });
  assert.equal(await nats.ready, false);
  assert.equal(lines.length, 1);
  assert.match(lines[0], /cannot be reached: no answer within 0\.3 s, tried for 0\.3 s/);
});

test("wrong users, passwords and tokens are refused with the cause, and never shown", async (t) => {
  const lines = linesOf(t);
  const byPassword = await NatsServer.start(t, "authorization { user: bob, password: right }");
  const byToken = await NatsServer.start(t, "authorization { token: right }");
  const limits = { timeout: ANSWERED_MS, reconnectTimeWait: ANSWERED_MS, startWithoutNats: false };
  const wrong = [
    { servers: byPassword.address },
    { servers: byPassword.address, user: "bob", pass: "wr0ng-s3cret" },
    { servers: `nats://bob:wr0ng-s3cret@${byPassword.address}` },
    { servers: `bob:wr0ng-s3cret@${byPassword.address}` },
    { servers: byToken.address, token: "wr0ng-s3cret" },
    { servers: [`nats://wr0ng-s3cret@${byToken.address}`] },
  ];
  const all = wrong.map((options) => {
    const silent = adapter({ ...options, ...limits });
    const heard = adapter({ ...options, ...limits });
    const errors = [];
    heard.nc.on("error", (error) => errors.push(error));
    return { ready: Promise.all([silent.ready, heard.ready]), errors };
  });
  for (const { ready, errors } of all) {
    assert.deepEqual(await ready, [false, false]);
    assert.equal(errors.length, 1);
    assert.match(errors[0].cause.message, /Authorization Violation/);
    assert.doesNotMatch(inspect(errors[0], { depth: 9 }), /s3cret/);
  }
  assert.equal(lines.length, wrong.length);
  for (const line of lines) {
    assert.match(line, /it refuses the user, password or token, tried .*: correct options user and pass, or token;/);
    assert.doesNotMatch(line, /s3cret/);
  }
  const right = [
    { servers: `nats://bob:right@${byPassword.address}` },
    { servers: `nats://bob:wrong@${byPassword.address}`, user: "bob", pass: "right" },
    { servers: `right@${byToken.address}` },
    { servers: `nats://127.0.0.1:1, nats://right@${byToken.address}` },
  ];
  for (const options of right) {
    const nats = adapter(options);
    assert.equal(await nats.ready, true);
    await nats.close();
  }
});

test("TLS that fails is said with its cause", async (t) => {
  const lines = linesOf(t);
  const plain = await NatsServer.start(t);
  const asked = adapter({ servers: plain.url, tls: {}, timeout: ANSWERED_MS, startWithoutNats: false });
  assert.equal(await asked.ready, false);
  assert.match(
    lines[0],
    /cannot be reached: it does not offer tls, which is asked for, tried .*: leave out option tls;/,
  );

  const [key, cert] = ["key.pem", "cert.pem"].map((name) => join(plain.folder, name));
  execFileSync(
    "openssl",
    [
      "req",
      "-x509",
      "-newkey",
      "rsa:2048",
      "-nodes",
      "-keyout",
      key,
      "-out",
      cert,
      "-days",
      "1",
      "-subj",
      "/CN=test",
    ].concat(["-addext", "subjectAltName=IP:127.0.0.1,DNS:localhost"]),
    { stdio: "pipe" },
  );
  const secure = await NatsServer.start(
    t,
    // a handshake may take longer on a busy machine than the 2 s that the server allows by default
    `tls { cert_file: ${JSON.stringify(cert)}, key_file: ${JSON.stringify(key)}, timeout: 30 }`,
  );
  const distrusting = adapter({ servers: secure.address, timeout: ANSWERED_MS, startWithoutNats: false });
  assert.equal(await distrusting.ready, false);
  assert.match(
    lines[1],
    /cannot be reached: TLS failed: self.signed certificate \(DEPTH_ZERO_SELF_SIGNED_CERT\), tried/,
  );
  assert.match(
    lines[1],
    /correct option tls \(its `ca` has to hold the authority that signed the server's certificate\)/,
  );

  const trusting = adapter({ servers: secure.address, timeout: 30_000, tls: { ca: readFileSync(cert, "utf8") } });
  assert.equal(await trusting.ready, true);
  await trusting.close();
  assert.equal(lines.length, 2);
});

test("options that cannot work are refused when it is built, without what they hide", () => {
  const refusals = [
    [{ servers: 5 }, /^option servers holds 5: it has to be an address such as "nats:\/\/host:4222"$/],
    [
      { servers: "nats://bob:s3cret@a b:1" },
      /^option servers holds "nats:\/\/\*\*\*@a b:1": it has to be host:port or/,
    ],
    [
      { servers: ["bob:s3cret@a:1/x"] },
      /^option servers holds "\*\*\*@a:1\/x": it has to be host:port or nats:\/\/host/,
    ],
    [{ servers: "nats://a:s3cret@h:1,nats://b:s3cret@h:1" }, /its addresses name different users/],
    [{ timeout: "5s" }, /^option timeout is "5s": it has to be a number of milliseconds above 0$/],
    [{ reconnectTimeWait: 0 }, /^option reconnectTimeWait is 0: it has to be a number of milliseconds above 0$/],
    [{ startWithoutNats: "yes" }, /^option startWithoutNats is "yes": it has to be true or false$/],
    [
      { startWithoutNats: true, nc: Promise.resolve() },
      /^option startWithoutNats is true and nc is given: .*leave one/,
    ],
    [{ waitOnFirstConnect: true }, /^option waitOnFirstConnect cannot be set: use startWithoutNats/],
  ];
  for (const [options, message] of refusals) {
    for (const build of [adapter, emitter]) {
      assert.throws(
        () => build(options),
        (error) => {
          assert.match(error.message, message);
          assert.doesNotMatch(error.message, /s3cret/);
          return true;
        },
      );
    }
  }
});

test("options that nats.js refuses end the start at once, with or without startWithoutNats", async (t) => {
  const lines = linesOf(t);
  for (const startWithoutNats of [false, true]) {
    const nats = adapter({ reconnectDelayHandler: 5, startWithoutNats });
    assert.equal(await nats.ready, false);
  }
  assert.equal(lines.length, 2);
  assert.match(
    lines[0],
    /cannot be reached: the NATS client refuses the options: .*\. This server is not in the cluster/,
  );
});

test("it serves its own clients and joins the cluster when NATS comes, unless startWithoutNats is false", async (t) => {
  const lines = linesOf(t);
  const cluster = await Cluster.start(t);
  await cluster.broker.stop();
  const options = { servers: cluster.broker.url, reconnectTimeWait: 20 };
  const nats = adapter(options);
  const io = emitter(options);
  t.after(() => Promise.all([nats.close(), io.close()]));
  const node = await cluster.node();
  assert.equal(await nats.flush(), false); // decided: away, and it does not wait for ever
  assert.equal(await io.flush(), false);

  node.io.of("/chat");
  const [root, chat] = [await node.client(), await node.client("/chat")];
  await Promise.all([root.serverSide.join("r"), chat.serverSide.join("c")]);
  await root.serverSide.join("left");
  await root.serverSide.leave("left");
  node.io.emit("alone");
  await root.until("alone");
  assert.equal(node.adapter.counters.dropped.away, 1);
  assert.equal(node.errors.length, 1);

  await cluster.broker.listen(cluster.broker.port);
  assert.deepEqual(await Promise.all([nats.ready, io.ready, node.adapter.ready]), [true, true, true]);
  assert.deepEqual(await Promise.all([nats.flush(), io.flush(), node.adapter.flush()]), [true, true, true]);
  const own = [`socket.io./.${root.serverSide.id}`, `socket.io./chat.${chat.serverSide.id}`];
  assert.deepEqual(
    cluster.broker.subscribed,
    ["socket.io./", "socket.io./chat", "socket.io./.r", "socket.io./chat.c", ...own].sort(),
  );
  cluster.broker.inject("socket.io./.r", foreignFrame("for r", { opts: { rooms: ["r"] } }));
  io.of("/chat").to("c").emit("for c");
  await Promise.all([root.until("for r"), chat.until("for c")]);
  assert.deepEqual(root.names(), ["alone", "for r"]);

  assert.equal(lines.length, 4, lines.join("\n"));
  const [begins, ends] = [lines.slice(0, 2), lines.slice(2)];
  for (const line of begins) {
    assert.match(
      line,
      /cannot be reached: connect ECONNREFUSED .*\. Until it can, .*; it is tried again every 0\.02 s\. If/,
    );
  }
  for (const line of ends) {
    assert.match(line, /^socket\.io-nats: NATS is there after \d+\.\d s$/);
  }
});

import { Connection } from "./connection.mjs";
import { Counters } from "./counters.mjs";
import { NatsAdapter } from "./nats-adapter.mjs";
import { readOptions } from "./options.mjs";
import { newUid } from "./uid.mjs";

/**
 * What io.adapter() takes. Options: `key`, `delimiter`, `nc` (a nats.js connection, or the promise of one: used, never
 * closed), `startWithoutNats` (true unless false); any other option goes to nats.connect(). The result exposes `uid`, `prefix`, `delimiter`,
 * `nc`, as each namespace's adapter does, and `ready`, which tells whether NATS was reached. One result belongs to one
 * server.
 */
export function adapter(opts) {
  return adapterOf(NatsAdapter, opts);
}

/** The same with a subclass of NatsAdapter. */
export function adapterOf(AdapterClass, opts) {
  const { subjects, nc, connect, startWithoutNats } = readOptions(opts);
  const counters = new Counters();
  const node = {
    uid: newUid(),
    prefix: subjects.key,
    delimiter: subjects.delimiter,
    nc: new Connection({ nc, connect, startWithoutNats, counters, kind: "adapter", subjects }),
    subjects,
    counters,
    adapters: new Set(),
  };
  let server;
  // Socket.IO calls this with `new`, once per namespace
  function ofNamespace(nsp) {
    if (node.nc.closed) {
      throw new Error(
        `namespace ${JSON.stringify(nsp.name)} cannot use this NATS adapter: it is closed; call adapter() anew`,
      );
    }
    server ??= nsp.server;
    if (server !== nsp.server) {
      throw new Error(
        "this NATS adapter serves another Socket.IO server already, and the two would not hear each other; " +
          "call adapter() once for each server",
      );
    }
    return new AdapterClass(nsp, node);
  }
  return Object.assign(ofNamespace, node, {
    ready: node.nc.ready,
    flush: () => node.nc.flush(),
    close: () => node.nc.close(),
  });
}

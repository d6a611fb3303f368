import { Connection } from "./connection.mjs";
import { Counters } from "./counters.mjs";
import { NatsAdapter } from "./nats-adapter.mjs";
import { readOptions } from "./options.mjs";
import { newUid } from "./uid.mjs";

/**
 * What io.adapter() takes. Options: `key`, `delimiter`, `nc` (a nats.js connection, or the promise of one: used, never
 * closed); any other option goes to nats.connect(). The result exposes `uid`, `prefix`, `delimiter`, `nc`, as each
 * namespace's adapter does. One result belongs to one server.
 */
export function adapter(opts) {
  return adapterOf(NatsAdapter, opts);
}

/** The same with a subclass of NatsAdapter. */
export function adapterOf(AdapterClass, opts) {
  const { subjects, nc, connect } = readOptions(opts);
  const counters = new Counters();
  const node = {
    uid: newUid(),
    prefix: subjects.key,
    delimiter: subjects.delimiter,
    nc: new Connection({ nc, connect, counters }),
    subjects,
    counters,
    adapters: new Set(),
  };
  // Socket.IO calls this with `new`, once per namespace
  function ofNamespace(nsp) {
    return new AdapterClass(nsp, node);
  }
  return Object.assign(ofNamespace, node, { flush: () => node.nc.flush(), close: () => node.nc.close() });
}

import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ADAPTER_UNUSABLE, CannotStart, NATS_UNREACHABLE, USAGE } from "./ending.mjs";

const CONNECT_LIMIT_MS = 10_000;
const ERRORS_KEPT = 100;

/**
 * Loads and connects the adapter of a node: {adapter, flush, close, capabilities, counters?, errors?, emitter?}.
 */
export function loadAdapter(configuration) {
  if (configuration.adapterFile) {
    return fromFile(configuration);
  }
  return configuration.dialect === "mickl" ? mickl(configuration) : ours(configuration);
}

async function ours({ servers, key, delimiter, mutant }) {
  const { adapterOf, NatsAdapter } = await import("socket.io-nats");
  const { Emitter } = await import("socket.io-nats-emitter");
  const broken = mutant ? await mutantNamed(mutant) : {};
  const AdapterClass = broken.adapter?.(NatsAdapter) ?? NatsAdapter;
  const EmitterClass = broken.emitter?.(Emitter) ?? Emitter;

  const nc = await connectTo(servers);
  const adapter = usable(() => adapterOf(AdapterClass, { key, delimiter, nc }));
  const errors = [];
  adapter.nc.on("error", (error) => {
    errors.push(error.message);
    errors.splice(0, errors.length - ERRORS_KEPT);
  });
  await adapter.nc.ready;
  return {
    adapter,
    flush: () => adapter.flush(),
    close: () => nc.close(),
    capabilities: ["binary", "emitter", "except-rooms", "errors", "namespaces"],
    counters: () => adapter.counters.toJSON(),
    errors: () => errors,
    // on the node's own connection, so that one flush covers both and frames keep their order
    emitter: () => new EmitterClass({ key, delimiter, nc }),
  };
}

async function mickl({ servers, key }) {
  const { default: published } = await import("@mickl/socket.io-nats-adapter");
  const nc = await connectTo(servers);
  return {
    adapter: published.createAdapter(nc, { subjectKey: key }),
    flush: () => nc.flush(),
    close: () => nc.close(),
    capabilities: ["except-rooms", "namespaces"],
  };
}

async function fromFile({ adapterFile, servers, key, delimiter }) {
  const refuse = (reason) =>
    new CannotStart(
      ADAPTER_UNUSABLE,
      `ADAPTER_FILE '${adapterFile}' cannot be used: ${reason}; expected is an ES module whose default export is ` +
        `async ({servers, key, delimiter}) => ({adapter, flush, close}), adapter being what io.adapter() takes`,
    );
  let create;
  try {
    ({ default: create } = await import(pathToFileURL(resolve(adapterFile)).href));
  } catch (e) {
    throw refuse(firstLine(e));
  }
  if (typeof create !== "function") {
    throw refuse(`its default export is ${create === undefined ? "missing" : `a ${typeof create}`}, not a function`);
  }
  let made;
  try {
    made = await create({ servers, key, delimiter });
  } catch (e) {
    throw refuse(`its function failed: ${firstLine(e)}`);
  }
  for (const part of ["adapter", "flush", "close"]) {
    if (typeof made?.[part] !== "function") {
      throw refuse(`the object it gave has no function '${part}'`);
    }
  }
  return { capabilities: ["namespaces"], ...made };
}

/** One connection for the adapter and the emitters, made within 10 s. */
async function connectTo(servers) {
  const [{ connect }, { mask, readServers }] = await Promise.all([import("nats"), import("socket.io-nats/protocol")]);
  // with echo: a node has to ignore its own frames, and to hear an emitter that shares its connection
  const options = {
    ...usable(() => readServers(servers)),
    reconnect: true,
    reconnectTimeWait: 500, // as the Java adapter waits
    maxReconnectAttempts: -1,
    ignoreAuthErrorAbort: true,
  };
  let timer;
  const limit = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`no answer within ${CONNECT_LIMIT_MS / 1000} s`)), CONNECT_LIMIT_MS);
  });
  try {
    return await Promise.race([connect(options), limit]);
  } catch (e) {
    throw new CannotStart(
      NATS_UNREACHABLE,
      `NATS at ${mask(servers.join(", "))} cannot be reached: ${firstLine(e)}; start it, or set NATS_SERVERS`,
    );
  } finally {
    clearTimeout(timer);
  }
}

/** The entry of a mutant in the table. */
export async function mutantNamed(name) {
  const { mutants } = await import("../mutants/index.mjs");
  const mutant = mutants.find((candidate) => candidate.name === name);
  if (!mutant) {
    throw new CannotStart(USAGE, `MUTANT is '${name}': there is none of that name; node mutants/list.mjs lists them`);
  }
  return mutant;
}

function usable(make) {
  try {
    return make();
  } catch (e) {
    throw new CannotStart(USAGE, `the adapter refuses its options: ${firstLine(e)}`);
  }
}

function firstLine(error) {
  return String(error?.message ?? error).split("\n")[0];
}

// A node of the conformance suite: one Socket.IO 4 server in a cluster, driven by control lines.
import { readConfiguration } from "./node/configuration.mjs";
import { openControl, serve, write } from "./node/control.mjs";
import { CANNOT_LISTEN, CannotStart, fail, installEndings, USAGE } from "./node/ending.mjs";

const BACKLOG = 4096; // connections that come at once are not to be refused

console.log = console.info = console.debug = console.error; // standard output is for control lines only
installEndings();

try {
  await start(readConfiguration(process.env));
} catch (error) {
  fail(error);
}

async function start(configuration) {
  const [{ createServer }, { Server }, { loadAdapter }, { Operations }, { serveLoad }] = await Promise.all([
    import("node:http"),
    import("socket.io"),
    import("./node/adapters.mjs"),
    import("./node/operations.mjs"),
    import("./node/load.mjs"),
  ]);
  const adapter = await loadAdapter(configuration);
  const http = createServer();
  const io = new Server(http, {
    adapter: adapter.adapter,
    allowEIO3: true,
    transports: ["polling", "websocket"],
    serveClient: false,
    maxHttpBufferSize: configuration.maxPayload ?? 16e6,
    ...given(configuration, "pingInterval", "pingTimeout", "upgradeTimeout", "connectTimeout"),
  });
  for (const namespace of configuration.namespaces) {
    open(io, namespace);
  }
  if (configuration.clientEvents) {
    const { serveClientEvents } = await import("./node/events.mjs");
    serveClientEvents(io, configuration.guarded);
  }
  if (configuration.load) {
    for (const namespace of ["/", ...configuration.namespaces]) {
      serveLoad(io.of(namespace), adapter);
    }
  }
  if (configuration.mutant) {
    await breakServer(configuration.mutant, io, http);
  }
  const operations = new Operations(io, adapter);
  await new Promise((resolve, reject) => {
    http.once("error", (e) => reject(cannotListen("SOCKETIO_PORT", configuration.port, configuration.host, e)));
    http.listen({ port: configuration.port, host: configuration.host, backlog: BACKLOG }, resolve);
  });
  await adapter.flush();
  const control = await openControl(configuration.controlPort, configuration.host).catch((e) => {
    throw cannotListen("CONTROL_PORT", configuration.controlPort, configuration.host, e);
  });
  const line = await hello(configuration, http.address().port, control.port, adapter);
  await write(process.stdout, line);
  if (control.port !== undefined) {
    await control.write(line); // who connects over TCP does not see standard output
  }
  await serve(control, (request) => operations.perform(request));
}

async function breakServer(name, io, http) {
  const [{ mutantNamed }, { internals }] = await Promise.all([
    import("./node/adapters.mjs"),
    import("./mutants/internals.mjs"),
  ]);
  (await mutantNamed(name)).server?.({ io, engine: io.engine, http, ...internals() });
}

// those that are set
function given(configuration, ...names) {
  return Object.fromEntries(
    names.filter((name) => configuration[name] !== undefined).map((n) => [n, configuration[n]]),
  );
}

function open(io, namespace) {
  try {
    io.of(namespace);
  } catch (e) {
    throw new CannotStart(USAGE, `NAMESPACES holds '${namespace}': ${e.message}`);
  }
}

function cannotListen(name, port, host, { message }) {
  return new CannotStart(
    CANNOT_LISTEN,
    `${name} ${port} of ${host} cannot be listened on: ${message}; choose another port, or 0 for any free one`,
  );
}

async function hello({ implementation, name, host, load, clientEvents }, port, controlPort, { capabilities }) {
  return {
    hello: 1,
    implementation,
    node: name,
    pid: process.pid,
    url: `http://${host}:${port}`,
    ...(controlPort === undefined ? {} : { controlPort }),
    versions: { node: process.versions.node, "socket.io": await version("socket.io"), nats: await version("nats") },
    capabilities: [...capabilities, ...(load ? ["load"] : []), ...(clientEvents ? ["client-events"] : [])],
  };
}

async function version(name) {
  const { readFile } = await import("node:fs/promises");
  return JSON.parse(await readFile(new URL(`node_modules/${name}/package.json`, import.meta.url), "utf8")).version;
}

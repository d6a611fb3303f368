import { CannotStart, USAGE } from "./ending.mjs";

const DIALECTS = ["socket.io-nats", "mickl"];

/** The environment of a node, checked. */
export function readConfiguration(env) {
  const dialect = env.DIALECT || "socket.io-nats";
  if (!DIALECTS.includes(dialect)) {
    throw new CannotStart(USAGE, `DIALECT is '${dialect}': this node program speaks ${DIALECTS.join(" and ")}`);
  }
  const implementation = env.IMPLEMENTATION || implementationOf(env, dialect);
  return {
    dialect,
    implementation,
    name: env.NODE_NAME || implementation,
    host: env.SOCKETIO_HOST || "127.0.0.1",
    port: port(env, "SOCKETIO_PORT") ?? 0,
    controlPort: port(env, "CONTROL_PORT"),
    servers: (env.NATS_SERVERS || "nats://127.0.0.1:4222").split(",").map((server) => server.trim()),
    key: env.ADAPTER_KEY || undefined,
    delimiter: env.ADAPTER_DELIMITER || undefined,
    namespaces: (env.NAMESPACES || "").split(",").filter((name) => name.trim()),
    adapterFile: env.ADAPTER_FILE || undefined,
    load: env.LOAD === "1",
    mutant: env.MUTANT || undefined,
  };
}

function implementationOf(env, dialect) {
  if (env.ADAPTER_FILE) {
    return "node-adapter";
  }
  return dialect === "mickl" ? "node-mickl" : "node-sio4";
}

function port(env, name) {
  if (env[name] === undefined || env[name] === "") {
    return undefined;
  }
  const value = Number(env[name]);
  if (!Number.isInteger(value) || value < 0 || value > 65535) {
    throw new CannotStart(USAGE, `${name} is '${env[name]}': it has to be a port, 0 to 65535 (0 = any free one)`);
  }
  return value;
}

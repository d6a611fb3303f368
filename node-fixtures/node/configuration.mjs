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
    servers: servers(env.NATS_SERVERS || "nats://127.0.0.1:4222"),
    key: env.ADAPTER_KEY || undefined,
    delimiter: env.ADAPTER_DELIMITER || undefined,
    namespaces: listed(env.NAMESPACES || ""),
    adapterFile: env.ADAPTER_FILE || undefined,
    load: env.LOAD === "1",
    clientEvents: env.CLIENT_EVENTS === "1",
    guarded: listed(env.GUARDED || ""),
    pingInterval: number(env, "PING_INTERVAL"),
    pingTimeout: number(env, "PING_TIMEOUT"),
    upgradeTimeout: number(env, "UPGRADE_TIMEOUT"),
    connectTimeout: number(env, "CONNECT_TIMEOUT"),
    maxPayload: number(env, "MAX_PAYLOAD"),
    mutant: env.MUTANT || undefined,
  };
}

function implementationOf(env, dialect) {
  if (env.ADAPTER_FILE) {
    return "node-adapter";
  }
  return dialect === "mickl" ? "node-mickl" : "node-sio4";
}

function servers(text) {
  const list = listed(text);
  if (list.length === 0) {
    throw new CannotStart(
      USAGE,
      `NATS_SERVERS is '${text}': it has to be nats://host:port, or several with commas between them`,
    );
  }
  return list;
}

function listed(text) {
  return text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");
}

// of ms, or of bytes
function number(env, name) {
  const text = env[name] || "";
  if (text === "") {
    return undefined;
  }
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new CannotStart(USAGE, `${name} is '${text}': it has to be a whole number from 1 to 999999999`);
  }
  return Number(text);
}

function port(env, name) {
  const text = env[name] || "";
  if (text === "") {
    return undefined;
  }
  const value = Number(text);
  if (!/^\d{1,5}$/.test(text) || value > 65535) {
    throw new CannotStart(USAGE, `${name} is '${text}': it has to be a port, 0 to 65535 (0 = any free one)`);
  }
  return value;
}

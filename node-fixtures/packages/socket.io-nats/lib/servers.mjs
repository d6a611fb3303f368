// Addresses of NATS servers. nats.js takes neither lists in one text nor user information in a URL.
import { mask } from "./secrets.mjs";

const ADDRESS = /^([a-z]+:\/\/)?(?:(.*)@)?([^@]*)$/i;

/** Options for nats.js's connect() of options with such addresses: {servers, user, pass, token}, where set. */
export function readServers(servers) {
  if (servers === undefined || servers === null) {
    return {};
  }
  const list = Array.isArray(servers) ? servers : [servers];
  const addresses = [];
  const identities = new Map();
  for (const text of list.flatMap(split)) {
    const [, scheme = "", identity, host] = ADDRESS.exec(text) ?? [];
    requireHost(text, host);
    addresses.push(scheme + host);
    if (identity !== undefined) {
      identities.set(identity, readIdentity(identity));
    }
  }
  if (identities.size > 1) {
    throw new RangeError(
      `option servers is ${show(servers)}: its addresses name different users, and one is used for all servers; ` +
        "use options user and pass instead",
    );
  }
  const [identity = {}] = identities.values();
  return { ...(addresses.length > 0 ? { servers: addresses } : {}), ...identity };
}

function split(servers) {
  if (typeof servers !== "string") {
    throw new TypeError(`option servers holds ${show(servers)}: it has to be an address such as "nats://host:4222"`);
  }
  return servers
    .split(",")
    .map((server) => server.trim())
    .filter((server) => server !== "");
}

function requireHost(text, host) {
  if (!host || !isHost(host)) {
    throw new RangeError(`option servers holds ${show(text)}: it has to be host:port or nats://host:port`);
  }
}

function isHost(host) {
  try {
    return new URL(`nats://${host}`).pathname === "";
  } catch {
    return false;
  }
}

// "user:password", or a token alone, as NATS's own tools read them
function readIdentity(text) {
  const colon = text.indexOf(":");
  return colon < 0
    ? { token: decode(text) }
    : { user: decode(text.slice(0, colon)), pass: decode(text.slice(colon + 1)) };
}

function decode(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

function show(value) {
  const text = mask(JSON.stringify(value) ?? typeof value);
  return text.replace(/[^\s"[,]*@/g, (found) => (found.includes("***") ? found : "***@"));
}

import { Connection } from "./connection.mjs";
import { readServers } from "./servers.mjs";
import { Subjects, subjectProblem } from "./subjects.mjs";

/** Checks the options of adapter() and emitter(), and splits them into ours and those of the NATS client. */
export function readOptions({ key, delimiter, nc, uid, startWithoutNats, servers, ...others } = {}) {
  const connect = Object.fromEntries(Object.entries(others).filter(([, value]) => value !== undefined));
  const subjects = new Subjects(textOr("key", key, "socket.io"), textOr("delimiter", delimiter, "."));
  const problem = subjectProblem(subjects.namespace("/"));
  if (problem) {
    throw new RangeError(
      `options key ${JSON.stringify(subjects.key)} and delimiter ${JSON.stringify(subjects.delimiter)} give the ` +
        `subject ${JSON.stringify(subjects.namespace("/"))}, and ${problem}; choose others`,
    );
  }
  checkStart(startWithoutNats, nc, connect);
  checkConnection(nc);
  checkDuration("timeout", connect.timeout);
  checkDuration("reconnectTimeWait", connect.reconnectTimeWait);
  const { servers: addresses, ...identity } = readServers(servers);
  const known = connect.user || connect.token || connect.authenticator ? {} : identity;
  return {
    subjects,
    nc: nc ?? undefined,
    uid,
    startWithoutNats: startWithoutNats !== false, // adapter() cannot wait for NATS: that goes on in the background
    connect: { ...connect, ...known, ...(addresses ? { servers: addresses } : {}) },
  };
}

// an empty text means the default, as it always has
function textOr(name, value, fallback) {
  if (value === undefined || value === null || value === "") {
    return fallback;
  }
  if (typeof value !== "string") {
    throw new TypeError(`option ${name} is ${JSON.stringify(value)}: it has to be a string`);
  }
  return value;
}

function checkStart(startWithoutNats, nc, { waitOnFirstConnect }) {
  if (startWithoutNats !== undefined && typeof startWithoutNats !== "boolean") {
    throw new TypeError(`option startWithoutNats is ${JSON.stringify(startWithoutNats)}: it has to be true or false`);
  }
  if (startWithoutNats && nc) {
    throw new RangeError(
      "option startWithoutNats is true and nc is given: it is about connections that are made here; leave one of them out",
    );
  }
  if (waitOnFirstConnect !== undefined) {
    throw new RangeError("option waitOnFirstConnect cannot be set: use startWithoutNats, which waits as well");
  }
}

function checkDuration(name, value) {
  if (value !== undefined && !(Number.isFinite(value) && value > 0)) {
    throw new RangeError(`option ${name} is ${JSON.stringify(value)}: it has to be a number of milliseconds above 0`);
  }
}

function checkConnection(nc) {
  if (nc === undefined || nc === null || nc instanceof Connection || typeof nc.then === "function") {
    return;
  }
  if (typeof nc.publish !== "function" || typeof nc.subscribe !== "function" || typeof nc.flush !== "function") {
    throw new TypeError(
      `option nc is ${typeof nc === "object" ? "an object without publish, subscribe and flush" : `a ${typeof nc}`}: it ` +
        "has to be a connection of nats.js, or the promise of one; addresses are option servers",
    );
  }
}

import { Subjects, subjectProblem } from "./subjects.mjs";

/** Splits the options of adapter() and emitter() into ours and those of the NATS client. */
export function readOptions({ key, delimiter, nc, uid, ...connect } = {}) {
  const subjects = new Subjects(textOr("key", key, "socket.io"), textOr("delimiter", delimiter, "."));
  const problem = subjectProblem(subjects.namespace("/"));
  if (problem) {
    throw new RangeError(
      `options key ${JSON.stringify(subjects.key)} and delimiter ${JSON.stringify(subjects.delimiter)} give the ` +
        `subject ${JSON.stringify(subjects.namespace("/"))}, and ${problem}; choose others`,
    );
  }
  return { subjects, nc, uid, connect };
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

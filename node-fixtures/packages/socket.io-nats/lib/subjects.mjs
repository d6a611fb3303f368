// Names of NATS subjects. Nothing here knows Socket.IO.

/** The longest arguments of SUB or PUB that a NATS server reads, in bytes; beyond, it closes the connection. */
export const MAX_CONTROL_LINE = 4096;

// a blank, and the digits of a payload size or of a subscription id
const BESIDE_THE_SUBJECT = 20;

/** The longest subject that always fits a control line, in bytes. */
export const MAX_SUBJECT = MAX_CONTROL_LINE - BESIDE_THE_SUBJECT;

/** A room as it is written into a subject. Throws for a lone surrogate, which cannot be encoded. */
export function encodeRoom(room) {
  try {
    return encodeURI(room);
  } catch {
    throw new RangeError(
      `room ${JSON.stringify(room)} holds a lone surrogate, which UTF-8 cannot carry: use a well-formed string`,
    );
  }
}

/** Why NATS cannot subscribe to a subject, as half a sentence; null when it can. */
export function subjectProblem(subject) {
  if (/[\s\0]/.test(subject)) {
    return "it contains white space or NUL, which end a subject";
  }
  const tokens = subject.split(".");
  if (tokens.includes("")) {
    return "it has an empty token (a dot at either end, or two in a row)";
  }
  if (tokens.slice(0, -1).includes(">")) {
    return "it has a token '>' that is not its last";
  }
  const bytes = Buffer.byteLength(subject);
  if (bytes > MAX_SUBJECT) {
    return `it is ${bytes} bytes long and at most ${MAX_SUBJECT} fit a NATS control line of ${MAX_CONTROL_LINE}`;
  }
  return null;
}

/** The subjects of one key and delimiter. */
export class Subjects {
  constructor(key, delimiter) {
    this.key = key;
    this.delimiter = delimiter;
  }

  namespace(nsp) {
    return this.key + this.delimiter + nsp;
  }

  /** The subject of one room, whether NATS can take it or not; see subjectProblem. */
  room(nsp, room, encode = encodeRoom) {
    return this.namespace(nsp) + this.delimiter + encode(room);
  }

  /** The subject of one room, or null when it can only be addressed on the namespace subject. */
  validRoom(nsp, room, encode = encodeRoom) {
    const subject = this.room(nsp, room, encode);
    return room === "" || subjectProblem(subject) ? null : subject;
  }

  /** Where a broadcast to these rooms is published: exactly one room has a subject of its own. */
  broadcast(nsp, rooms, encode = encodeRoom) {
    const distinct = new Set(rooms);
    if (distinct.size !== 1) {
      return this.namespace(nsp);
    }
    const [room] = distinct;
    return this.validRoom(nsp, room, encode) ?? this.namespace(nsp);
  }

  /** Throws unless the namespace can be subscribed. */
  checkNamespace(nsp) {
    const problem = surrogateProblem(nsp) ?? subjectProblem(this.namespace(nsp));
    if (problem) {
      throw new RangeError(
        `namespace ${JSON.stringify(nsp)} cannot be used with NATS: its subject would be ` +
          `${JSON.stringify(this.namespace(nsp))}, and ${problem}; choose another name`,
      );
    }
  }
}

function surrogateProblem(text) {
  try {
    encodeURI(text);
    return null;
  } catch {
    return "it holds a lone surrogate";
  }
}

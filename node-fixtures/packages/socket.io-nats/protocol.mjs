// The protocol without Socket.IO: what an adapter of another generation, or an emitter, is made of.
export { Connection } from "./lib/connection.mjs";
export { Counters } from "./lib/counters.mjs";
export {
  BINARY_EVENT,
  EVENT,
  FrameError,
  frameOf,
  parseFrame,
  RESERVED_EVENTS,
  readFrame,
  stringifyFrame,
} from "./lib/frames.mjs";
export { readOptions } from "./lib/options.mjs";
export { mask } from "./lib/secrets.mjs";
export { readServers } from "./lib/servers.mjs";
export { encodeRoom, MAX_CONTROL_LINE, MAX_SUBJECT, Subjects, subjectProblem } from "./lib/subjects.mjs";
export { newUid } from "./lib/uid.mjs";

// Frames: the JSON array [uid, packet, opts] in a NATS message. Nothing here knows Socket.IO's classes.
import { readBytes, writeBytes } from "./bytes.mjs";

export const EVENT = 2;
export const BINARY_EVENT = 5;

/** Names that Socket.IO uses itself: nobody may send them as events. */
export const RESERVED_EVENTS = new Set([
  "connect",
  "connect_error",
  "disconnect",
  "disconnecting",
  "newListener",
  "removeListener",
]);

// fatal: broken UTF-8 is no text. ignoreBOM: the mark stays in the text, where JSON.parse refuses it.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });

/** A payload that is no frame. `cause` is a short word to count by. */
export class FrameError extends Error {
  constructor(cause, message) {
    super(message);
    this.name = "FrameError";
    this.cause = cause;
  }
}

/** The three elements that go on the wire; bytes are written by stringifyFrame. */
export function frameOf(uid, { nsp, data }, { rooms = [], except = [], flags = {} }) {
  return [uid, { type: EVENT, data, nsp }, { rooms: [...rooms], except: [...except], flags: { ...flags } }];
}

export function stringifyFrame(frame) {
  return JSON.stringify(frame, writeBytes);
}

/** Payload to JSON value. Throws a FrameError. */
export function parseFrame(payload) {
  let text;
  try {
    text = utf8.decode(payload);
  } catch {
    throw new FrameError("encoding", "the payload is not UTF-8");
  }
  try {
    return JSON.parse(text);
  } catch (e) {
    throw new FrameError("json", `the payload is not JSON: ${e.message}`);
  }
}

/** JSON value to {uid, packet: {nsp, data}, opts: {rooms, except, flags}}. Throws a FrameError. */
export function readFrame(value) {
  if (!Array.isArray(value)) {
    throw new FrameError("frame", "the payload is not a JSON array [uid, packet, opts]");
  }
  const [uid, packet, opts] = value; // what follows the third element is not for us
  return { uid, packet: readPacket(packet), opts: readOptions(opts) };
}

function readPacket(packet) {
  if (!isObject(packet)) {
    throw new FrameError("packet", "the packet is not an object");
  }
  const { type, data, nsp } = packet; // and never the id: an acknowledgement cannot travel back
  if (type !== EVENT && type !== BINARY_EVENT) {
    throw new FrameError("type", `packet type ${JSON.stringify(type)} is not an event (${EVENT} or ${BINARY_EVENT})`);
  }
  if (!Array.isArray(data) || data.length === 0) {
    throw new FrameError("data", "the packet's data is not an array that starts with an event name");
  }
  const [event] = data;
  if (typeof event !== "string") {
    throw new FrameError("event", "the event name is not a string");
  }
  if (RESERVED_EVENTS.has(event)) {
    throw new FrameError("reserved", `the event name '${event}' is reserved by Socket.IO`);
  }
  return { nsp: nsp === undefined ? "/" : nsp, data: readBytes(data, type === BINARY_EVENT) };
}

function readOptions(opts) {
  if (opts === undefined || opts === null) {
    return { rooms: [], except: [], flags: {} };
  }
  if (!isObject(opts)) {
    throw new FrameError("opts", "the options are not an object");
  }
  return {
    rooms: readNames("rooms", opts.rooms),
    except: readNames("except", opts.except),
    flags: isObject(opts.flags) ? opts.flags : {},
  };
}

function readNames(field, names) {
  if (names === undefined || names === null) {
    return [];
  }
  if (!Array.isArray(names) || !names.every((name) => typeof name === "string" || typeof name === "number")) {
    throw new FrameError(field, `opts.${field} is not an array of names`);
  }
  return names.map(String);
}

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

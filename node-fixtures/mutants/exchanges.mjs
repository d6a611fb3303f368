// Attachments and acknowledgements served wrongly. `server({io, engine, …internals})` breaks a server before it listens.
import { bearing, beforePacket, override } from "./internals.mjs";

const EVENT = 2;
const ACK = 3;

const attachments = [
  {
    name: "attachments-in-reverse",
    breaks: "Attachments go out in reverse order.",
    kills: ["K59"],
    server: ({ Encoder }) =>
      override(
        Encoder.prototype,
        "encodeAsBinary",
        (sane) =>
          function (packet) {
            const [text, ...bytes] = sane(this, packet);
            return [text, ...bytes.reverse()];
          },
      ),
  },
  {
    name: "text-among-attachments",
    breaks: "Text where an attachment is due begins a new packet.",
    kills: ["K60"],
    server: ({ Decoder }) =>
      override(
        Decoder.prototype,
        "add",
        (sane) =>
          function (data) {
            if (typeof data === "string") {
              this.reconstructor = null;
            }
            return sane(this, data);
          },
      ),
  },
  {
    name: "bytes-of-nothing-borne-with",
    breaks: "Bytes that no event has announced are ignored.",
    kills: ["K61"],
    server: bearing((decoder, data) => typeof data !== "string" && !decoder.reconstructor),
  },
  {
    name: "placeholder-becomes-null",
    breaks: "A placeholder without its attachment becomes null.",
    kills: ["K62"],
    server: bearing((decoder, _data, { message }) => {
      if (message !== "illegal attachments") {
        return false;
      }
      decoder.reconstructor = null;
      decoder.emitReserved("decoded", { type: EVENT, nsp: "/", data: ["message", null] });
      return true;
    }),
  },
  {
    name: "any-number-of-attachments",
    breaks: "An event may announce any number of attachments.",
    kills: ["K63"],
    server: ({ Client }) =>
      override(
        Client.prototype,
        "setup",
        (sane) =>
          function () {
            sane(this);
            this.decoder.opts.maxAttachments = 1000;
          },
      ),
  },
];

const acks = [
  {
    name: "bytes-of-answers-lost",
    breaks: "Bytes in a client's acknowledgement become null.",
    kills: ["K80"],
    server: ({ Socket }) =>
      override(
        Socket.prototype,
        "onack",
        (sane) =>
          function (packet) {
            return sane(this, { ...packet, data: packet.data.map((each) => (each?.a ? { a: null } : each)) });
          },
      ),
  },
  {
    name: "first-zero-byte-lost",
    breaks: "An attachment that begins with 0 loses it.",
    kills: ["K59", "K80", "K81"],
    server: ({ Decoder }) =>
      override(
        Decoder.prototype,
        "add",
        (sane) =>
          function (data) {
            return sane(this, typeof data !== "string" && data[0] === 0 ? data.subarray(1) : data);
          },
      ),
  },
  {
    name: "placeholders-everywhere",
    breaks: "What looks like a placeholder is one, in every event.",
    kills: ["K82"],
    server: ({ Decoder }) =>
      override(
        Decoder.prototype,
        "decodeString",
        (sane) =>
          function (text) {
            return sane(this, /^[23]/.test(text) ? text.replace(/\{"_placeholder":true,"num":\d+\}/g, "null") : text);
          },
      ),
  },
  {
    name: "acks-in-the-default-namespace",
    breaks: "Every acknowledgement is sent in the default namespace.",
    kills: ["K85"],
    server: beforePacket((packet) => (packet.type === ACK ? { ...packet, nsp: "/" } : packet)),
  },
  {
    name: "ack-ids-of-32-bits",
    breaks: "The ids of acknowledgements are cut to 32 bits.",
    kills: ["K85"],
    server: beforePacket((packet) => (packet.type === ACK ? { ...packet, id: packet.id | 0 } : packet)),
  },
  {
    name: "heartbeat-ends-an-event",
    breaks: "A heartbeat between an event and its attachment makes the event forgotten.",
    kills: ["K87"],
    server: ({ Client }) =>
      override(
        Client.prototype,
        "setup",
        (sane) =>
          function () {
            sane(this);
            this.conn.on("heartbeat", () => this.decoder.destroy());
          },
      ),
  },
  {
    name: "wrong-packets-end-all-connections",
    breaks: "A packet that cannot be read ends the connections of all clients.",
    kills: ["K89"],
    server: ({ io, Client }) =>
      override(
        Client.prototype,
        "onerror",
        () =>
          function () {
            io.disconnectSockets(true);
            this.conn.close();
          },
      ),
  },
];

/** Mutants of attachments and acknowledgements. */
export const exchanges = [...attachments, ...acks];

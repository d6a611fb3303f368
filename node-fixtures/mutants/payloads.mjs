import { BINARY_EVENT, parseFrame } from "socket.io-nats/protocol";
import { handOn } from "./hand-on.mjs";

export const payloads = [
  {
    name: "last-argument-dropped",
    breaks: "The last argument of an event is not published.",
    kills: ["P01"],
    adapter: publishing((args) => args.slice(0, -1)),
  },
  {
    name: "null-arguments-removed",
    breaks: "Arguments that are null are not published.",
    kills: ["P02"],
    adapter: publishing((args) => args.filter((argument) => argument !== null)),
  },
  {
    name: "numbers-off-by-one",
    breaks: "Numbers are published one too large.",
    kills: ["P02"],
    adapter: publishing((args) => args.map((argument) => (typeof argument === "number" ? argument + 1 : argument))),
  },
  {
    name: "text-reduced-to-latin1",
    breaks: "Characters beyond Latin-1 are published as question marks.",
    kills: ["P03"],
    adapter: (Base) =>
      class extends Base {
        encode(frame) {
          return super.encode(frame).replace(/[^\0-\xff]/g, "?");
        }
      },
  },
  {
    name: "dates-as-numbers",
    breaks: "Dates are published as milliseconds, and undefined is left out.",
    kills: ["P05"],
    adapter: publishing((args) =>
      args
        .filter((argument) => argument !== undefined)
        .map((argument) => (argument instanceof Date ? argument.getTime() : argument)),
    ),
  },
  {
    name: "bytes-lost",
    breaks: "Bytes are published as a packet of type 5 whose attachments never come.",
    kills: ["P06", "P07"],
    adapter: (Base) =>
      class extends Base {
        encode([uid, packet, opts]) {
          let attachments = 0;
          const data = JSON.stringify(packet.data, function (key, value) {
            return ArrayBuffer.isView(this[key]) ? { _placeholder: true, num: attachments++ } : value;
          });
          return attachments === 0
            ? super.encode([uid, packet, opts])
            : super.encode([uid, { ...packet, type: BINARY_EVENT, data: JSON.parse(data), attachments }, opts]);
        }
      },
  },
  {
    name: "bytes-not-rebuilt",
    breaks: "Bytes in a received frame reach clients as the JSON they travelled as.",
    kills: ["P08"],
    adapter: (Base) =>
      class extends Base {
        decode(payload) {
          const frame = super.decode(payload);
          [, { data: frame.packet.data }] = parseFrame(payload);
          return frame;
        }
      },
  },
  {
    name: "placeholders-handed-on",
    breaks: "A packet of type 5 without its attachments is handed to clients as it is.",
    kills: ["P09"],
    adapter: (Base) =>
      class extends Base {
        decode(payload) {
          const [, packet] = parseFrame(payload);
          return { ...super.decode(payload), raw: packet };
        }

        accept(frame) {
          const refusal = super.accept(frame);
          if (!refusal && frame.raw.type === BINARY_EVENT && frame.raw.attachments > 0) {
            handOn(this, frame.raw, frame.opts);
            return "mutant";
          }
          return refusal;
        }
      },
  },
  {
    name: "placeholder-like-data-nulled",
    breaks: "Data that looks like the placeholder of an attachment becomes null.",
    kills: ["P10"],
    adapter: (Base) =>
      class extends Base {
        parse(payload) {
          return JSON.parse(JSON.stringify(super.parse(payload)), (_, value) => (value?._placeholder ? null : value));
        }
      },
  },
  {
    name: "large-payload-not-delivered-locally",
    breaks: "A broadcast too large for NATS does not reach local clients either.",
    kills: ["P11"],
    adapter: (Base) =>
      class extends Base {
        broadcastLocally(packet, target) {
          const limit = this.nc.client?.info?.max_payload ?? Number.POSITIVE_INFINITY;
          if (this.encode(this.frameOf(packet, target)).length <= limit) {
            super.broadcastLocally(packet, target);
          }
        }
      },
  },
];

// changes the arguments of what is published, not of what local clients get
function publishing(change) {
  return (Base) =>
    class extends Base {
      frameOf(packet, target) {
        const [event, ...args] = packet.data;
        return super.frameOf({ ...packet, data: [event, ...change(args)] }, target);
      }
    };
}

// Arguments and events of sizes and shapes that are rare.
const LIMIT = 65_536;

export const values = [
  {
    name: "eight-arguments-at-most",
    breaks: "The ninth argument and those after it are not published.",
    kills: ["P13"],
    adapter: publishingData((data) => data.slice(0, 9)),
  },
  {
    name: "equal-texts-sent-once",
    breaks: "Of arguments that are equal texts one is published.",
    kills: ["P13"],
    adapter: publishingData((data) =>
      data.filter((value, i) => typeof value !== "string" || data.indexOf(value) === i),
    ),
  },
  {
    name: "payload-of-64-kilobytes-at-most",
    breaks: "A payload of more than 64 kB is not published.",
    kills: ["P14"],
    adapter: (Base) =>
      class extends Base {
        publish(subject, payload) {
          return payload.length > LIMIT || super.publish(subject, payload);
        }
      },
  },
  {
    name: "long-texts-cut",
    breaks: "A text of more than 65 536 characters is published without its end.",
    kills: ["P14"],
    adapter: publishingData((data) => data.map((value) => (typeof value === "string" ? value.slice(0, LIMIT) : value))),
  },
  {
    name: "payload-measured-in-double-bytes",
    breaks: "A payload is dropped when twice its length is beyond the limit of NATS.",
    kills: ["P14"],
    adapter: (Base) =>
      class extends Base {
        publish(subject, payload) {
          return payload.length * 2 > (this.nc.client?.info?.max_payload ?? 0) || super.publish(subject, payload);
        }
      },
  },
  {
    name: "large-frames-dropped-on-receive",
    breaks: "A message of more than 500 000 bytes is dropped on receipt.",
    kills: ["P14"],
    adapter: (Base) =>
      class extends Base {
        receive(subject, message) {
          if (message.data.length <= 500_000) {
            super.receive(subject, message);
          }
        }
      },
  },
  {
    name: "deep-arguments-cut",
    breaks: "What is nested more than 32 deep in an argument is published as null.",
    kills: ["P15"],
    adapter: publishingData((data) => data.map((value) => cut(value, 32))),
  },
  {
    name: "arrays-of-a-thousand",
    breaks: "An array among the arguments is published with a thousand elements at most.",
    kills: ["P15"],
    adapter: publishingData((data) => data.map((value) => (Array.isArray(value) ? value.slice(0, 1000) : value))),
  },
  {
    name: "numeric-text-becomes-a-number",
    breaks: "Text of digits is delivered as a number.",
    kills: ["P17"],
    adapter: receivingText((text) => (/^[0-9]+$/.test(text) ? Number(text) : text)),
  },
  {
    name: "text-trimmed",
    breaks: "Text among the arguments loses the blanks at its edges.",
    kills: ["P17"],
    adapter: receivingText((text) => (/^[\x20-\x7e]*$/.test(text) ? text.trim() : text)),
  },
  {
    name: "text-composed",
    breaks: "Text among the arguments is delivered in Unicode's composed form.",
    kills: ["P17"],
    adapter: receivingText((text) => text.normalize("NFC")),
  },
  {
    name: "json-text-parsed",
    breaks: "Text that is JSON is delivered as what it says.",
    kills: ["P17"],
    adapter: receivingText((text) => (/^[[{]/.test(text) ? parsed(text) : text)),
  },
  {
    name: "large-bytes-cut",
    breaks: "Bytes beyond the 65 536th are not published.",
    kills: ["P18"],
    adapter: publishingData((data) => data.map((value) => (Buffer.isBuffer(value) ? value.subarray(0, LIMIT) : value))),
  },
  {
    name: "no-bytes-become-null",
    breaks: "Bytes of length 0 are published as null.",
    kills: ["P18"],
    adapter: publishingData((data) =>
      data.map((value) => (Buffer.isBuffer(value) && value.length === 0 ? null : value)),
    ),
  },
  {
    name: "event-names-trimmed",
    breaks: "The name of an event loses the blanks at its edges.",
    kills: ["P16"],
    adapter: publishingData(([event, ...args]) => [event.trim(), ...args]),
  },
  {
    name: "event-names-composed",
    breaks: "The name of an event is published in Unicode's composed form.",
    kills: ["P16"],
    adapter: publishingData(([event, ...args]) => [event.normalize("NFC"), ...args]),
  },
  {
    name: "error-events-dropped",
    breaks: "Events whose names begin with 'error' are dropped on receipt.",
    kills: ["P16"],
    adapter: (Base) =>
      class extends Base {
        accept(frame) {
          return frame.packet.data[0].startsWith("error") ? "mutant" : super.accept(frame);
        }
      },
  },
];

function cut(value, depth) {
  if (typeof value !== "object" || value === null || Buffer.isBuffer(value)) {
    return value;
  }
  if (depth === 0) {
    return null;
  }
  return Array.isArray(value)
    ? value.map((element) => cut(element, depth - 1))
    : Object.fromEntries(Object.entries(value).map(([key, element]) => [key, cut(element, depth - 1)]));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

function publishingData(change) {
  return (Base) =>
    class extends Base {
      frameOf(packet, target) {
        return super.frameOf({ ...packet, data: change(packet.data) }, target);
      }
    };
}

function receivingText(change) {
  return (Base) =>
    class extends Base {
      deliver(packet, opts) {
        const [event, ...args] = packet.data;
        const changed = args.map((value) => (typeof value === "string" ? change(value) : value));
        super.deliver({ ...packet, data: [event, ...changed] }, opts);
      }
    };
}

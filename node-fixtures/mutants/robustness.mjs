import { parseFrame } from "socket.io-nats/protocol";
import { crash } from "./crash.mjs";
import { handOn } from "./hand-on.mjs";

const DEEP = 1000;

export const robustness = [
  {
    name: "non-json-kills",
    breaks: "A payload that is not JSON ends the process.",
    kills: ["S01"],
    adapter: dyingOf("parse", ["encoding", "json"]),
  },
  {
    name: "non-array-kills",
    breaks: "JSON that is not an array ends the process.",
    kills: ["S02"],
    adapter: dyingOf("read", ["frame"]),
  },
  {
    name: "odd-options-kill",
    breaks: "Options, rooms or except of another shape end the process.",
    kills: ["S03"],
    adapter: dyingOf("read", ["opts", "rooms", "except"]),
  },
  {
    name: "any-packet-type-handed-on",
    breaks: "A packet of whatever type is handed to clients.",
    kills: ["S04"],
    adapter: handingOn(["type"]),
  },
  {
    name: "packet-id-handed-on",
    breaks: "packet.id is handed to clients, which then believe that an acknowledgement is wanted.",
    kills: ["S05"],
    adapter: (Base) =>
      class extends Base {
        read(value) {
          const frame = super.read(value);
          frame.packet.id = value[1].id;
          return frame;
        }

        deliver(packet, opts) {
          if (packet.id === undefined) {
            super.deliver(packet, opts);
          } else {
            handOn(this, { type: 2, data: packet.data, id: packet.id }, opts);
          }
        }
      },
  },
  {
    name: "reserved-events-handed-on",
    breaks: "Events with names that Socket.IO reserves are handed to clients.",
    kills: ["S06"],
    adapter: handingOn(["reserved"]),
  },
  {
    name: "odd-data-handed-on",
    breaks: "Data that is not an array beginning with a name is handed to clients.",
    kills: ["S07"],
    adapter: handingOn(["data", "event"]),
  },
  {
    name: "deep-nesting-kills",
    breaks: "A payload nested deeper than 1000 levels ends the process.",
    kills: ["S08"],
    adapter: (Base) =>
      class extends Base {
        parse(payload) {
          if (depthOf(payload) > DEEP) {
            crash("stack overflow");
          }
          return super.parse(payload);
        }
      },
  },
  {
    name: "unknown-subjects-heard",
    breaks: "Frames on any subject below the namespace's are delivered, whether or not a room has it.",
    kills: ["S11"],
    adapter: (Base) =>
      class extends Base {
        constructor(nsp, node) {
          super(nsp, node);
          this.nc.subscribe(`${node.subjects.namespace(nsp.name)}.>`, (message) => {
            const known = [...this.rooms.keys()].some((room) => this.roomSubject(room) === message.subject);
            if (!known) {
              this.receive(message.subject, message);
            }
          });
        }
      },
  },
];

function dyingOf(method, causes) {
  return (Base) =>
    class extends Base {
      [method](input) {
        try {
          return super[method](input);
        } catch (e) {
          if (causes.includes(e.cause)) {
            crash(e.message);
          }
          throw e;
        }
      }
    };
}

// what the sane adapter refuses for this cause goes to the clients as it came
function handingOn(causes) {
  return (Base) =>
    class extends Base {
      decode(payload) {
        try {
          return super.decode(payload);
        } catch (e) {
          if (causes.includes(e.cause)) {
            const [uid, packet, opts] = parseFrame(payload);
            if (uid !== this.uid && (packet.nsp ?? "/") === this.nsp.name) {
              handOn(this, packet, opts);
            }
          }
          throw e;
        }
      }
    };
}

function depthOf(payload) {
  let depth = 0;
  let deepest = 0;
  for (const byte of payload) {
    depth += byte === 0x5b || byte === 0x7b ? 1 : byte === 0x5d || byte === 0x7d ? -1 : 0;
    deepest = Math.max(deepest, depth);
  }
  return deepest;
}

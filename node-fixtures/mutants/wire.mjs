import { FrameError } from "socket.io-nats/protocol";
import { crash } from "./crash.mjs";

const PACKET_KEYS = new Set(["type", "data", "nsp", "attachments"]);
const OPTION_KEYS = new Set(["rooms", "except", "flags"]);

export const wire = [
  {
    name: "namespace-emit-on-wrong-subject",
    breaks: "A broadcast without rooms is published on the namespace subject with '.all' behind it.",
    kills: ["W01"],
    adapter: (Base) =>
      class extends Base {
        subjectOf(rooms) {
          return rooms.size === 0 ? `${super.subjectOf(rooms)}.all` : super.subjectOf(rooms);
        }
      },
  },
  {
    name: "every-frame-twice",
    breaks: "Every frame is published twice.",
    kills: ["W01"],
    adapter: (Base) =>
      class extends Base {
        publish(subject, payload) {
          super.publish(subject, payload);
          return super.publish(subject, payload);
        }
      },
  },
  {
    name: "rooms-encoded-in-opts",
    breaks: "opts.rooms carries the encoded names instead of the names.",
    kills: ["W02"],
    adapter: (Base) =>
      class extends Base {
        frameOf(packet, target) {
          return super.frameOf(packet, { ...target, rooms: Array.from(target.rooms, this.encodeRoom) });
        }
      },
  },
  {
    name: "frame-per-room",
    breaks: "A broadcast to several rooms is published as one frame per room.",
    kills: ["W03"],
    adapter: (Base) =>
      class extends Base {
        send(subject, packet, target) {
          if (target.rooms.size < 2) {
            super.send(subject, packet, target);
            return;
          }
          for (const room of target.rooms) {
            const rooms = new Set([room]);
            super.send(this.subjectOf(rooms), packet, { ...target, rooms });
          }
        }
      },
  },
  {
    name: "frame-as-object",
    breaks: "The payload is an object {uid, packet, opts} instead of an array.",
    kills: ["W04"],
    adapter: (Base) =>
      class extends Base {
        encode([uid, packet, opts]) {
          return super.encode({ uid, packet, opts });
        }
      },
  },
  {
    name: "missing-opts-dropped",
    breaks: "A frame whose options are missing or null is dropped.",
    kills: ["W05"],
    adapter: refusing((value) => Array.isArray(value) && (value[2] ?? null) === null),
  },
  {
    name: "own-uid-delivered",
    breaks: "A frame with the node's own uid is delivered.",
    kills: ["W06"],
    adapter: (Base) =>
      class extends Base {
        accept(frame) {
          return super.accept({ ...frame, uid: undefined });
        }
      },
  },
  {
    name: "missing-nsp-dropped",
    breaks: "A packet without nsp is dropped instead of taken as '/'.",
    kills: ["W07"],
    adapter: refusing((value) => value?.[1]?.nsp === undefined),
  },
  {
    name: "null-packet-kills",
    breaks: "A frame without a packet ends the process.",
    kills: ["W08"],
    adapter: (Base) =>
      class extends Base {
        read(value) {
          if (Array.isArray(value) && (value[1] ?? null) === null) {
            crash("the packet is null");
          }
          return super.read(value);
        }
      },
  },
  {
    name: "foreign-nsp-delivered",
    breaks: "packet.nsp is not compared: what comes on a subject is delivered in the namespace that subscribed it.",
    kills: ["W09"],
    adapter: (Base) =>
      class extends Base {
        accept(frame) {
          const refusal = super.accept(frame);
          return refusal === "namespace" ? null : refusal;
        }
      },
  },
  {
    name: "falsy-fourth-element-republished",
    breaks: "A frame with a falsy fourth element is published again.",
    kills: ["W10"],
    adapter: (Base) =>
      class extends Base {
        read(value) {
          const frame = super.read(value);
          if (value.length > 3 && !value[3]) {
            this.publish(
              this.subjectOf(new Set(frame.opts.rooms)),
              JSON.stringify([this.uid, value[1], value[2], true]),
            );
          }
          return frame;
        }
      },
  },
  {
    name: "unknown-keys-dropped",
    breaks: "A frame with an unknown key in its packet or options is dropped.",
    kills: ["W11"],
    adapter: refusing(
      (value) =>
        Object.keys(value?.[1] ?? {}).some((key) => !PACKET_KEYS.has(key)) ||
        Object.keys(value?.[2] ?? {}).some((key) => !OPTION_KEYS.has(key)),
    ),
  },
  {
    name: "rooms-encoded-as-uri-component",
    breaks: "Rooms are encoded with encodeURIComponent instead of encodeURI.",
    kills: ["W12"],
    adapter: (Base) =>
      class extends Base {
        encodeRoom(room) {
          return encodeURIComponent(room);
        }
      },
  },
  {
    name: "numeric-rooms-unmatched",
    breaks: "A number in opts.rooms does not match the room of that name.",
    kills: ["W13"],
    adapter: (Base) =>
      class extends Base {
        read(value) {
          const frame = super.read(value);
          frame.opts.rooms = (value[2]?.rooms ?? []).map((room) =>
            typeof room === "number" ? `number ${room}` : room,
          );
          return frame;
        }
      },
  },
];

function refusing(refused) {
  return (Base) =>
    class extends Base {
      read(value) {
        if (refused(value)) {
          throw new FrameError("mutant", "the mutant refuses it");
        }
        return super.read(value);
      }
    };
}

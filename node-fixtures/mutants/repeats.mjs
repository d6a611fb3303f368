// Equal events that are taken for one another.
const KEPT = 1000;

export const repeats = [
  {
    name: "equal-frames-dropped",
    breaks: "A frame that is equal to one that came before is dropped on receipt.",
    kills: ["D06"],
    adapter: filtering(({ uid, packet, opts }) => [uid, packet.nsp, packet.data, opts]),
  },
  {
    name: "equal-payloads-not-published",
    breaks: "A payload that is equal to the one before is not published.",
    kills: ["D06"],
    adapter: (Base) =>
      class extends Base {
        publish(subject, payload) {
          const again = payload === this.lastPayload;
          this.lastPayload = payload;
          return again || super.publish(subject, payload);
        }
      },
  },
  {
    name: "equal-packets-dropped-locally",
    breaks: "Local clients do not get a broadcast that is equal to the one before.",
    kills: ["D06"],
    adapter: (Base) =>
      class extends Base {
        broadcastLocally(packet, target) {
          const key = JSON.stringify([packet.data, [...target.rooms], [...target.except]]);
          const again = key === this.lastPacket;
          this.lastPacket = key;
          if (!again) {
            super.broadcastLocally(packet, target);
          }
        }
      },
  },
  {
    name: "equal-events-to-other-rooms-dropped",
    breaks: "An event that came for one room is dropped when it comes for another.",
    kills: ["D07"],
    adapter: filtering(({ packet }) => [packet.nsp, packet.data]),
  },
  {
    name: "frames-cached-by-event",
    breaks: "A broadcast whose event and arguments are those of an earlier one is published to the rooms of that one.",
    kills: ["D07", "D08"],
    adapter: (Base) =>
      class extends Base {
        encode(frame) {
          this.node.texts ??= new Map();
          const key = JSON.stringify(frame[1].data);
          if (!this.node.texts.has(key)) {
            this.node.texts.set(key, super.encode(frame));
          }
          return this.node.texts.get(key);
        }
      },
  },
  {
    name: "equal-events-of-other-namespaces-dropped",
    breaks: "An event that came in one namespace is dropped when it comes in another.",
    kills: ["D08"],
    adapter: filtering(
      ({ uid, packet, opts }) => [uid, packet.data, opts],
      ({ packet }) => packet.nsp,
    ),
  },
  {
    name: "equal-events-of-other-publishers-dropped",
    breaks: "An event that came from one publisher is dropped when it comes from another.",
    kills: ["D09"],
    adapter: filtering(
      ({ packet, opts }) => [packet, opts],
      ({ uid }) => uid,
    ),
  },
  {
    name: "arguments-cached-by-event",
    breaks: "An event is published with the arguments of the first of its name.",
    kills: ["D10"],
    adapter: (Base) =>
      class extends Base {
        frameOf(packet, target) {
          this.data ??= new Map();
          const [event] = packet.data;
          if (!this.data.has(event)) {
            this.data.set(event, packet.data);
          }
          return super.frameOf({ ...packet, data: this.data.get(event) }, target);
        }
      },
  },
  {
    name: "events-of-one-name-merged",
    breaks: "Of received events of one name that come within 5 ms only the last is delivered.",
    kills: ["D10", "O08"],
    adapter: (Base) =>
      class extends Base {
        deliver(packet, opts) {
          this.pending ??= new Map();
          const [event] = packet.data;
          clearTimeout(this.pending.get(event));
          this.pending.set(
            event,
            setTimeout(() => super.deliver(packet, opts), 5),
          );
        }
      },
  },
];

// drops what has a key that was there before, from the same origin or, where `origin` is given, from another one
function filtering(keyOf, origin) {
  return (Base) =>
    class extends Base {
      accept(frame) {
        const refusal = super.accept(frame);
        if (refusal) {
          return refusal;
        }
        this.node.seen ??= new Map();
        const { seen } = this.node;
        const key = JSON.stringify(keyOf(frame));
        const from = origin?.(frame);
        if (seen.has(key)) {
          return origin === undefined || seen.get(key) !== from ? "mutant" : null;
        }
        seen.set(key, from);
        if (seen.size > KEPT) {
          seen.delete(seen.keys().next().value);
        }
        return null;
      }
    };
}

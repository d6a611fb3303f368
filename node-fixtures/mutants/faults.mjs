// What only goes wrong when something around the node does, NATS not being away for it.
const IMPATIENCE_MS = 30;
const TICK_MS = 50;
const STANDSTILL_MS = 700;
const SILENCE_MS = 700;
const FRAMES_TO_INTRODUCE = 8;
const FRAMES_IN_FLIGHT = 4;
const FRAMES_OF_OTHERS = 6;
const FENCE = "fence"; // the uid of the frames by which the harness proves that it has heard all

/** An adapter that does something each time its process has stood still for a while. */
const afterStandstill = (Base, act) =>
  class extends Base {
    constructor(nsp, node) {
      super(nsp, node);
      let last = Date.now();
      this.watch = setInterval(() => {
        const now = Date.now();
        if (now - last > STANDSTILL_MS) {
          act(this);
        }
        last = now;
      }, TICK_MS);
      this.watch.unref();
    }
  };

export const faults = [
  {
    name: "impatient-publisher",
    breaks: "What the broker has not confirmed after 30 ms is published once more.",
    kills: ["E12", "E13", "E16"],
    adapter: (Base) =>
      class extends Base {
        publish(subject, payload) {
          const sent = super.publish(subject, payload);
          const again = setTimeout(() => super.publish(subject, payload), IMPATIENCE_MS);
          this.flush().then(() => clearTimeout(again));
          return sent;
        }
      },
  },
  {
    name: "window-of-four",
    breaks: "While the broker has not confirmed four frames the next ones are dropped.",
    kills: ["E12"],
    adapter: (Base) =>
      class extends Base {
        publish(subject, payload) {
          this.unconfirmed ??= 0;
          if (this.unconfirmed >= FRAMES_IN_FLIGHT) {
            return false;
          }
          this.unconfirmed++;
          const sent = super.publish(subject, payload);
          this.flush().then(() => this.unconfirmed--);
          return sent;
        }
      },
  },
  {
    name: "deaf-after-standstill",
    breaks: "A node that stood still takes itself for dead and unsubscribes its rooms.",
    kills: ["E15"],
    adapter: (Base) =>
      afterStandstill(Base, (adapter) => {
        for (const room of adapter.rooms.keys()) {
          adapter.unsubscribe(room);
        }
      }),
  },
  {
    name: "mute-after-standstill",
    breaks: "A node that stood still takes itself for dead and publishes nothing more.",
    kills: ["E15"],
    adapter: (Base) =>
      afterStandstill(Base, (adapter) => {
        adapter.publish = () => false;
      }),
  },
  {
    name: "minority-falls-silent",
    breaks: "A node that has lost most of its peers publishes nothing until they are back.",
    kills: ["E19"],
    adapter: (Base) =>
      class extends Base {
        accept(frame) {
          const refusal = super.accept(frame);
          if (!refusal && frame.uid !== FENCE) {
            this.missed ??= new Map(); // of each peer, how many frames of one other came since its last
            for (const [peer, others] of this.missed) {
              if (peer !== frame.uid) {
                others.set(frame.uid, (others.get(frame.uid) ?? 0) + 1);
              }
            }
            this.missed.set(frame.uid, new Map());
          }
          return refusal;
        }

        publish(subject, payload) {
          const peers = [...(this.missed?.values() ?? [])];
          const lost = peers.filter((others) => [...others.values()].some((count) => count >= FRAMES_OF_OTHERS));
          return 2 * lost.length > peers.length ? false : super.publish(subject, payload);
        }
      },
  },
  {
    name: "silent-peers-forgotten",
    breaks: "A peer that was silent for 700 ms is ignored from then on.",
    kills: ["E19"],
    adapter: (Base) =>
      class extends Base {
        accept(frame) {
          this.heard ??= new Map();
          const now = Date.now();
          if (frame.uid !== FENCE && now - (this.heard.get(frame.uid) ?? now) > SILENCE_MS) {
            return "silent";
          }
          this.heard.set(frame.uid, now);
          return super.accept(frame);
        }
      },
  },
  {
    name: "latecomers-ignored",
    breaks: "Whoever is first heard after eight frames is ignored.",
    kills: ["E20"],
    adapter: (Base) =>
      class extends Base {
        accept(frame) {
          this.peers ??= new Set([FENCE]);
          this.frames = (this.frames ?? 0) + 1;
          if (this.frames <= FRAMES_TO_INTRODUCE) {
            this.peers.add(frame.uid);
          }
          return this.peers.has(frame.uid) ? super.accept(frame) : "latecomer";
        }
      },
  },
  {
    name: "latecomers-heard-twice",
    breaks: "Whoever is first heard after eight frames is heard twice.",
    kills: ["E20"],
    adapter: (Base) =>
      class extends Base {
        accept(frame) {
          this.peers ??= new Set([FENCE]);
          this.frames = (this.frames ?? 0) + 1;
          if (this.frames <= FRAMES_TO_INTRODUCE) {
            this.peers.add(frame.uid);
          }
          const refusal = super.accept(frame);
          if (!refusal && !this.peers.has(frame.uid)) {
            this.deliver(frame.packet, frame.opts);
          }
          return refusal;
        }
      },
  },
];

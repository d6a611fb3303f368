// What only goes wrong when something around the node does.
const IMPATIENCE_MS = 30;
const TICK_MS = 50;
const STANDSTILL_MS = 700;
const SILENCE_MS = 700;
const FRAMES_TO_INTRODUCE = 8;
const FENCE = "fence"; // the uid of the frames by which the harness proves that it has heard all

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
    name: "deaf-after-standstill",
    breaks: "A node that stood still takes itself for dead and unsubscribes its rooms.",
    kills: ["E15"],
    adapter: (Base) =>
      class extends Base {
        constructor(nsp, node) {
          super(nsp, node);
          let last = Date.now();
          this.watch = setInterval(() => {
            const now = Date.now();
            if (now - last > STANDSTILL_MS) {
              for (const room of this.rooms.keys()) {
                this.unsubscribe(room);
              }
            }
            last = now;
          }, TICK_MS);
          this.watch.unref();
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
];

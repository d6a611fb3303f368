// Order, loss and duplicates.
const HELD_MS = 20;

export const orders = [
  {
    name: "neighbours-swapped",
    breaks: "Of two frames that follow each other the second is published first.",
    kills: ["O01"],
    adapter: (Base) =>
      class extends Base {
        publish(subject, payload) {
          if (!this.held) {
            this.held = [subject, payload];
            setTimeout(() => this.release(), HELD_MS);
            return true;
          }
          const published = super.publish(subject, payload);
          this.release();
          return published;
        }

        release() {
          const { held } = this;
          this.held = null;
          if (held) {
            super.publish(...held);
          }
        }
      },
  },
  {
    name: "every-third-frame-lost",
    breaks: "Every third frame is not published.",
    kills: ["O01"],
    adapter: (Base) =>
      class extends Base {
        publish(subject, payload) {
          this.published = (this.published ?? 0) + 1;
          return this.published % 3 === 0 || super.publish(subject, payload);
        }
      },
  },
  {
    name: "room-frames-late",
    breaks: "Frames of rooms are published 20 ms later than frames of the namespace.",
    kills: ["O02"],
    adapter: (Base) =>
      class extends Base {
        publish(subject, payload) {
          if (subject === this.node.subjects.namespace(this.nsp.name)) {
            return super.publish(subject, payload);
          }
          setTimeout(() => super.publish(subject, payload), HELD_MS);
          return true;
        }
      },
  },
  {
    name: "publisher-served-twice",
    breaks: "The publisher's own clients get what it publishes a second time.",
    kills: ["D01"],
    adapter: (Base) =>
      class extends Base {
        send(subject, packet, target) {
          super.send(subject, packet, target);
          this.broadcastLocally(packet, target);
        }
      },
  },
  {
    name: "received-frames-republished",
    breaks: "A received frame is published once more, under the uid of the receiver.",
    kills: ["D02"],
    adapter: (Base) =>
      class extends Base {
        read(value) {
          const frame = super.read(value);
          frame.again = value[3] === "again"; // so that two of these do not play tennis
          return frame;
        }

        accept(frame) {
          const refusal = super.accept(frame);
          if (!refusal && !frame.again) {
            const [uid, packet, opts] = this.frameOf(frame.packet, frame.opts);
            this.publish(this.subjectOf(new Set(frame.opts.rooms)), this.encode([uid, packet, opts, "again"]));
          }
          return refusal;
        }
      },
  },
];

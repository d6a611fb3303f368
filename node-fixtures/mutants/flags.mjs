import { FrameError } from "socket.io-nats/protocol";

const KNOWN_FLAGS = new Set(["volatile", "compress", "broadcast", "json", "local"]);
const HELD_MS = 20;

export const flags = [
  {
    name: "local-emit-published",
    breaks: "A broadcast that is flagged local is published.",
    kills: ["F01"],
    adapter: (Base) =>
      class extends Base {
        publishes() {
          return true;
        }
      },
  },
  {
    name: "volatile-dropped-on-receive",
    breaks: "A received frame that is flagged volatile is dropped.",
    kills: ["F02"],
    adapter: (Base) =>
      class extends Base {
        accept(frame) {
          return frame.opts.flags.volatile ? "mutant" : super.accept(frame);
        }
      },
  },
  {
    name: "volatile-reorders",
    breaks: "The regular frame that follows a volatile one is overtaken by the next regular one.",
    kills: ["F03"],
    adapter: (Base) =>
      class extends Base {
        send(subject, packet, target) {
          if (this.hold && !target.flags.volatile) {
            this.hold = false;
            this.held = [subject, packet, target];
            setTimeout(() => this.release(), HELD_MS);
            return;
          }
          super.send(subject, packet, target);
          if (target.flags.volatile) {
            this.hold = !this.held;
          } else {
            this.release();
          }
        }

        release() {
          const { held } = this;
          this.held = null;
          if (held) {
            super.send(...held);
          }
        }
      },
  },
  {
    name: "compress-not-carried",
    breaks: "The flag compress is left out of the frame.",
    kills: ["F04"],
    adapter: (Base) =>
      class extends Base {
        frameOf(packet, target) {
          const { compress, ...rest } = target.flags;
          return super.frameOf(packet, { ...target, flags: rest });
        }
      },
  },
  {
    name: "unknown-flags-dropped",
    breaks: "A frame whose flags are null or hold an unknown one is dropped.",
    kills: ["F05"],
    adapter: (Base) =>
      class extends Base {
        read(value) {
          const given = value?.[2]?.flags;
          if (given === null || Object.keys(given ?? {}).some((flag) => !KNOWN_FLAGS.has(flag))) {
            throw new FrameError("mutant", "the mutant refuses its flags");
          }
          return super.read(value);
        }
      },
  },
];

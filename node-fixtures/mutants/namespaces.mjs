import { crash } from "./crash.mjs";

export const namespaces = [
  {
    name: "namespace-wide-frames-dropped",
    breaks: "A frame without rooms is dropped on receipt.",
    kills: ["N01"],
    adapter: (Base) =>
      class extends Base {
        accept(frame) {
          return frame.opts.rooms.length === 0 ? "mutant" : super.accept(frame);
        }
      },
  },
  {
    name: "leaks-into-other-namespaces",
    breaks: "A received frame is delivered in every namespace of the node.",
    kills: ["N02"],
    adapter: (Base) =>
      class extends Base {
        deliver(packet, opts) {
          for (const adapter of this.node.adapters) {
            Base.prototype.deliver.call(adapter, packet, opts);
          }
        }
      },
  },
  {
    name: "root-namespace-written-empty",
    breaks: "packet.nsp of the namespace '/' is written as an empty string.",
    kills: ["N03"],
    adapter: (Base) =>
      class extends Base {
        frameOf(packet, target) {
          const [uid, { nsp, ...rest }, opts] = super.frameOf(packet, target);
          return [uid, { ...rest, nsp: nsp === "/" ? "" : nsp }, opts];
        }
      },
  },
  {
    name: "subscribes-everything",
    breaks: "The node subscribes the whole key with '>', whatever namespaces it has.",
    kills: ["N04"],
    adapter: (Base) =>
      class extends Base {
        constructor(nsp, node) {
          super(nsp, node);
          if (node.adapters.size === 1) {
            this.nc.subscribe(`${node.prefix}.>`, () => {});
          }
        }
      },
  },
  {
    name: "absent-namespace-kills",
    breaks: "A frame for a namespace that the node does not have ends the process.",
    kills: ["N04"],
    adapter: (Base) =>
      class extends Base {
        constructor(nsp, node) {
          super(nsp, node);
          if (node.adapters.size === 1) {
            this.nc.subscribe(`${node.prefix}.>`, (message) => {
              const { packet } = this.decode(message.data);
              if (![...node.adapters].some((adapter) => adapter.nsp.name === packet.nsp)) {
                crash(`there is no namespace '${packet.nsp}'`);
              }
            });
          }
        }
      },
  },
  {
    name: "namespace-named-room-is-everybody",
    breaks: "A room that is named like its namespace stands for everybody in it.",
    kills: ["N05"],
    adapter: (Base) =>
      class extends Base {
        broadcastLocally(packet, target) {
          super.broadcastLocally(packet, target.rooms.has(this.nsp.name) ? { ...target, rooms: new Set() } : target);
        }

        deliver(packet, opts) {
          super.deliver(packet, opts.rooms.includes(this.nsp.name) ? { ...opts, rooms: [] } : opts);
        }
      },
  },
  {
    name: "closed-namespace-stays-subscribed",
    breaks: "A namespace that is closed keeps its subscriptions.",
    kills: ["N06"],
    adapter: (Base) =>
      class extends Base {
        async close() {}
      },
  },
  {
    name: "namespace-wildcards-heard",
    breaks: "A namespace whose name NATS takes for a wildcard delivers what is sent to the namespaces it matches.",
    kills: ["N07"],
    adapter: (Base) =>
      class extends Base {
        hears(subscribed, subject) {
          return subscribed === this.node.subjects.namespace(this.nsp.name) || super.hears(subscribed, subject);
        }

        accept(frame) {
          const refusal = super.accept(frame);
          return refusal === "namespace" ? null : refusal;
        }
      },
  },
  {
    name: "namespace-with-white-space-accepted",
    breaks: "A namespace with white space in its name is created and subscribed as it is.",
    kills: ["N08"],
    adapter: (Base) =>
      class extends Base {
        checkNamespace() {}
      },
  },
];

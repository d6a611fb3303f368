// Who is meant: unions of rooms, and those left out.
export const selections = [
  {
    name: "local-union-not-deduplicated",
    breaks: "A local client gets a broadcast once for each of its rooms that is addressed.",
    kills: ["U01"],
    adapter: (Base) =>
      class extends Base {
        broadcastLocally(packet, target) {
          const each = target.rooms.size > 1 ? Array.from(target.rooms, (room) => new Set([room])) : [target.rooms];
          for (const rooms of each) {
            super.broadcastLocally(packet, { ...target, rooms });
          }
        }
      },
  },
  {
    name: "remote-union-not-deduplicated",
    breaks: "A client gets a received frame once for each of its rooms that is addressed.",
    kills: ["U02"],
    adapter: (Base) =>
      class extends Base {
        deliver(packet, opts) {
          const each = opts.rooms.length > 1 ? opts.rooms.map((room) => [room]) : [opts.rooms];
          for (const rooms of each) {
            super.deliver(packet, { ...opts, rooms });
          }
        }
      },
  },
  {
    name: "first-room-only",
    breaks: "Of several rooms in a received frame only the first counts.",
    kills: ["U03"],
    adapter: (Base) =>
      class extends Base {
        deliver(packet, opts) {
          super.deliver(packet, { ...opts, rooms: opts.rooms.slice(0, 1) });
        }
      },
  },
  {
    name: "room-on-namespace-subject-dropped",
    breaks: "A frame for one room is dropped when it comes on the namespace subject.",
    kills: ["U04"],
    adapter: (Base) =>
      class extends Base {
        receive(subject, message) {
          this.heardOn = subject;
          super.receive(subject, message);
        }

        accept(frame) {
          const onNamespace = this.heardOn === this.node.subjects.namespace(this.nsp.name);
          return onNamespace && frame.opts.rooms.length === 1 ? "mutant" : super.accept(frame);
        }
      },
  },
  {
    name: "empty-rooms-is-nobody",
    breaks: "An empty array of rooms stands for nobody.",
    kills: ["U05"],
    adapter: (Base) =>
      class extends Base {
        read(value) {
          const frame = super.read(value);
          frame.nobody = value[2]?.rooms?.length === 0;
          return frame;
        }

        accept(frame) {
          return frame.nobody ? "mutant" : super.accept(frame);
        }
      },
  },
  {
    name: "broadcast-echoes-to-sender",
    breaks: "A broadcast from a client to the namespace reaches that client too.",
    kills: ["X01"],
    adapter: exceptLocally((target) => (target.rooms.size === 0 ? [] : target.except)),
  },
  {
    name: "room-broadcast-echoes-to-sender",
    breaks: "A broadcast from a client to a room reaches that client too.",
    kills: ["X02"],
    adapter: exceptLocally((target) => (target.rooms.size > 0 ? [] : target.except)),
  },
  {
    name: "except-ignored-on-receive",
    breaks: "opts.except of a received frame is ignored.",
    kills: ["X03"],
    adapter: (Base) =>
      class extends Base {
        deliver(packet, opts) {
          super.deliver(packet, { ...opts, except: [] });
        }
      },
  },
  {
    name: "except-knows-ids-only",
    breaks: "opts.except understands the ids of clients, not the names of rooms.",
    kills: ["X04"],
    adapter: (Base) =>
      class extends Base {
        computeExceptSids(except) {
          return new Set(Array.from(except ?? []).filter((name) => this.sids.has(name)));
        }
      },
  },
  {
    name: "except-ignored-for-unions",
    breaks: "Nobody is left out when several rooms are addressed.",
    kills: ["X05"],
    adapter: (Base) =>
      class extends Base {
        broadcastLocally(packet, target) {
          super.broadcastLocally(packet, target.rooms.size > 1 ? { ...target, except: new Set() } : target);
        }

        deliver(packet, opts) {
          super.deliver(packet, opts.rooms.length > 1 ? { ...opts, except: [] } : opts);
        }
      },
  },
  {
    name: "unknown-except-drops-frame",
    breaks: "A frame that leaves out somebody unknown to the node is dropped.",
    kills: ["X06"],
    adapter: (Base) =>
      class extends Base {
        accept(frame) {
          const unknown = frame.opts.except.some((name) => !this.sids.has(name) && !this.rooms.has(name));
          return super.accept(frame) ?? (unknown ? "mutant" : null);
        }
      },
  },
];

function exceptLocally(choose) {
  return (Base) =>
    class extends Base {
      broadcastLocally(packet, target) {
        super.broadcastLocally(packet, { ...target, except: new Set(choose(target)) });
      }
    };
}

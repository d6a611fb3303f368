// Members that come and go while others stay, and while events are on their way.
const SOON_MS = 5;

export const overlaps = [
  {
    name: "left-at-once-stays-subscribed",
    breaks: "A room that is left in the moment in which it was joined stays subscribed.",
    kills: ["L04"],
    adapter: (Base) =>
      class extends Base {
        subscribe(room) {
          super.subscribe(room);
          this.fresh ??= new Set();
          this.fresh.add(room);
          setImmediate(() => this.fresh.delete(room));
        }

        unsubscribe(room) {
          if (!this.fresh?.has(room)) {
            super.unsubscribe(room);
          }
        }
      },
  },
  {
    name: "late-unsubscribe-ends-a-new-subscription",
    breaks: "A room is unsubscribed 5 ms after its last member has left it, whoever has joined it since.",
    kills: ["L05"],
    adapter: (Base) =>
      class extends Base {
        unsubscribe(room) {
          setTimeout(() => super.unsubscribe(room), SOON_MS);
        }
      },
  },
  {
    name: "room-closing-takes-no-members",
    breaks: "A client that joins a room in the moment in which the last one leaves it does not become a member.",
    kills: ["L05"],
    adapter: (Base) =>
      class extends Base {
        unsubscribe(room) {
          super.unsubscribe(room);
          this.closing ??= new Set();
          this.closing.add(room);
          setImmediate(() => this.closing.delete(room));
        }

        addAll(id, rooms) {
          return super.addAll(id, new Set([...rooms].filter((room) => !this.closing?.has(room))));
        }
      },
  },
  {
    name: "disconnect-unsubscribes-rooms",
    breaks: "When a client disconnects its rooms are unsubscribed, whoever else is in them.",
    kills: ["L12"],
    adapter: (Base) =>
      class extends Base {
        delAll(id) {
          const rooms = [...(this.sids.get(id) ?? [])];
          super.delAll(id);
          rooms.forEach((room) => {
            this.unsubscribe(room);
          });
        }
      },
  },
  {
    name: "disconnect-empties-rooms",
    breaks: "When a client disconnects nobody on its node is in its rooms any more.",
    kills: ["L12"],
    adapter: (Base) =>
      class extends Base {
        delAll(id) {
          const rooms = [...(this.sids.get(id) ?? [])];
          super.delAll(id);
          for (const room of rooms) {
            for (const member of [...(this.rooms.get(room) ?? [])]) {
              this.del(member, room);
            }
          }
        }
      },
  },
  {
    name: "joins-counted",
    breaks: "A client that has joined a room twice has to leave it twice.",
    kills: ["L13"],
    adapter: (Base) =>
      class extends Base {
        addAll(id, rooms) {
          this.joins ??= new Map();
          for (const room of rooms) {
            const key = `${id} ${room}`;
            this.joins.set(key, (this.joins.get(key) ?? 0) + 1);
          }
          return super.addAll(id, rooms);
        }

        del(id, room) {
          const key = `${id} ${room}`;
          const left = (this.joins?.get(key) ?? 1) - 1;
          this.joins?.set(key, left);
          if (left <= 0) {
            this.joins?.delete(key);
            super.del(id, room);
          }
        }
      },
  },
  {
    name: "second-join-leaves",
    breaks: "A client that joins a room that it is in is out of it.",
    kills: ["L13"],
    adapter: (Base) =>
      class extends Base {
        addAll(id, rooms) {
          const again = [...rooms].filter((room) => room !== id && this.sids.get(id)?.has(String(room)));
          const joined = super.addAll(id, rooms);
          again.forEach((room) => {
            this.del(id, room);
          });
          return joined;
        }
      },
  },
  {
    name: "rooms-unsubscribed-in-all-namespaces",
    breaks: "A room that is unsubscribed in one namespace is unsubscribed in all of them.",
    kills: ["L14"],
    adapter: (Base) =>
      class extends Base {
        unsubscribe(room) {
          for (const adapter of this.node.adapters) {
            Base.prototype.unsubscribe.call(adapter, room);
          }
        }
      },
  },
  {
    name: "rooms-left-in-all-namespaces",
    breaks: "When a room has lost its last member in one namespace, those of its name in others lose theirs.",
    kills: ["L14"],
    adapter: (Base) =>
      class extends Base {
        unsubscribe(room) {
          super.unsubscribe(room);
          for (const adapter of this.node.adapters) {
            for (const member of [...(adapter.rooms.get(room) ?? [])]) {
              adapter.del(member, room);
            }
          }
        }
      },
  },
  {
    name: "join-ends-before-subscribed",
    breaks: "A join ends at once, and not when the room's subscription is on the broker.",
    kills: ["L15"],
    adapter: (Base) =>
      class extends Base {
        addAll(id, rooms) {
          super.addAll(id, rooms);
        }
      },
  },
  {
    name: "join-ends-in-the-next-moment",
    breaks: "A join ends when the room's subscription has been handed to the connection.",
    kills: ["L15"],
    adapter: (Base) =>
      class extends Base {
        addAll(id, rooms) {
          super.addAll(id, rooms);
          return Promise.resolve();
        }
      },
  },
  {
    name: "room-subscribed-again-at-each-join",
    breaks: "Each join of a room ends its subscription and makes a new one when that is on the broker.",
    kills: ["L16"],
    adapter: (Base) =>
      class extends Base {
        async addAll(id, rooms) {
          const known = [...rooms].filter((room) => this.rooms.has(String(room)));
          await super.addAll(id, rooms);
          known.forEach((room) => {
            this.unsubscribe(room);
          });
          await this.flush();
          known
            .filter((room) => this.rooms.has(room))
            .forEach((room) => {
              this.subscribe(room);
            });
          return this.flush();
        }
      },
  },
  {
    name: "room-silent-while-somebody-leaves",
    breaks: "While one member leaves a room, the others do not hear it for a moment.",
    kills: ["L16"],
    adapter: (Base) =>
      class extends Base {
        del(id, room) {
          super.del(id, room);
          this.silent ??= new Set();
          this.silent.add(room);
          setTimeout(() => this.silent.delete(room), 20); // long enough for an event to come, however fast NATS is
        }

        accept(frame) {
          return frame.opts.rooms.some((room) => this.silent?.has(room)) ? "mutant" : super.accept(frame);
        }
      },
  },
];

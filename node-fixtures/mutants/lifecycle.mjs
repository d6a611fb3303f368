// Membership, subscriptions, and a NATS server that goes and comes.
const LATE_MS = 100;

export const lifecycle = [
  {
    name: "subscription-per-member",
    breaks: "Each member of a room has a subscription and a delivery of its own.",
    kills: ["D04"],
    adapter: (Base) =>
      class extends Base {
        addAll(id, names) {
          const occupied = [...names].filter((room) => this.rooms.has(room) && !this.rooms.get(room).has(id));
          const joined = super.addAll(id, names);
          this.more ??= new Map();
          for (const room of occupied) {
            const subject = this.roomSubject(room);
            if (subject) {
              this.more.set(`${id} ${room}`, this.listen(subject));
            }
          }
          return occupied.length > 0 ? this.flush() : joined;
        }

        _del(room, id) {
          super._del(room, id);
          this.more?.get(`${id} ${room}`)?.unsubscribe();
          this.more?.delete(`${id} ${room}`);
        }
      },
  },
  {
    name: "rooms-subscribed-twice",
    breaks: "The first member of a room subscribes it twice; the second subscription delivers nothing.",
    kills: ["L01"],
    adapter: (Base) =>
      class extends Base {
        subscribe(room) {
          super.subscribe(room);
          const subject = this.roomSubject(room);
          if (subject) {
            this.second ??= new Map();
            this.second.set(
              room,
              this.nc.subscribe(subject, () => {}),
            );
          }
        }

        unsubscribe(room) {
          super.unsubscribe(room);
          this.second?.get(room)?.unsubscribe();
        }
      },
  },
  {
    name: "rooms-never-unsubscribed",
    breaks: "The last leave of a room does not unsubscribe it.",
    kills: ["L02"],
    adapter: (Base) =>
      class extends Base {
        unsubscribe() {}
      },
  },
  {
    name: "disconnected-client-keeps-rooms",
    breaks: "A client that disconnects stays a member of its rooms.",
    kills: ["L03"],
    adapter: (Base) =>
      class extends Base {
        delAll() {}
      },
  },
  {
    name: "second-leave-fails",
    breaks: "Leaving a room that the client is not in is an error.",
    kills: ["L06"],
    adapter: (Base) =>
      class extends Base {
        del(id, room) {
          if (!this.rooms.get(room)?.has(id)) {
            throw new Error(`mutant: '${id}' is not in room '${room}'`);
          }
          super.del(id, room);
        }
      },
  },
  {
    name: "bulk-join-takes-first-room",
    breaks: "A join of several rooms enters the first only.",
    kills: ["L07"],
    adapter: (Base) =>
      class extends Base {
        addAll(id, names) {
          return super.addAll(id, [...names].slice(0, 1));
        }
      },
  },
  {
    name: "join-answered-before-subscribed",
    breaks: "A join is confirmed 100 ms before the room is subscribed.",
    kills: ["L08"],
    adapter: (Base) =>
      class extends Base {
        subscribe(room) {
          if (this.sids.has(room)) {
            super.subscribe(room);
          } else {
            setTimeout(() => this.rooms.has(room) && super.subscribe(room), LATE_MS);
          }
        }
      },
  },
  {
    name: "local-delivery-needs-nats",
    breaks: "Local clients get nothing while NATS is away.",
    kills: ["E14", "E17", "E18"],
    adapter: (Base) =>
      class extends Base {
        broadcastLocally(packet, target) {
          if (!this.nc.away) {
            super.broadcastLocally(packet, target);
          }
        }
      },
  },
  {
    name: "rooms-lost-on-reconnect",
    breaks: "After a reconnect the rooms are not subscribed any more.",
    kills: ["E07", "E14", "E18"],
    adapter: (Base) =>
      class extends Base {
        constructor(nsp, node) {
          super(nsp, node);
          this.nc.on("disconnect", () => {
            for (const room of this.rooms.keys()) {
              this.unsubscribe(room);
            }
          });
        }
      },
  },
  {
    name: "stale-frames-replayed",
    breaks: "What was emitted while NATS was away is published after the reconnect.",
    kills: ["E04"],
    adapter: (Base) =>
      class extends Base {
        publish(subject, payload) {
          if (!this.nc.away) {
            return super.publish(subject, payload);
          }
          this.nc.once("reconnect", () => super.publish(subject, payload));
          return false;
        }
      },
  },
];

// Membership and subscriptions.
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
    breaks: "A join is confirmed, and the room is subscribed when the node broadcasts next.",
    kills: ["L08"],
    adapter: (Base) =>
      class extends Base {
        subscribe(room) {
          if (this.sids.has(room)) {
            super.subscribe(room);
          } else {
            this.owed ??= new Set();
            this.owed.add(room);
          }
        }

        broadcast(packet, opts) {
          for (const room of this.owed ?? []) {
            if (this.rooms.has(room)) {
              super.subscribe(room);
            }
          }
          this.owed?.clear();
          super.broadcast(packet, opts);
        }
      },
  },
];

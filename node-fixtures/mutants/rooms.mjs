import { MAX_SUBJECT } from "socket.io-nats/protocol";

export const rooms = [
  {
    name: "rooms-ignored-on-receive",
    breaks: "opts.rooms of a received frame is ignored: everybody in the namespace gets it.",
    kills: ["R01"],
    adapter: (Base) =>
      class extends Base {
        deliver(packet, opts) {
          super.deliver(packet, { ...opts, rooms: [] });
        }
      },
  },
  {
    name: "leave-ignored",
    breaks: "A client that leaves a room stays a member.",
    kills: ["R02"],
    adapter: (Base) =>
      class extends Base {
        del() {}
      },
  },
  {
    name: "empty-room-is-everybody",
    breaks: "A broadcast to rooms without a member on the node goes to everybody.",
    kills: ["R03"],
    adapter: (Base) =>
      class extends Base {
        broadcastLocally(packet, target) {
          super.broadcastLocally(packet, { ...target, rooms: this.occupied([...target.rooms]) });
        }

        deliver(packet, opts) {
          super.deliver(packet, { ...opts, rooms: [...this.occupied(opts.rooms)] });
        }

        occupied(names) {
          return new Set(names.filter((room) => this.rooms.has(room)));
        }
      },
  },
  {
    name: "own-id-room-not-subscribed",
    breaks: "The room of a client's own id is not subscribed.",
    kills: ["R04"],
    adapter: (Base) =>
      class extends Base {
        subscribe(room) {
          if (!this.sids.has(room)) {
            super.subscribe(room);
          }
        }
      },
  },
  {
    name: "rooms-not-encoded",
    breaks: "A room is written into its subject as it is.",
    kills: ["R05"],
    adapter: (Base) =>
      class extends Base {
        encodeRoom(room) {
          return room;
        }
      },
  },
  {
    name: "wildcards-heard",
    breaks: "A message is taken from whatever subscription matches its subject, so room '*' hears every room.",
    kills: ["R06"],
    adapter: (Base) =>
      class extends Base {
        hears() {
          return true;
        }
      },
  },
  {
    name: "asterisk-encoded",
    breaks: "'*' in a room is encoded as %2A.",
    kills: ["R07"],
    adapter: (Base) =>
      class extends Base {
        encodeRoom(room) {
          return super.encodeRoom(room).replaceAll("*", "%2A");
        }
      },
  },
  {
    name: "empty-tokens-subscribed",
    breaks: "A room whose subject has an empty token is subscribed and published on that subject.",
    kills: ["R08"],
    adapter: anySubject((room) => room !== "" && room.length < 1000),
  },
  {
    name: "empty-room-unsubscribes-namespace",
    breaks: "When the last member leaves room '' the namespace is unsubscribed.",
    kills: ["R09"],
    adapter: (Base) =>
      class extends Base {
        unsubscribe(room) {
          super.unsubscribe(room);
          if (room === "") {
            this.namespaceSubscription.unsubscribe();
          }
        }
      },
  },
  {
    name: "control-line-length-unchecked",
    breaks: "A room is subscribed although its subject does not fit a control line.",
    kills: ["R10"],
    adapter: anySubject((room) => encodeURI(room).length + 100 > MAX_SUBJECT),
  },
  {
    name: "rooms-matched-by-prefix",
    breaks: "A broadcast to a room reaches all rooms whose names begin with its name.",
    kills: ["R11"],
    adapter: (Base) =>
      class extends Base {
        broadcastLocally(packet, target) {
          super.broadcastLocally(packet, { ...target, rooms: new Set(this.beginningWith([...target.rooms])) });
        }

        deliver(packet, opts) {
          super.deliver(packet, { ...opts, rooms: this.beginningWith(opts.rooms) });
        }

        beginningWith(names) {
          return names.flatMap((name) => [name, ...[...this.rooms.keys()].filter((room) => room.startsWith(name))]);
        }
      },
  },
  {
    name: "last-frame-replayed",
    breaks: "A client that joins a room gets the room's last frame again.",
    kills: ["R11"],
    adapter: (Base) =>
      class extends Base {
        addAll(id, names) {
          const joined = super.addAll(id, names);
          for (const room of names) {
            const packet = this.last?.get(room);
            if (packet) {
              super.deliver(packet, { rooms: [id], except: [], flags: {} });
            }
          }
          return joined;
        }

        broadcastLocally(packet, target) {
          super.broadcastLocally(packet, target);
          this.remember(packet, target.rooms);
        }

        deliver(packet, opts) {
          super.deliver(packet, opts);
          this.remember(packet, opts.rooms);
        }

        remember(packet, names) {
          this.last ??= new Map();
          for (const room of names) {
            this.last.set(room, packet);
          }
        }
      },
  },
];

function anySubject(applies) {
  return (Base) =>
    class extends Base {
      roomSubject(room) {
        return applies(room) ? this.node.subjects.room(this.nsp.name, room) : super.roomSubject(room);
      }

      subjectOf(names) {
        const [room] = names;
        return names.size === 1 && applies(room) ? this.roomSubject(room) : super.subjectOf(names);
      }
    };
}

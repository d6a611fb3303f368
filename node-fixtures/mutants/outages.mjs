// What only goes wrong when NATS is away, and when it is back.
const PATIENCE_MS = 500;
const TICK_MS = 50;

export const outages = [
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
    name: "namespace-lost-on-reconnect",
    breaks: "After a reconnect the namespace is not subscribed any more.",
    kills: ["E07", "E17"],
    adapter: (Base) =>
      class extends Base {
        constructor(nsp, node) {
          super(nsp, node);
          this.nc.on("disconnect", () => this.namespaceSubscription.unsubscribe());
        }
      },
  },
  {
    name: "first-server-only",
    breaks: "The node knows no server of NATS but the first that it was told.",
    kills: ["E07"],
    adapter: (Base) =>
      class extends Base {
        constructor(nsp, node) {
          super(nsp, node);
          this.nc.ready.then(() => {
            const { servers } = this.nc.client.protocol;
            servers.update = () => ({ added: [], deleted: [] });
            servers.servers = servers.servers.filter(({ gossiped }) => !gossiped);
          });
        }
      },
  },
  {
    name: "outage-replayed-twice",
    breaks: "What was emitted while NATS was away is published twice after the reconnect.",
    kills: ["E14", "E17"],
    adapter: (Base) =>
      class extends Base {
        publish(subject, payload) {
          if (!this.nc.away) {
            return super.publish(subject, payload);
          }
          this.nc.once("reconnect", () => {
            super.publish(subject, payload);
            super.publish(subject, payload);
          });
          return false;
        }
      },
  },
  {
    name: "heard-twice-after-reconnect",
    breaks: "After a reconnect everything is subscribed a second time.",
    kills: ["E17", "E18"],
    adapter: (Base) =>
      class extends Base {
        constructor(nsp, node) {
          super(nsp, node);
          this.nc.on("reconnect", () => {
            this.listen(this.node.subjects.namespace(nsp.name));
            for (const room of this.rooms.keys()) {
              this.listen(this.roomSubject(room));
            }
          });
        }
      },
  },
  {
    name: "room-joined-while-away-not-subscribed",
    breaks: "A room that gets its first member while NATS is away is never subscribed.",
    kills: ["E21"],
    adapter: (Base) =>
      class extends Base {
        subscribe(room) {
          if (!this.nc.away) {
            super.subscribe(room);
          }
        }
      },
  },
  {
    name: "join-ignored-while-away",
    breaks: "A join while NATS is away does nothing.",
    kills: ["E21"],
    adapter: (Base) =>
      class extends Base {
        addAll(id, rooms) {
          return this.nc.away ? this.flush() : super.addAll(id, rooms);
        }
      },
  },
  {
    name: "second-join-while-away-ignored",
    breaks: "A client that joins a room of others while NATS is away is no member.",
    kills: ["E21"],
    adapter: (Base) =>
      class extends Base {
        addAll(id, rooms) {
          const known = this.nc.away ? [...rooms].filter((room) => !this.rooms.has(room)) : rooms;
          return super.addAll(id, new Set(known));
        }
      },
  },
  {
    name: "leave-while-away-empties-room",
    breaks: "When one client leaves a room while NATS is away all do.",
    kills: ["E22"],
    adapter: (Base) =>
      class extends Base {
        del(id, room) {
          const members = this.nc.away ? [...(this.rooms.get(room) ?? [])] : [];
          for (const each of [id, ...members]) {
            super.del(each, room);
          }
        }
      },
  },
  {
    name: "disconnect-ignored-while-away",
    breaks: "A client that disconnects while NATS is away stays in its rooms.",
    kills: ["E22"],
    adapter: (Base) =>
      class extends Base {
        delAll(id) {
          if (!this.nc.away) {
            super.delAll(id);
          }
        }
      },
  },
  {
    name: "leave-ignored-while-away",
    breaks: "A client that leaves a room while NATS is away stays in it.",
    kills: ["E22"],
    adapter: (Base) =>
      class extends Base {
        del(id, room) {
          if (!this.nc.away) {
            super.del(id, room);
          }
        }
      },
  },
  {
    name: "room-left-while-away-stays-subscribed",
    breaks: "A room that loses its last member while NATS is away is subscribed again with the others.",
    kills: ["E22"],
    adapter: (Base) =>
      class extends Base {
        unsubscribe(room) {
          if (!this.nc.away) {
            super.unsubscribe(room);
          }
        }
      },
  },
  {
    name: "local-delivery-waits-for-nats",
    breaks: "Local clients get an event when NATS has confirmed what was published before.",
    kills: ["E13", "E16"],
    adapter: (Base) =>
      class extends Base {
        broadcastLocally(packet, target) {
          this.flush().then(() => super.broadcastLocally(packet, target));
        }
      },
  },
  {
    name: "gives-up-on-silent-nats",
    breaks: "When NATS has not answered for 500 ms the node hears nothing more.",
    kills: ["E13", "E16"],
    adapter: (Base) =>
      class extends Base {
        constructor(nsp, node) {
          super(nsp, node);
          let asked = null;
          const watch = setInterval(() => {
            if (asked === null) {
              asked = Date.now();
              this.flush().then(() => {
                asked = null;
              });
            } else if (Date.now() - asked > PATIENCE_MS) {
              this.accept = () => "gave up";
            }
          }, TICK_MS);
          watch.unref();
        }
      },
  },
];

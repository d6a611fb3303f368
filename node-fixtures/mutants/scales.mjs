// What works for a few and not for many.
export const scales = [
  {
    name: "hundred-members-at-most",
    breaks: "Of the clients that are meant only the first hundred get a broadcast.",
    kills: ["R12"],
    adapter: serving((position) => position < 100),
  },
  {
    name: "members-beyond-sixty-four-served-from-the-bus-only",
    breaks: "A local broadcast reaches the first 64 clients only.",
    kills: ["R12"],
    adapter: (Base) =>
      class extends Base {
        broadcastLocally(packet, target) {
          this.served = 0;
          super.broadcastLocally(packet, target);
          this.served = undefined;
        }

        apply(opts, callback) {
          super.apply(opts, (socket) => {
            if (this.served === undefined || this.served++ < 64) {
              callback(socket);
            }
          });
        }
      },
  },
  {
    name: "hundred-rooms-for-a-client",
    breaks: "A client that is in a hundred rooms enters no more.",
    kills: ["R13"],
    adapter: (Base) =>
      class extends Base {
        addAll(id, names) {
          const free = 100 - (this.sids.get(id)?.size ?? 0);
          return super.addAll(id, new Set([...names].slice(0, Math.max(free, 0))));
        }
      },
  },
  {
    name: "oldest-subscription-given-up",
    breaks: "A namespace with more than a hundred rooms gives up the subscription of the oldest.",
    kills: ["R13"],
    adapter: (Base) =>
      class extends Base {
        subscribe(room) {
          super.subscribe(room);
          this.order = (this.order ?? []).filter((known) => this.rooms.has(known) && known !== room);
          this.order.push(room);
          if (this.order.length > 100) {
            this.unsubscribe(this.order.find((known) => !this.sids.has(known)));
          }
        }
      },
  },
  {
    name: "leave-ends-the-room-before",
    breaks: "A client that leaves a room leaves the one that it joined before it as well, when it is in many.",
    kills: ["R13"],
    adapter: (Base) =>
      class extends Base {
        del(id, room) {
          const rooms = [...(this.sids.get(id) ?? [])];
          const before = rooms[rooms.indexOf(String(room)) - 1];
          super.del(id, room);
          if (rooms.length > 50 && before !== id) {
            super.del(id, before);
          }
        }
      },
  },
  {
    name: "four-rooms-of-a-union",
    breaks: "Of the rooms of a received frame the first four count.",
    kills: ["U06"],
    adapter: receivingOpts(({ rooms, ...rest }) => ({ ...rest, rooms: rooms.slice(0, 4) })),
  },
  {
    name: "last-room-of-a-union-skipped",
    breaks: "The last room of a frame with four or more is passed over.",
    kills: ["U06"],
    adapter: receivingOpts(({ rooms, ...rest }) => ({ ...rest, rooms: rooms.length > 3 ? rooms.slice(0, -1) : rooms })),
  },
  {
    name: "sixty-four-rooms-published",
    breaks: "A frame carries 64 rooms at most.",
    kills: ["U06"],
    adapter: publishingTarget(({ rooms, ...rest }) => ({ ...rest, rooms: new Set([...rooms].slice(0, 64)) })),
  },
  {
    name: "many-rooms-are-everybody",
    breaks: "A frame with more than 32 rooms goes to everybody in the namespace.",
    kills: ["U06"],
    adapter: receivingOpts(({ rooms, ...rest }) => ({ ...rest, rooms: rooms.length > 32 ? [] : rooms })),
  },
  {
    name: "ten-exceptions-at-most",
    breaks: "Of the exceptions of a received frame the first ten count.",
    kills: ["X08"],
    adapter: receivingOpts(({ except, ...rest }) => ({ ...rest, except: except.slice(0, 10) })),
  },
  {
    name: "many-exceptions-not-published",
    breaks: "More than a hundred exceptions are left out of the frame.",
    kills: ["X08"],
    adapter: publishingTarget(({ except, ...rest }) => ({ ...rest, except: except.size > 100 ? new Set() : except })),
  },
  {
    name: "thousand-frames-at-once",
    breaks: "Of frames that are published in one go those after the first thousand are dropped.",
    kills: ["O08"],
    adapter: (Base) =>
      class extends Base {
        publish(subject, payload) {
          this.burst ??= 0;
          if (this.burst++ === 0) {
            setImmediate(() => {
              this.burst = 0;
            });
          }
          return this.burst > 1000 || super.publish(subject, payload);
        }
      },
  },
  {
    name: "order-lost-under-load",
    breaks: "Of received frames those after the first five hundred within 2 s are delivered later, some of them.",
    kills: ["O08"],
    adapter: (Base) =>
      class extends Base {
        deliver(packet, opts) {
          const now = Date.now();
          if (!(now - this.since < 2000)) {
            this.since = now;
            this.within = 0;
          }
          if (this.within++ > 500 && this.within % 10 === 0) {
            setTimeout(() => super.deliver(packet, opts), 30);
          } else {
            super.deliver(packet, opts);
          }
        }
      },
  },
  {
    name: "queue-of-a-thousand",
    breaks:
      "Received frames wait in a queue of a thousand until none has come for 300 ms; what does not fit is dropped.",
    kills: ["O08"],
    adapter: (Base) =>
      class extends Base {
        deliver(packet, opts) {
          this.queue ??= [];
          clearTimeout(this.draining);
          this.draining = setTimeout(() => this.drain(), 300);
          if (this.queue.length < 1000) {
            this.queue.push([packet, opts]);
          }
        }

        drain() {
          for (const [packet, opts] of this.queue.splice(0)) {
            super.deliver(packet, opts);
          }
        }
      },
  },
  {
    name: "publishers-take-turns",
    breaks: "A frame is dropped when one of another publisher came within the same 2 ms.",
    kills: ["O09"],
    adapter: (Base) =>
      class extends Base {
        accept(frame) {
          const refusal = super.accept(frame);
          if (refusal || frame.packet.data[0].startsWith("Z00")) {
            return refusal;
          }
          const now = Date.now();
          const interrupts = frame.uid !== this.lastUid && now - this.lastTime < 2;
          this.lastUid = frame.uid;
          this.lastTime = now;
          return interrupts ? "mutant" : null;
        }
      },
  },
  {
    name: "ten-namespaces-at-most",
    breaks: "The eleventh namespace of a node and those after it hear nothing from NATS.",
    kills: ["N09"],
    adapter: (Base) =>
      class extends Base {
        listen(subject) {
          return this.node.adapters.size >= 10 ? { unsubscribe() {} } : super.listen(subject);
        }
      },
  },
  {
    name: "sixteen-namespaces-publish",
    breaks: "Of the namespaces of a node the first sixteen publish.",
    kills: ["N09"],
    adapter: (Base) =>
      class extends Base {
        publish(subject, payload) {
          return [...this.node.adapters].indexOf(this) >= 16 || super.publish(subject, payload);
        }
      },
  },
  {
    name: "namespace-without-clients-silent",
    breaks: "A node publishes nothing in a namespace in which it has no client.",
    kills: ["N11"],
    adapter: (Base) =>
      class extends Base {
        send(subject, packet, target) {
          if (this.nsp.sockets.size > 0) {
            super.send(subject, packet, target);
          }
        }
      },
  },
];

function serving(served) {
  return (Base) =>
    class extends Base {
      apply(opts, callback) {
        let position = 0;
        super.apply(opts, (socket) => {
          if (served(position++)) {
            callback(socket);
          }
        });
      }
    };
}

function receivingOpts(change) {
  return (Base) =>
    class extends Base {
      deliver(packet, opts) {
        super.deliver(packet, change(opts));
      }
    };
}

function publishingTarget(change) {
  return (Base) =>
    class extends Base {
      frameOf(packet, target) {
        return super.frameOf(packet, change(target));
      }
    };
}

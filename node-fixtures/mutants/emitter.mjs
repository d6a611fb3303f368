import { Broadcast } from "socket.io-nats-emitter";

export const emitter = [
  {
    name: "emitter-ignores-of",
    breaks: "The emitter publishes everything to the namespace '/'.",
    kills: ["M01"],
    emitter: (Base) =>
      class extends Base {
        send(target, data) {
          super.send({ ...target, nsp: "/" }, data);
        }
      },
  },
  {
    name: "emitter-frame-per-room",
    breaks: "The emitter publishes one frame for each room.",
    kills: ["M02"],
    emitter: (Base) =>
      class extends Base {
        send(target, data) {
          const { rooms } = target;
          const each = rooms.size > 1 ? Array.from(rooms, (room) => new Set([room])) : [rooms];
          for (const one of each) {
            super.send({ ...target, rooms: one }, data);
          }
        }
      },
  },
  {
    name: "emitter-uid-dropped",
    breaks: "A node drops frames whose uid is 'emitter'.",
    kills: ["M03"],
    adapter: (Base) =>
      class extends Base {
        accept(frame) {
          return frame.uid === "emitter" ? "mutant" : super.accept(frame);
        }
      },
  },
  {
    name: "emitter-state-kept",
    breaks: "Rooms, flags and namespace of an emitter stay for the next emit.",
    kills: ["M04"],
    emitter: (Base) =>
      class extends Base {
        send(target, data) {
          this.last = target;
          super.send(target, data);
        }

        broadcastToAll() {
          return new Broadcast(this, this.last);
        }
      },
  },
];

// Names that are taken for one another: rooms, namespaces, uids.
export const names = [
  {
    name: "rooms-lower-cased",
    breaks: "A room is subscribed, and remembered, in lower case.",
    kills: ["R14"],
    adapter: folding((room) => room.toLowerCase()),
  },
  {
    name: "rooms-composed",
    breaks: "A room is subscribed, and remembered, in Unicode's composed form.",
    kills: ["R14"],
    adapter: folding((room) => room.normalize("NFC")),
  },
  {
    name: "rooms-trimmed",
    breaks: "A room is subscribed, and remembered, without the blanks at its edges.",
    kills: ["R14"],
    adapter: folding((room) => room.trim()),
  },
  {
    name: "rooms-matched-without-case",
    breaks: "A broadcast to a room reaches the rooms whose names differ in case only.",
    kills: ["R14"],
    adapter: (Base) =>
      class extends Base {
        broadcastLocally(packet, target) {
          super.broadcastLocally(packet, { ...target, rooms: new Set(this.alike([...target.rooms])) });
        }

        alike(rooms) {
          return rooms.flatMap((name) => [
            name,
            ...[...this.rooms.keys()].filter((room) => room.toLowerCase() === name.toLowerCase()),
          ]);
        }
      },
  },
  {
    name: "rooms-cut-at-255",
    breaks: "A room is subscribed, and remembered, by its first 255 characters.",
    kills: ["R15"],
    adapter: folding((room) => room.slice(0, 255)),
  },
  {
    name: "rooms-compared-by-64-characters",
    breaks: "A broadcast from this node reaches local members of rooms that agree in their first 64 characters.",
    kills: ["R15"],
    adapter: (Base) =>
      class extends Base {
        broadcastLocally(packet, target) {
          const alike = [...target.rooms].flatMap((name) => [
            name,
            ...[...this.rooms.keys()].filter((room) => name.length >= 64 && room.startsWith(name.slice(0, 64))),
          ]);
          super.broadcastLocally(packet, { ...target, rooms: new Set(alike) });
        }
      },
  },
  {
    name: "long-rooms-not-subscribed",
    breaks: "A room of more than 200 characters is not subscribed.",
    kills: ["R15"],
    adapter: (Base) =>
      class extends Base {
        subscribe(room) {
          if (room.length <= 200) {
            super.subscribe(room);
          }
        }
      },
  },
  {
    name: "namespaces-beyond-ascii-dropped",
    breaks: "A frame whose namespace is not ASCII is dropped.",
    kills: ["N10"],
    adapter: (Base) =>
      class extends Base {
        accept(frame) {
          return /^[\x20-\x7e]*$/.test(frame.packet.nsp) ? super.accept(frame) : "mutant";
        }
      },
  },
  {
    name: "namespaces-composed",
    breaks: "packet.nsp is published in Unicode's composed form.",
    kills: ["N10"],
    adapter: publishingNamespace((nsp) => nsp.normalize("NFC")),
  },
  {
    name: "namespaces-decoded",
    breaks: "Percent signs in packet.nsp are decoded.",
    kills: ["N10"],
    adapter: publishingNamespace((nsp) => nsp.replaceAll("%2F", "/")),
  },
  {
    name: "own-uid-without-case",
    breaks: "A frame whose uid differs from the node's own in case only is taken for its own.",
    kills: ["W16"],
    adapter: taking((uid, own) => uid.toLowerCase() === own.toLowerCase()),
  },
  {
    name: "own-uid-by-its-beginning",
    breaks: "A frame whose uid begins with the node's own is taken for its own.",
    kills: ["W16"],
    adapter: taking((uid, own) => uid.startsWith(own)),
  },
  {
    name: "uid-for-each-namespace",
    breaks: "Each namespace of a node has a uid of its own.",
    kills: ["W15"],
    adapter: (Base) =>
      class extends Base {
        get uid() {
          return this.nsp.name === "/" ? super.uid : [...super.uid].reverse().join("");
        }
      },
  },
  {
    name: "uid-for-rooms",
    breaks: "Frames to rooms are published under a second uid.",
    kills: ["W15"],
    adapter: (Base) =>
      class extends Base {
        frameOf(packet, target) {
          const [uid, ...rest] = super.frameOf(packet, target);
          return [target.rooms.size > 0 ? `${uid.slice(1)}R` : uid, ...rest];
        }

        accept(frame) {
          return super.accept(frame.uid === `${this.uid.slice(1)}R` ? { ...frame, uid: this.uid } : frame);
        }
      },
  },
];

// room names are changed wherever they come in, but for the ids of clients
function folding(fold) {
  return (Base) =>
    class extends Base {
      folded(rooms) {
        return Array.from(rooms, (room) => (this.sids.has(String(room)) ? room : fold(String(room))));
      }

      addAll(id, rooms) {
        return super.addAll(id, new Set(rooms.has(id) ? rooms : this.folded(rooms)));
      }

      del(id, room) {
        super.del(id, room === id ? room : fold(String(room)));
      }

      broadcastLocally(packet, target) {
        super.broadcastLocally(packet, { ...target, rooms: new Set(this.folded(target.rooms)) });
      }

      deliver(packet, opts) {
        super.deliver(packet, { ...opts, rooms: this.folded(opts.rooms) });
      }
    };
}

function publishingNamespace(change) {
  return (Base) =>
    class extends Base {
      frameOf(packet, target) {
        const [uid, { nsp, ...rest }, opts] = super.frameOf(packet, target);
        return [uid, { ...rest, nsp: change(nsp) }, opts];
      }
    };
}

function taking(own) {
  return (Base) =>
    class extends Base {
      accept(frame) {
        return own(frame.uid, this.uid) ? "own" : super.accept(frame);
      }
    };
}

// Frames that hold more than they must, frames in unusual JSON, and what a broadcast from a socket loses.
import { FrameError } from "socket.io-nats/protocol";

export const extras = [
  {
    name: "sender-in-the-packet",
    breaks: "A frame's packet names the process that sent it.",
    kills: ["W14"],
    adapter: framing(([uid, packet, opts]) => [uid, { ...packet, sender: process.pid }, opts]),
  },
  {
    name: "time-in-the-options",
    breaks: "A frame's options hold the time of the broadcast.",
    kills: ["W14"],
    adapter: framing(([uid, packet, opts]) => [uid, packet, { ...opts, time: Date.now() }]),
  },
  {
    name: "own-flags-in-the-frame",
    breaks: "A frame's flags hold one that the adapter uses for itself.",
    kills: ["W14"],
    adapter: framing(([uid, packet, opts]) => [
      uid,
      packet,
      { ...opts, flags: { ...opts.flags, expectSingleResponse: false } },
    ]),
  },
  {
    name: "sender-excepted-twice",
    breaks: "The socket that a broadcast is from is named twice among the exceptions.",
    kills: ["W14"],
    adapter: framing(([uid, packet, opts]) => [
      uid,
      packet,
      { ...opts, except: opts.except?.flatMap((id) => [id, id]) },
    ]),
  },
  {
    name: "room-of-the-sender-added",
    breaks: "The frame of a broadcast from a socket to a room names that socket's own room too.",
    kills: ["W14"],
    adapter: framing(([uid, packet, opts]) => [
      uid,
      packet,
      opts.rooms?.length > 0 && opts.except?.length > 0 ? { ...opts, rooms: [...opts.rooms, ...opts.except] } : opts,
    ]),
  },
  {
    name: "keys-in-escapes-not-found",
    breaks: "A frame whose keys are written with escapes is dropped.",
    kills: ["W17"],
    adapter: reading((text) => text.includes('"type"') || !text.includes("\\u0074ype")),
  },
  {
    name: "type-with-fraction-not-known",
    breaks: "A frame whose type is written 2.0 is dropped.",
    kills: ["W17"],
    adapter: reading((text) => !/"type":2\.0/.test(text)),
  },
  {
    name: "slash-in-escapes-not-found",
    breaks: "A frame whose namespace is written with escapes is dropped.",
    kills: ["W17"],
    adapter: reading((text) => !/"nsp":"\\/.test(text)),
  },
  {
    name: "flags-of-sockets-lost",
    breaks: "The flags of a broadcast from a socket are not carried.",
    kills: ["F07"],
    adapter: broadcasting((opts) => ({ ...opts, flags: { local: opts.flags?.local } })),
  },
  {
    name: "local-of-sockets-ignored",
    breaks: "A broadcast from a socket that is flagged local is published.",
    kills: ["F07"],
    adapter: broadcasting((opts) => ({ ...opts, flags: { ...opts.flags, local: false } })),
  },
  {
    name: "flags-kept",
    breaks: "The flags of a broadcast are in the frames of those after it.",
    kills: ["F08"],
    adapter: (Base) =>
      class extends Base {
        frameOf(packet, target) {
          this.flags = { ...this.flags, ...target.flags };
          return super.frameOf(packet, { ...target, flags: this.flags });
        }
      },
  },
  {
    name: "exceptions-kept",
    breaks: "The exceptions of a broadcast to a room hold for the next one to the namespace.",
    kills: ["F08"],
    adapter: (Base) =>
      class extends Base {
        frameOf(packet, target) {
          const { kept } = this;
          this.kept = target.rooms.size > 0 ? target.except : undefined;
          const except = target.rooms.size === 0 && kept ? new Set([...target.except, ...kept]) : target.except;
          return super.frameOf(packet, { ...target, except });
        }
      },
  },
  {
    name: "sender-served-when-it-excepts",
    breaks: "A broadcast from a socket that excepts others reaches that socket too.",
    kills: ["X09"],
    adapter: excepting(([sender, ...others]) => (others.length > 0 ? others : [sender])),
  },
  {
    name: "exceptions-of-sockets-lost",
    breaks: "A broadcast from a socket excepts that socket only.",
    kills: ["X09"],
    adapter: excepting(([sender]) => [sender]),
  },
];

function framing(change) {
  return (Base) =>
    class extends Base {
      frameOf(packet, target) {
        return change(super.frameOf(packet, target));
      }
    };
}

function reading(understood) {
  return (Base) =>
    class extends Base {
      parse(payload) {
        if (!understood(Buffer.from(payload).toString())) {
          throw new FrameError("mutant", "the mutant does not find its way in it");
        }
        return super.parse(payload);
      }
    };
}

// changes the options of broadcasts from sockets, which except the socket first
function broadcasting(change) {
  return (Base) =>
    class extends Base {
      broadcast(packet, opts) {
        const [first] = opts.except ?? [];
        super.broadcast(packet, this.sids.has(first) ? change(opts) : opts);
      }
    };
}

function excepting(change) {
  return broadcasting((opts) => ({ ...opts, except: new Set(change([...opts.except])) }));
}

// What real clients notice. `server({io, engine, …internals})` breaks a server before it listens.
import { override } from "./internals.mjs";

const DISCONNECT = 1;
const EVENT = 2;
const ACK = 3;
const CONNECT_ERROR = 4;
const SHORT = 50_000; // bytes
const SOON_MS = 2_000;

/** Loses packets on their way to a client: `isLost(client, packet)`. */
function losing(isLost) {
  return ({ Client }) =>
    override(
      Client.prototype,
      "_packet",
      (sane) =>
        function (packet, ...more) {
          return isLost(this, packet) ? undefined : sane(this, packet, ...more);
        },
    );
}

/** Writes what a client is to get otherwise: `write(sane, client, packets)`. */
function writing(write) {
  return ({ Client }) =>
    override(
      Client.prototype,
      "writeToEngine",
      (sane) =>
        function (packets, ...more) {
          return write((some) => sane(this, some, ...more), this, packets);
        },
    );
}

/** Loses packets of clients: `isLost(client, packet)`. */
function deaf(isLost) {
  return ({ Client }) =>
    override(
      Client.prototype,
      "ondecoded",
      (sane) =>
        function (packet) {
          return isLost(this, packet) ? undefined : sane(this, packet);
        },
    );
}

/** Changes the data of packets before they are written. */
function encoding(change) {
  return ({ Encoder }) =>
    override(
      Encoder.prototype,
      "encode",
      (sane) =>
        function (packet) {
          return sane(this, packet.data === undefined ? packet : { ...packet, data: change(packet.data) });
        },
    );
}

function isPolling(client) {
  return client.conn.transport.name === "polling";
}

// gives what has the form of bytes its bytes
function rebuilt(value) {
  if (Array.isArray(value)) {
    return value.map(rebuilt);
  }
  if (value?.type === "Buffer" && Array.isArray(value.data)) {
    return Buffer.from(value.data);
  }
  return value;
}

const counted = new WeakMap();

function isNth(client, n) {
  const count = (counted.get(client) ?? 0) + 1;
  counted.set(client, count);
  return count % n === 0;
}

const down = [
  {
    name: "twice-by-polling",
    breaks: "Clients that poll get everything twice.",
    kills: ["T01"],
    server: writing((sane, client, packets) => {
      sane(packets);
      if (isPolling(client)) {
        sane(packets);
      }
    }),
  },
  {
    name: "old-clients-stay-in-rooms",
    breaks: "Clients of Engine.IO 3 cannot leave a room.",
    kills: ["T02"],
    server: ({ Socket }) =>
      override(
        Socket.prototype,
        "leave",
        (sane) =>
          function (room) {
            return this.conn.protocol === 3 ? undefined : sane(this, room);
          },
      ),
  },
  {
    name: "lost-while-upgrading",
    breaks: "What is sent while a client upgrades is lost.",
    kills: ["T03"],
    server: writing((sane, client, packets) => {
      if (!client.conn.upgrading) {
        sane(packets);
      }
    }),
  },
  {
    name: "every-fiftieth-lost-by-polling",
    breaks: "Clients that poll lose every fiftieth event.",
    kills: ["T27"],
    server: writing((sane, client, packets) => {
      if (!isPolling(client) || !isNth(client, 50)) {
        sane(packets);
      }
    }),
  },
  {
    name: "first-event-lost",
    breaks: "The first event to each client is lost.",
    kills: ["T10", "T11"],
    server: losing((client, packet) => packet.type === EVENT && isNth(client, 1) && counted.get(client) === 1),
  },
  {
    name: "bytes-as-objects",
    breaks: "Bytes reach clients as objects that describe them.",
    kills: ["T06", "T15", "T16", "T17", "T18", "T20"],
    server: encoding((data) => JSON.parse(JSON.stringify(data))),
  },
  {
    name: "look-alikes-become-bytes",
    breaks: "What only looks like bytes reaches clients as bytes.",
    kills: ["T21"],
    server: encoding(rebuilt),
  },
  {
    name: "text-as-latin-1",
    breaks: "Text is written as if each byte of its UTF-8 were a character.",
    kills: ["T24"],
    server: ({ Encoder }) =>
      override(
        Encoder.prototype,
        "encodeAsString",
        (sane) =>
          function (packet) {
            return Buffer.from(sane(this, packet), "utf8").toString("latin1");
          },
      ),
  },
  {
    name: "no-rooms-in-namespaces",
    breaks: "Nobody can join a room of a namespace other than the default one.",
    kills: ["T26"],
    server: ({ Socket }) =>
      override(
        Socket.prototype,
        "join",
        (sane) =>
          function (rooms) {
            return this.nsp.name === "/" || rooms === this.id ? sane(this, rooms) : undefined;
          },
      ),
  },
];

const up = [
  {
    name: "short-messages-only",
    breaks: "The server takes no message of more than 50 kB.",
    kills: ["T22", "T23"],
    server: ({ engine }) => {
      engine.opts.maxHttpBufferSize = SHORT;
      engine.ws.options.maxPayload = SHORT;
    },
  },
  {
    name: "every-twentieth-of-a-client-lost",
    breaks: "Every twentieth packet of a client is lost.",
    kills: ["T28"],
    server: deaf((client, packet) => packet.type === EVENT && isNth(client, 20)),
  },
  {
    name: "first-argument-not-acknowledged",
    breaks: "The server's acknowledgements lack their first argument.",
    kills: ["T12", "T14", "T17"],
    server: ({ Client }) =>
      override(
        Client.prototype,
        "_packet",
        (sane) =>
          function (packet, ...more) {
            return sane(this, packet.type === ACK ? { ...packet, data: packet.data.slice(1) } : packet, ...more);
          },
      ),
  },
  {
    name: "answers-of-clients-lost",
    breaks: "The server does not hear of clients' acknowledgements.",
    kills: ["T13", "T14", "T18"],
    server: deaf((_client, packet) => packet.type === ACK),
  },
];

const doors = [
  {
    name: "credentials-forgotten",
    breaks: "The credentials of clients are lost on the way to the namespace.",
    kills: ["T11", "T34"],
    server: ({ Client }) =>
      override(
        Client.prototype,
        "connect",
        (sane) =>
          function (name) {
            this.request._query = {};
            return sane(this, name, {});
          },
      ),
  },
  {
    name: "refusals-not-told",
    breaks: "Nobody is told that they are refused.",
    kills: ["T32", "T33", "T35"],
    server: losing((_client, packet) => packet.type === CONNECT_ERROR),
  },
  {
    name: "made-to-leave-in-silence",
    breaks: "Nobody is told that they have been made to leave a namespace.",
    kills: ["T29"],
    server: losing((_client, packet) => packet.type === DISCONNECT),
  },
  {
    name: "connections-never-ended",
    breaks: "The server cannot end a connection.",
    kills: ["T30"],
    server: ({ Client }) => {
      Client.prototype._disconnect = () => {};
    },
  },
  {
    name: "leavers-stay",
    breaks: "Who has left is still counted among those who are there.",
    kills: ["T31"],
    server: ({ Client, Socket }) => {
      Client.prototype.onclose = () => {};
      Socket.prototype._onclose = () => {};
    },
  },
  {
    name: "sessions-end-soon",
    breaks: "Every session ends after two seconds.",
    kills: ["T37"],
    server: ({ engine }) => engine.on("connection", (session) => setTimeout(() => session.close(), SOON_MS)),
  },
];

export const clients = [...down, ...up, ...doors];

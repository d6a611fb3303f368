// Sessions of Engine.IO kept, ended or moved wrongly. `server({io, engine, …internals})` breaks a server before it listens.
import { everySession, override } from "./internals.mjs";

/** Takes bodies of bytes of some transports for text. */
function typed(isBroken) {
  return ({ Polling }) =>
    override(
      Polling.prototype,
      "onDataRequest",
      (sane) =>
        function (req, res) {
          if (isBroken(this)) {
            delete req.headers["content-type"];
          }
          return sane(this, req, res);
        },
    );
}

const polls = [
  {
    name: "second-poll-takes-over",
    breaks: "A second poll takes the place of the open one.",
    kills: ["K16"],
    server: ({ Polling }) =>
      override(
        Polling.prototype,
        "onPollRequest",
        (sane) =>
          function (req, res) {
            this.req?.cleanup();
            return sane(this, req, res);
          },
      ),
  },
  {
    name: "close-by-polling-ignored",
    breaks: "A client that polls cannot end its session.",
    kills: ["K17"],
    server: ({ Polling }) =>
      override(
        Polling.prototype,
        "onData",
        (sane) =>
          function (data) {
            return sane(this, /^(1:)?1$/.test(data) ? (this.protocol === 4 ? "6" : "1:6") : data);
          },
      ),
  },
  {
    name: "abandoned-poll-borne-with",
    breaks: "A client may leave in the middle of a poll.",
    kills: ["K31"],
    server: ({ Polling }) =>
      override(
        Polling.prototype,
        "onPollRequest",
        (sane) =>
          function (req, res) {
            sane(this, req, res);
            req.removeAllListeners("close");
            req.once("close", () => {
              if (this.req === req) {
                req.cleanup();
                this.writable = false;
              }
            });
          },
      ),
  },
  {
    name: "ended-sessions-are-kept",
    breaks: "A session that has ended is still known.",
    kills: ["K32"],
    server: ({ engine }) =>
      engine.on("connection", (session) =>
        session.once("close", () =>
          setImmediate(() => {
            engine.clients[session.id] = session;
          }),
        ),
      ),
  },
  {
    name: "bytes-taken-for-text-4",
    breaks: "In version 4 a body of bytes is taken for text.",
    kills: ["K68"],
    server: typed((transport) => transport.protocol === 4),
  },
  {
    name: "bytes-taken-for-text-3",
    breaks: "In version 3 a body of bytes is taken for text.",
    kills: ["K69"],
    server: typed((transport) => transport.protocol === 3),
  },
  {
    name: "limit-is-one-too-short",
    breaks: "Bodies and messages of just the longest length are refused.",
    kills: ["K72"],
    server: ({ engine, http }) => {
      engine.on("connection", ({ transport }) => {
        transport.maxHttpBufferSize -= 1;
      });
      http.on("listening", () => {
        engine.ws.options.maxPayload -= 1;
      });
    },
  },
  {
    name: "too-long-a-body-ends-the-session",
    breaks: "A body that is too long ends the session.",
    kills: ["K73"],
    server: ({ Polling }) =>
      override(
        Polling.prototype,
        "onDataRequest",
        (sane) =>
          function (req, res) {
            res.on("finish", () => res.statusCode === 413 && this.onError("too long"));
            return sane(this, req, res);
          },
      ),
  },
  {
    name: "longest-body-unchecked",
    breaks: "A body may be of any length.",
    kills: ["K28"],
    server: everySession(({ transport }) => {
      transport.maxHttpBufferSize = Number.POSITIVE_INFINITY;
    }),
  },
  {
    name: "longest-message-unchecked",
    breaks: "A message over WebSocket may be of any length.",
    kills: ["K29"],
    server: ({ engine, http }) =>
      http.on("listening", () => {
        engine.ws.options.maxPayload = 0; // of any length
      }),
  },
];

const heartbeats = [
  {
    name: "no-pings",
    breaks: "The server does not ping.",
    kills: ["K18", "K19", "K34"],
    server: ({ EngineSocket }) => {
      EngineSocket.prototype.schedulePing = () => {};
    },
  },
  {
    name: "silent-clients-stay",
    breaks: "A client that is silent stays connected.",
    kills: ["K19", "K21", "K33"],
    server: ({ EngineSocket }) => {
      EngineSocket.prototype.resetPingTimeout = () => {};
    },
  },
  {
    name: "pings-of-clients-unanswered",
    breaks: "The pings of clients of version 3 are not answered.",
    kills: ["K20", "K34"],
    server: ({ EngineSocket }) =>
      override(
        EngineSocket.prototype,
        "sendPacket",
        (sane) =>
          function (type, ...more) {
            return type === "pong" ? undefined : sane(this, type, ...more);
          },
      ),
  },
  {
    name: "pings-in-any-direction",
    breaks: "A ping of a client of version 4 is answered, and a pong of one of version 3 is taken.",
    kills: ["K22"],
    server: ({ EngineSocket }) =>
      override(
        EngineSocket.prototype,
        "onPacket",
        (sane) =>
          function (packet) {
            return packet.type === (this.protocol === 4 ? "ping" : "pong") ? undefined : sane(this, packet);
          },
      ),
  },
];

const upgrades = [
  {
    name: "upgrade-loses-what-waits",
    breaks: "What waits for a client that goes over to a WebSocket is lost.",
    kills: ["K23", "K38"],
    server: everySession((session) =>
      session.on("upgrade", () => {
        session.writeBuffer = [];
      }),
    ),
  },
  {
    name: "polls-after-the-upgrade",
    breaks: "A session is polled although it has a WebSocket.",
    kills: ["K24", "K79"],
    server: ({ engine }) =>
      override(
        engine,
        "handleRequest",
        (sane) =>
          function (req, res) {
            this.prepare(req);
            return this.clients[req._query.sid]?.transport.name === "websocket" ? res.end("6") : sane(this, req, res);
          },
      ),
  },
  {
    name: "second-websocket-takes-over",
    breaks: "A second WebSocket takes over the session of the first.",
    kills: ["K25"],
    server: ({ engine }) =>
      override(
        engine,
        "onWebSocket",
        (sane) =>
          function (req, socket, websocket) {
            const session = this.clients[req._query.sid];
            if (!session?.upgraded) {
              return sane(this, req, socket, websocket);
            }
            req.websocket = websocket;
            session.clearTransport();
            session.setTransport(this.createTransport("websocket", req));
          },
      ),
  },
  {
    name: "several-probes-at-once",
    breaks: "Several WebSockets may probe for one session.",
    kills: ["K35"],
    server: ({ engine }) =>
      override(
        engine,
        "onWebSocket",
        (sane) =>
          function (req, socket, websocket) {
            const session = this.clients[req._query.sid];
            if (session) {
              session.upgrading = false;
            }
            return sane(this, req, socket, websocket);
          },
      ),
  },
  {
    name: "upgrades-take-any-time",
    breaks: "A WebSocket may probe for ever.",
    kills: ["K37"],
    server: ({ engine }) => {
      engine.opts.upgradeTimeout = 1e9;
    },
  },
  {
    name: "poll-stays-open-beside-the-probe",
    breaks: "A probe does not end the open poll.",
    kills: ["K26"],
    server: ({ Polling }) =>
      override(
        Polling.prototype,
        "send",
        (sane) =>
          function (packets) {
            return packets.length === 1 && packets[0].type === "noop" ? undefined : sane(this, packets);
          },
      ),
  },
  {
    name: "failed-upgrade-ends-the-session",
    breaks: "An upgrade that is not completed ends the session.",
    kills: ["K27", "K36", "K37"],
    server: everySession((session) =>
      session.on("upgrading", (transport) => {
        const end = () => session.upgraded || session.close(true);
        transport.once("close", end);
        // at once where the server ends it, or the client's next request may come first
        override(
          transport,
          "close",
          (sane) =>
            function (...callback) {
              end();
              return sane(this, ...callback);
            },
        );
      }),
    ),
  },
];

/** Mutants of the life of a session. */
export const sessions = [...polls, ...heartbeats, ...upgrades];

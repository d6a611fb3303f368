// Engine.IO served wrongly. `server({io, engine, …internals})` breaks a server before it listens.
import { override } from "./internals.mjs";

const isTransport = (name) => ["polling", "websocket"].includes(name);

/** Changes a request before it is checked. */
function beforeVerify(change) {
  return ({ engine }) =>
    override(
      engine,
      "verify",
      (sane) =>
        function (req, upgrade, done) {
          change(req, upgrade, this);
          sane(this, req, upgrade, done);
        },
    );
}

/** Changes each session at its beginning. */
function everySession(change) {
  return ({ engine }) => engine.on("connection", change);
}

const handshakes = [
  {
    name: "max-payload-unsaid",
    breaks: "The handshake does not say how long a payload may be.",
    kills: ["K01", "K02"],
    server: ({ EngineSocket }) =>
      override(
        EngineSocket.prototype,
        "sendPacket",
        (sane) =>
          function (type, data, ...more) {
            const said = type === "open" ? JSON.stringify({ ...JSON.parse(data), maxPayload: undefined }) : data;
            return sane(this, type, said, ...more);
          },
      ),
  },
  {
    name: "upgrades-of-a-websocket",
    breaks: "The handshake of a WebSocket offers an upgrade to WebSocket.",
    kills: ["K02"],
    server: ({ EngineSocket }) => {
      EngineSocket.prototype.getAvailableUpgrades = () => ["websocket"];
    },
  },
  {
    name: "any-transport",
    breaks: "An unknown transport is taken for polling.",
    kills: ["K03"],
    server: beforeVerify((req) => {
      if (!isTransport(req._query.transport)) {
        req._query.transport = "polling";
      }
    }),
  },
  {
    name: "unknown-session-opens-one",
    breaks: "A request of a session that is not there opens one.",
    kills: ["K04", "K14", "K16", "K17"],
    server: beforeVerify((req, upgrade, engine) => {
      if (!upgrade && !engine.clients[req._query.sid]) {
        delete req._query.sid;
        req.method = "GET";
      }
    }),
  },
  {
    name: "handshake-by-any-method",
    breaks: "A session is opened by any method.",
    kills: ["K05"],
    server: beforeVerify((req) => {
      if (!req._query.sid) {
        req.method = "GET";
      }
    }),
  },
  {
    name: "websocket-by-http",
    breaks: "A request for a WebSocket that is none opens a session by polling.",
    kills: ["K06"],
    server: beforeVerify((req, upgrade) => {
      if (!upgrade && req._query.transport === "websocket") {
        req._query.transport = "polling";
      }
    }),
  },
  {
    name: "version-of-a-session-unchecked",
    breaks: "A session may be asked in any version of Engine.IO.",
    kills: ["K07"],
    server: beforeVerify((req, _upgrade, engine) => {
      const session = engine.clients[req._query.sid];
      if (session) {
        req._query.EIO = String(session.protocol);
      }
    }),
  },
  {
    name: "every-origin-allowed",
    breaks: "Pages of every origin are given permission.",
    kills: ["K08"],
    server: ({ engine }) =>
      engine.on("headers", (headers) => {
        headers["access-control-allow-origin"] = "*";
      }),
  },
  {
    name: "preflight-opens-a-session",
    breaks: "A preflight opens a session.",
    kills: ["K08"],
    server: beforeVerify((req) => {
      if (req.method === "OPTIONS") {
        req.method = "GET";
      }
    }),
  },
  {
    name: "cookie-chooses-the-session",
    breaks: "The session id is that of a cookie, where there is one.",
    kills: ["K30"],
    server: ({ engine }) =>
      override(
        engine,
        "generateId",
        (sane) =>
          function (req) {
            return /io=([^;]+)/.exec(req.headers.cookie ?? "")?.[1] ?? sane(this, req);
          },
      ),
  },
];

const payloads = [
  {
    name: "payload-read-backwards",
    breaks: "The packets of one body are taken in reverse order.",
    kills: ["K09"],
    server: ({ Polling }) =>
      override(
        Polling.prototype,
        "onData",
        (sane) =>
          function (data) {
            return sane(this, this.protocol === 4 ? data.split("\x1e").reverse().join("\x1e") : data);
          },
      ),
  },
  {
    name: "fifty-packets-a-poll",
    breaks: "What is more than 50 packets is not sent to a client that polls.",
    kills: ["K09"],
    server: ({ Polling }) =>
      override(
        Polling.prototype,
        "send",
        (sane) =>
          function (packets) {
            return sane(this, packets.slice(0, 50));
          },
      ),
  },
  {
    name: "text-beyond-ascii-lost",
    breaks: "By polling, characters beyond ASCII become question marks.",
    kills: ["K10"],
    server: ({ Polling }) =>
      override(
        Polling.prototype,
        "doWrite",
        (sane) =>
          function (data, ...more) {
            return sane(this, typeof data === "string" ? data.replace(/[^ -~\s]/g, "?") : data, ...more);
          },
      ),
  },
  {
    name: "base64-without-its-letter",
    breaks: "In a body of version 4 base64 is not marked as such.",
    kills: ["K11"],
    server: ({ Polling }) =>
      override(
        Polling.prototype,
        "doWrite",
        (sane) =>
          function (data, ...more) {
            return sane(this, this.protocol === 4 ? data.replaceAll("\x1eb", "\x1e") : data, ...more);
          },
      ),
  },
  {
    name: "version-3-in-text-only",
    breaks: "Clients of version 3 get bytes as base64, whatever they take.",
    kills: ["K12"],
    server: everySession((session) => {
      session.transport.supportsBinary = false;
    }),
  },
  {
    name: "version-3-in-bytes-only",
    breaks: "Clients of version 3 get bytes, whatever they take.",
    kills: ["K13"],
    server: everySession((session) => {
      session.transport.supportsBinary = true;
    }),
  },
  {
    name: "no-packet-ignored",
    breaks: "What is no packet is ignored.",
    kills: ["K14", "K15"],
    server: ({ EngineSocket }) =>
      override(
        EngineSocket.prototype,
        "onPacket",
        (sane) =>
          function (packet) {
            return packet.type === "error" ? undefined : sane(this, packet);
          },
      ),
  },
];

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
    kills: ["K18", "K19"],
    server: ({ EngineSocket }) => {
      EngineSocket.prototype.schedulePing = () => {};
    },
  },
  {
    name: "silent-clients-stay",
    breaks: "A client that is silent stays connected.",
    kills: ["K19", "K21"],
    server: ({ EngineSocket }) => {
      EngineSocket.prototype.resetPingTimeout = () => {};
    },
  },
  {
    name: "pings-of-clients-unanswered",
    breaks: "The pings of clients of version 3 are not answered.",
    kills: ["K20"],
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
    kills: ["K23"],
    server: everySession((session) =>
      session.on("upgrade", () => {
        session.writeBuffer = [];
      }),
    ),
  },
  {
    name: "polls-after-the-upgrade",
    breaks: "A session is polled on after its upgrade.",
    kills: ["K24"],
    server: ({ engine }) =>
      override(
        engine,
        "handleRequest",
        (sane) =>
          function (req, res) {
            this.prepare(req);
            return this.clients[req._query.sid]?.upgraded ? res.end("6") : sane(this, req, res);
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
    kills: ["K27"],
    server: everySession((session) =>
      session.on("upgrading", (transport) => transport.once("close", () => session.upgraded || session.close(true))),
    ),
  },
];

/** Mutants of Engine.IO's side of the server. */
export const engine = [...handshakes, ...payloads, ...polls, ...heartbeats, ...upgrades];

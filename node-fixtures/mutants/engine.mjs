// Engine.IO served wrongly. `server({io, engine, …internals})` breaks a server before it listens.
import { beforeVerify, everySession, override } from "./internals.mjs";

const BAD_REQUEST = 3;

const isTransport = (name) => ["polling", "websocket"].includes(name);

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

const answers = [
  {
    name: "websocket-of-nobody-opens-a-session",
    breaks: "A WebSocket for an unknown session opens one.",
    kills: ["K32", "K74"],
    server: beforeVerify((req, upgrade, engine) => {
      if (upgrade && !engine.clients[req._query.sid]) {
        delete req._query.sid;
      }
    }),
  },
  {
    name: "no-version-no-session",
    breaks: "Who names no version of Engine.IO is refused.",
    kills: ["K75"],
    server: ({ engine }) =>
      override(
        engine,
        "verify",
        (sane) =>
          function (req, upgrade, done) {
            return ["3", "4"].includes(req._query.EIO) ? sane(this, req, upgrade, done) : done(BAD_REQUEST, {});
          },
      ),
  },
  {
    name: "one-request-of-a-connection",
    breaks: "A connection ends after its first answer, which does not say so.",
    kills: ["K76"],
    server: ({ http }) => http.prependListener("request", (req, res) => res.on("finish", () => req.socket.end())),
  },
  {
    name: "answers-may-be-kept",
    breaks: "Answers do not say that caches must not keep them.",
    kills: ["K77"],
    server: ({ engine }) =>
      engine.on("headers", (headers) => {
        delete headers["cache-control"];
      }),
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
    kills: ["K09", "K70"],
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
    kills: ["K10", "K71"],
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

/** Mutants of what Engine.IO says in its first answers, and of how it writes payloads. */
export const engine = [...handshakes, ...answers, ...payloads];

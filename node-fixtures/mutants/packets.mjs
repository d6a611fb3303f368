// Socket.IO's packets served wrongly. `server({io, engine, …internals})` breaks a server before it listens.
import { bearing, beforePacket, override } from "./internals.mjs";

const CONNECT = 0;
const EVENT = 2;
const ACK = 3;
const CONNECT_ERROR = 4;

/** Does something else with packets of clients: `change(client, packet)` is true where that was all. */
function insteadOf(change) {
  return ({ Client }) =>
    override(
      Client.prototype,
      "ondecoded",
      (sane) =>
        function (packet) {
          return change(this, packet) ? undefined : sane(this, packet);
        },
    );
}

/** Takes data of some packets for sound. */
function lenient(isSound) {
  return ({ Decoder }) =>
    override(
      Decoder,
      "isPayloadValid",
      (sane) =>
        function (type, payload) {
          return isSound(type, payload) || sane(this, type, payload);
        },
    );
}

const entering = [
  {
    name: "one-id-for-all-namespaces",
    breaks: "A client has the same socket id in every namespace.",
    kills: ["K40", "K86"],
    server: beforePacket((packet, client) =>
      packet.type === CONNECT && packet.data ? { ...packet, data: { sid: client.id } } : packet,
    ),
  },
  {
    name: "ids-for-version-4",
    breaks: "Clients of version 4 are answered with an id.",
    kills: ["K41", "K42"],
    server: beforePacket((packet) =>
      packet.type === CONNECT && !packet.data ? { ...packet, data: { sid: "an-id" } } : packet,
    ),
  },
  {
    name: "query-is-part-of-the-namespace",
    breaks: "The query of a namespace is taken for a part of its name.",
    kills: ["K41", "K42"],
    server: ({ Client }) => {
      Client.prototype._parseNamespace = ({ nsp, data }) => ({ namespace: nsp, authPayload: data });
    },
  },
  {
    name: "unknown-namespace-ends-the-connection",
    breaks: "Who asks for an unknown namespace loses the connection.",
    kills: ["K43"],
    server: insteadOf((client, { type, nsp }) => {
      const unknown = type === CONNECT && nsp === "/nowhere";
      if (unknown) {
        client.close();
      }
      return unknown;
    }),
  },
  {
    name: "refusal-is-a-text",
    breaks: "A refusal is the message alone in every version.",
    kills: ["K43", "K44", "K83", "K84"],
    server: beforePacket((packet) =>
      packet.type === CONNECT_ERROR ? { ...packet, data: packet.data.message ?? packet.data } : packet,
    ),
  },
  {
    name: "refusal-is-an-object",
    breaks: "A refusal is an object in every version.",
    kills: ["K45", "K83"],
    server: beforePacket((packet) =>
      typeof packet.data === "string" ? { ...packet, data: { message: packet.data } } : packet,
    ),
  },
  {
    name: "no-credentials-no-question",
    breaks: "Who brings no credentials is let in.",
    kills: ["K46", "K47"],
    server: ({ Namespace }) =>
      override(
        Namespace.prototype,
        "run",
        (sane) =>
          function (socket, done) {
            return socket.handshake.auth.token ? sane(this, socket, done) : done();
          },
      ),
  },
  {
    name: "events-of-strangers-ignored",
    breaks: "Events of clients that are not in the namespace are ignored.",
    kills: ["K47", "K48", "K65", "K84"],
    server: insteadOf((client, packet) => packet.type !== CONNECT && !client.nsps.get(packet.nsp)),
  },
  {
    name: "no-connect-is-borne-with",
    breaks: "A client may stay without a namespace.",
    kills: ["K39", "K49"],
    server: ({ Client }) =>
      override(
        Client.prototype,
        "setup",
        (sane) =>
          function () {
            sane(this);
            clearTimeout(this.connectTimeout);
          },
      ),
  },
  {
    name: "second-connect-answered",
    breaks: "A second CONNECT is answered as the first.",
    kills: ["K50"],
    server: insteadOf((client, { type, nsp }) => {
      const socket = type === CONNECT && client.nsps.get(nsp);
      if (socket) {
        client._packet({ type: CONNECT, nsp, data: { sid: socket.id } });
      }
      return socket;
    }),
  },
  {
    name: "any-data-of-connect",
    breaks: "The data of a CONNECT may be anything.",
    kills: ["K51"],
    server: lenient((type) => type === CONNECT),
  },
];

const events = [
  {
    name: "odd-events-borne-with",
    breaks: "Events that cannot be read are ignored.",
    kills: ["K52", "K55", "K56"],
    server: bearing((_decoder, _data, { message }) => message === "invalid payload"),
  },
  {
    name: "reserved-names-of-clients",
    breaks: "Clients may send events with names that Socket.IO keeps for itself.",
    kills: ["K53"],
    server: lenient((type, payload) => type === EVENT && typeof payload[0] === "string"),
  },
  {
    name: "unknown-packets-borne-with",
    breaks: "Packets of an unknown type are ignored.",
    kills: ["K54"],
    server: bearing((_decoder, _data, { message }) => message.startsWith("unknown packet type")),
  },
  {
    name: "ack-ids-of-letters",
    breaks: "The letters of an acknowledgement's id do not count.",
    kills: ["K55"],
    server: ({ Decoder }) =>
      override(
        Decoder.prototype,
        "add",
        (sane) =>
          function (data) {
            return sane(this, typeof data === "string" ? data.replace(/^2[a-z]+\[/, "23[") : data);
          },
      ),
  },
  {
    name: "disconnect-with-anything",
    breaks: "A DISCONNECT may have data.",
    kills: ["K56"],
    server: ({ Decoder }) =>
      override(
        Decoder.prototype,
        "add",
        (sane) =>
          function (data) {
            return data === "1{}" ? undefined : sane(this, data);
          },
      ),
  },
  {
    name: "packets-of-servers-borne-with",
    breaks: "A CONNECT_ERROR of a client is ignored.",
    kills: ["K57"],
    server: insteadOf((_client, { type }) => type === CONNECT_ERROR),
  },
  {
    name: "acks-come-twice",
    breaks: "Every acknowledgement is sent twice.",
    kills: ["K58"],
    server: ({ Client }) =>
      override(
        Client.prototype,
        "_packet",
        (sane) =>
          function (packet, ...more) {
            sane(this, packet, ...more);
            if (packet.type === ACK) {
              sane(this, packet, ...more);
            }
          },
      ),
  },
  {
    name: "answers-of-strangers-end-the-connection",
    breaks: "An acknowledgement that nobody waits for ends the connection.",
    kills: ["K67"],
    server: ({ Socket }) =>
      override(
        Socket.prototype,
        "onack",
        (sane) =>
          function (packet) {
            return this.acks.has(packet.id) ? sane(this, packet) : this.client.close();
          },
      ),
  },
];

const leaving = [
  {
    name: "leaving-one-leaves-all",
    breaks: "Who leaves one namespace loses the connection.",
    kills: ["K64"],
    server: ({ Socket }) =>
      override(
        Socket.prototype,
        "ondisconnect",
        (sane) =>
          function () {
            sane(this);
            this.client.close();
          },
      ),
  },
  {
    name: "made-to-go-without-a-word",
    breaks: "A client whose connection the server closes is not told so.",
    kills: ["K78"],
    server: ({ Client }) => {
      Client.prototype._disconnect = function () {
        this.conn.close(true);
      };
    },
  },
  {
    name: "made-to-leave-one-loses-all",
    breaks: "Whom the server makes leave one namespace loses the connection.",
    kills: ["K66", "K88"],
    server: ({ Socket }) =>
      override(
        Socket.prototype,
        "disconnect",
        (sane) =>
          function () {
            return sane(this, true);
          },
      ),
  },
];

/** Mutants of Socket.IO's side of the server. */
export const packets = [...entering, ...events, ...leaving];

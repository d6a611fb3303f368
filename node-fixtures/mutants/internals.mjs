import { createRequire } from "node:module";
import { dirname, join } from "node:path";

/**
 * The classes of Socket.IO's server that its packages do not export, for mutants of the protocol: what they change is
 * changed for the whole process, which is that of one mutant.
 */
export function internals() {
  const ofHere = createRequire(import.meta.url);
  const socketIo = ofHere.resolve("socket.io");
  const ofSocketIo = createRequire(socketIo);
  const engineIo = dirname(ofSocketIo.resolve("engine.io"));
  return {
    Namespace: ofSocketIo("./namespace.js").Namespace,
    Socket: ofSocketIo("./socket.js").Socket,
    Client: ofSocketIo("./client.js").Client,
    Decoder: ofSocketIo("socket.io-parser").Decoder,
    Encoder: ofSocketIo("socket.io-parser").Encoder,
    EngineSocket: ofSocketIo(join(engineIo, "socket.js")).Socket,
    Polling: ofSocketIo(join(engineIo, "transports/polling.js")).Polling,
    WebSocketTransport: ofSocketIo(join(engineIo, "transports/websocket.js")).WebSocket,
  };
}

/** Puts a method in the place of another; `change(sane)` gives it, and `sane` is called with `this` as first argument. */
export function override(type, method, change) {
  const original = type[method];
  if (typeof original !== "function") {
    throw new Error(`there is no method '${method}' to break`);
  }
  const sane = (self, ...args) => original.apply(self, args);
  type[method] = change(sane);
}

/** Changes a request before it is checked. */
export function beforeVerify(change) {
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
export function everySession(change) {
  return ({ engine }) => engine.on("connection", change);
}

/** Changes each packet before it is written to a client. */
export function beforePacket(change) {
  return ({ Client }) =>
    override(
      Client.prototype,
      "_packet",
      (sane) =>
        function (packet, ...more) {
          return sane(this, Array.isArray(packet) ? packet : change(packet, this), ...more);
        },
    );
}

/** Bears with packets that cannot be read: `instead(decoder, data, error)` is true where that was all. */
export function bearing(instead) {
  return ({ Decoder }) =>
    override(
      Decoder.prototype,
      "add",
      (sane) =>
        function (data) {
          try {
            return sane(this, data);
          } catch (e) {
            if (!instead(this, data, e)) {
              throw e;
            }
          }
        },
    );
}

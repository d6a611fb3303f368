// What a node does at the word of its clients; conformance/docs/control-protocol.md describes it.

/** Obeys the events of clients in every namespace of a server, present and future. */
export function serveClientEvents(io, guarded) {
  const served = new Set();
  const serve = (nsp) => {
    if (!served.has(nsp)) {
      served.add(nsp);
      serveNamespace(nsp, guarded.includes(nsp.name));
    }
  };
  io._nsps.forEach(serve);
  io.on("new_namespace", serve);
}

function serveNamespace(nsp, guarded) {
  nsp.use(({ handshake }, next) => {
    const token = handshake.auth?.token ?? handshake.query.token;
    next(token === "shut" || (guarded && token !== "open") ? new Error("refused") : undefined);
  });
  nsp.on("connection", (socket) => {
    socket.emit("auth", socket.handshake.auth);
    socket.on("message", (...args) => socket.emit("message-back", ...withoutAck(args)));
    socket.on("message-with-ack", (...args) => args.at(-1)(...withoutAck(args)));
    socket.on("ask", (...args) =>
      socket.emit("question", ...withoutAck(args), (...answer) => socket.emit("answered", ...answer)),
    );
    socket.on("kick", () => socket.disconnect());
    socket.on("kick-all", () => socket.disconnect(true));
  });
}

function withoutAck(args) {
  return typeof args.at(-1) === "function" ? args.slice(0, -1) : args;
}

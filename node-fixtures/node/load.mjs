// Load mode: clients themselves join, leave and publish, as those of a real application do.

/** Obeys the events of a load generator in a namespace; each is acknowledged when a client asks for it. */
export function serveLoad(nsp, adapter) {
  nsp.on("connection", (socket) => {
    socket.on("join", (rooms, ack) => effect(adapter, socket.join(rooms), ack));
    socket.on("leave", (rooms, ack) => effect(adapter, Promise.all(rooms.map((room) => socket.leave(room))), ack));
    socket.on("publish", (room, payload, ack) => {
      nsp.to(room).emit("m", payload);
      ack?.("ok");
    });
    socket.on("broadcast", (payload, ack) => {
      nsp.emit("m", payload);
      ack?.("ok");
    });
    socket.on("here", (ack) => ack?.("ok"));
  });
}

// acknowledged when the broker has the subscriptions; a client whose node cannot do it hears nothing
async function effect(adapter, change, ack) {
  try {
    await change;
    await adapter.flush();
    ack?.("ok");
  } catch (e) {
    process.stderr.write(`load mode: ${e?.message ?? e}\n`);
  }
}

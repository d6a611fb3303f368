// Which of the clients are served.
export const transports = [
  {
    name: "engine-io-3-not-served",
    breaks: "Clients that speak Engine.IO 3 get no broadcast.",
    kills: ["T01"],
    adapter: serving((socket) => socket.conn.protocol !== 3),
  },
  {
    name: "polling-not-served",
    breaks: "Clients that use HTTP long-polling get no broadcast.",
    kills: ["T02"],
    adapter: serving((socket) => socket.conn.transport.name !== "polling"),
  },
  {
    name: "upgrading-not-served",
    breaks: "Clients get no broadcast while they move from polling to websocket.",
    kills: ["T03"],
    adapter: serving((socket) => !socket.conn.upgrading),
  },
];

function serving(served) {
  return (Base) =>
    class extends Base {
      apply(opts, callback) {
        super.apply(opts, (socket) => {
          if (served(socket)) {
            callback(socket);
          }
        });
      }
    };
}

// Socket.IO clients of npm that listen, and tell on stdout what happens to them, a JSON object a line. They end with stdin.
// Usage: node listen.mjs '{"url": "http://127.0.0.1:3000/chat", "generation": 4, "transports": ["polling"], "count": 5}'
// generation: 4 or 2, of socket.io-client. transports: the client's own when left out.
import { io } from "socket.io-client";
import ioOfGeneration2 from "socket.io-client-2";

const GENERATIONS = { 4: io, 2: ioOfGeneration2 };

const { url, generation, transports, count, ...rest } = JSON.parse(process.argv[2]);
const connect = GENERATIONS[generation];
if (connect === undefined) {
  throw new Error(`generation ${generation}: there are ${Object.keys(GENERATIONS).join(" and ")}; give one of them`);
}

const tell = (line) => process.stdout.write(`${JSON.stringify(line)}\n`);

for (let client = 0; client < count; client++) {
  const options = { forceNew: true, reconnection: false, ...rest };
  if (transports !== undefined) {
    options.transports = transports;
  }
  const socket = connect(url, options);
  socket.on("connect", () => {
    const { engine } = socket.io;
    tell({ client, is: "connected", transport: engine.transport.name });
    engine.on("upgrade", (transport) => tell({ client, is: "upgraded", transport: transport.name }));
  });
  socket.on("tick", (number, text) => tell({ client, is: "tick", number, text }));
  socket.on("end", () => tell({ client, is: "end" }));
  socket.on("disconnect", (reason) => tell({ client, is: "disconnected", reason }));
  for (const failure of ["connect_error", "connect_timeout", "error"]) {
    socket.on(failure, (error) => tell({ client, is: "failed", reason: `${failure}: ${error?.message ?? error}` }));
  }
  socket.io.on("error", (error) => tell({ client, is: "failed", reason: `manager: ${error?.message ?? error}` }));
}

process.stdin.on("end", () => process.exit(0)).resume();

import { spawn } from "node:child_process";
import { once } from "node:events";
import { connect } from "node:net";
import { createInterface } from "node:readline";

const PROGRAM = new URL("../../node.mjs", import.meta.url).pathname;

/** Starts the node program. `ask(request)` gives the answer of the same place in line. */
export function startProgram(t, env) {
  const child = spawn(process.execPath, [PROGRAM], { env: { ...process.env, ...env } });
  t.after(() => child.kill("SIGKILL"));
  const exited = once(child, "exit").then(([status]) => status);
  let stderr = "";
  child.stderr.on("data", (chunk) => {
    stderr += chunk;
  });
  const next = reader(child.stdout);
  return {
    child,
    exited,
    next,
    stderr: () => stderr,
    ask: (request) => asking(child.stdin, next, request),
    overTcp: async (port) => {
      const socket = connect(port, "127.0.0.1");
      await once(socket, "connect");
      const answer = reader(socket);
      return { socket, hello: await answer(), ask: (request) => asking(socket, answer, request) };
    },
  };
}

function asking(stream, next, request) {
  stream.write(`${typeof request === "string" ? request : JSON.stringify(request)}\n`);
  return next();
}

function reader(stream) {
  const lines = createInterface({ input: stream })[Symbol.asyncIterator]();
  return async () => JSON.parse((await lines.next()).value ?? "null");
}

import { createServer } from "node:net";
import { createInterface } from "node:readline";

/** Where control lines come from and go to: {input, write, port?}. */
export async function openControl(port, host) {
  if (port === undefined) {
    return { input: process.stdin, write: (line) => write(process.stdout, line) };
  }
  const server = createServer();
  await new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, resolve);
  });
  const connected = new Promise((resolve) => {
    server.once("connection", (socket) => {
      server.close(); // one connection, for the life of the node
      socket.setNoDelay(true);
      socket.on("error", () => process.exit(0));
      resolve(socket);
    });
  });
  return {
    port: server.address().port,
    input: connected,
    write: async (line) => write(await connected, line),
  };
}

/** Writes one control line. */
export function write(stream, line) {
  return new Promise((resolve) => {
    stream.write(`${JSON.stringify(line)}\n`, resolve);
  });
}

/**
 * Answers requests in order: `perform(request)` gives the fields of an answer or throws. The process ends with the
 * input, at once.
 */
export async function serve({ input, write }, perform) {
  const stream = await input;
  stream.once("end", () => process.exit(0));
  stream.once("close", () => process.exit(0));
  let last = Promise.resolve();
  createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY }).on("line", (line) => {
    last = last.then(async () => {
      const request = parse(line);
      const id = typeof request?.op === "string" ? (request.id ?? null) : null;
      const answer = await answerTo(request, perform);
      await write({ id, ...answer });
      if (request?.op === "stop" && answer.ok) {
        process.exit(0);
      }
    });
  });
}

function parse(line) {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}

/** The answer to one request, without its id. */
export async function answerTo(request, perform) {
  if (typeof request?.op !== "string") {
    return { ok: false, error: 'a control line has to be a JSON object with an "op"' };
  }
  try {
    return { ok: true, ...(await perform(request)) };
  } catch (e) {
    return { ok: false, ...(e instanceof Unsupported ? { unsupported: true } : {}), error: sentence(e) };
  }
}

/** An operation that this node does not know. */
export class Unsupported extends Error {}

function sentence(error) {
  return String(error?.message ?? error).replace(/\s*\n\s*/g, " ");
}

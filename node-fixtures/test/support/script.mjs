import { spawn } from "node:child_process";
import { once } from "node:events";

const FOLDER = new URL("../..", import.meta.url).pathname;

/**
 * Runs an ES module of this text in a process of its own, with the packages of this folder. Gives {status, stdout,
 * stderr}; a process that does not end by itself within `limit` ms is killed, and its status is null.
 */
export async function runScript(t, text, { env = {}, limit = 20_000 } = {}) {
  const child = spawn(process.execPath, ["--input-type=module", "-e", text], {
    cwd: FOLDER,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  t.after(() => child.kill("SIGKILL"));
  const timer = setTimeout(() => child.kill("SIGKILL"), limit);
  const said = { stdout: "", stderr: "" };
  for (const name of ["stdout", "stderr"]) {
    child[name].on("data", (chunk) => {
      said[name] += chunk;
    });
  }
  const [status] = await once(child, "close");
  clearTimeout(timer);
  return { status, ...said };
}

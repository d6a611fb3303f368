import { execFileSync, spawn } from "node:child_process";
import {
  accessSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { homedir, tmpdir } from "node:os";
import { delimiter, join } from "node:path";

const LIMIT_MS = 10_000;
const FETCH_LIMIT_MS = 120_000;

/** The nats-server that the conformance suite would take; on Debian and Ubuntu it is fetched if there is none. */
export function findNatsServer(env = process.env) {
  if (env.NATS_SERVER) {
    return env.NATS_SERVER;
  }
  const cache = join(env.XDG_CACHE_HOME || join(homedir(), ".cache"), "socketio-nats");
  const cached = join(cache, "nats-server/usr/sbin/nats-server");
  const onPath = (env.PATH ?? "").split(delimiter).map((folder) => join(folder, "nats-server"));
  return [...onPath, cached].find(isProgram) ?? fetched(cache, cached);
}

// the distribution's package, unpacked without root, into the place where the conformance suite looks as well
function fetched(cache, program) {
  mkdirSync(cache, { recursive: true });
  const work = mkdtempSync(join(cache, "apt-"));
  try {
    mkdirSync(join(work, "lists/partial"), { recursive: true });
    mkdirSync(join(work, "archives/partial"), { recursive: true });
    const places = [
      `Dir::State::Lists=${work}/lists`,
      `Dir::Cache=${work}`,
      "Debug::NoLocking=1",
      "APT::Sandbox::User=",
    ];
    const options = places.flatMap((place) => ["-o", place]);
    const run = (command, ...args) =>
      execFileSync(command, args, { cwd: work, stdio: "pipe", timeout: FETCH_LIMIT_MS });
    run("apt-get", ...options, "update", "-qq");
    run("apt-get", ...options, "download", "-qq", "nats-server");
    run(
      "dpkg",
      "-x",
      join(
        work,
        readdirSync(work).find((name) => name.endsWith(".deb")),
      ),
      join(work, "unpacked"),
    );
    if (!isProgram(program)) {
      renameSync(join(work, "unpacked"), join(cache, "nats-server"));
    }
    return program;
  } catch (e) {
    throw new Error(
      `no nats-server: not named by NATS_SERVER, not on PATH, not in ${cache}, and the distribution's package cannot be ` +
        `fetched: ${e.message}; install it, or name one in NATS_SERVER`,
    );
  } finally {
    rmSync(work, { recursive: true });
  }
}

function isProgram(file) {
  try {
    accessSync(file, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

/** One process of nats-server, with its monitoring. It ends with the test. */
export class NatsServer {
  #child = null;
  #folder;

  /** `configuration` is text of a configuration file, for example `authorization { token: x }`. */
  static async start(t, configuration = "") {
    const server = new NatsServer(t, configuration);
    await server.start();
    return server;
  }

  constructor(t, configuration) {
    this.#folder = mkdtempSync(join(tmpdir(), "nats-server-"));
    this.configuration = configuration;
    t.after(async () => {
      await this.kill();
      rmSync(this.#folder, { recursive: true });
    });
  }

  get folder() {
    return this.#folder;
  }

  get url() {
    return `nats://${this.address}`;
  }

  /** Starts it, on the port that it had before if it ran already. */
  async start() {
    const file = join(this.#folder, "nats.conf");
    writeFileSync(
      file,
      `host: 127.0.0.1\nport: ${this.port ?? -1}\nhttp: "127.0.0.1:${this.monitor ?? -1}"\n` +
        `ports_file_dir: ${JSON.stringify(this.#folder)}\n${this.configuration}\n`,
    );
    this.#child = spawn(findNatsServer(), ["-c", file], { stdio: ["ignore", "ignore", "pipe"] });
    let log = "";
    this.#child.stderr.on("data", (chunk) => {
      log += chunk;
    });
    await until("nats-server says its ports", () => {
      if (this.#child.exitCode !== null) {
        throw new Error(`nats-server exited with status ${this.#child.exitCode}: ${log.slice(-500)}`);
      }
      return log.includes("Server is ready") && this.#readPorts();
    });
  }

  #readPorts() {
    const file = readdirSync(this.#folder).find((name) => name.endsWith(".ports"));
    if (!file) {
      return false;
    }
    const text = readFileSync(join(this.#folder, file), "utf8");
    if (!text.endsWith("}")) {
      return false; // still being written
    }
    const { nats, tls, monitoring } = JSON.parse(text);
    this.address = (nats ?? tls)[0].replace(/^.*:\/\//, "");
    this.port = Number(this.address.split(":")[1]);
    this.monitor = Number(new URL(monitoring[0]).port);
    return true;
  }

  /** Ends it; `signal` SIGTERM is a graceful end. Whatever the signal, it is gone then. */
  async kill(signal = "SIGKILL") {
    const child = this.#child;
    if (child.exitCode !== null || child.signalCode !== null) {
      return;
    }
    const gone = new Promise((resolve) => {
      child.once("exit", resolve);
    });
    child.kill(signal);
    await gone;
    for (const name of readdirSync(this.#folder).filter((file) => file.endsWith(".ports"))) {
      rmSync(join(this.#folder, name));
    }
  }

  /** Stops all its threads; afterwards it answers nothing. */
  async standStill() {
    this.#child.kill("SIGSTOP");
    await until("nats-server stands still", () => statesOf(this.#child.pid).every((state) => state.startsWith("T")));
  }

  goOn() {
    this.#child.kill("SIGCONT");
  }

  /** {connections, subscriptions} of clients now; subscriptions are sorted subjects. */
  async remains() {
    const response = await fetch(`http://127.0.0.1:${this.monitor}/connz?subs=1`);
    const { connections } = await response.json();
    return {
      connections: connections.length,
      subscriptions: connections.flatMap((connection) => connection.subscriptions_list ?? []).sort(),
    };
  }
}

// of its threads, T being stopped; where there is no /proc, of the process
function statesOf(pid) {
  const tasks = `/proc/${pid}/task`;
  if (!existsSync(tasks)) {
    return [execFileSync("ps", ["-o", "state=", "-p", String(pid)], { encoding: "utf8" }).trim()];
  }
  return readdirSync(tasks).map((task) => {
    const stat = readFileSync(`${tasks}/${task}/stat`, "utf8");
    return stat.slice(stat.lastIndexOf(")") + 2); // a name may hold blanks and brackets
  });
}

/** Waits until `condition` gives something true, and gives it back. */
export async function until(name, condition, limit = LIMIT_MS) {
  const end = performance.now() + limit;
  for (;;) {
    const value = await condition();
    if (value) {
      return value;
    }
    if (performance.now() > end) {
      throw new Error(`waited ${limit / 1000} s in vain: ${name}`);
    }
    await new Promise((resolve) => {
      setTimeout(resolve, 10);
    });
  }
}

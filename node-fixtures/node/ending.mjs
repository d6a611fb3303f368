// Exit statuses, after sysexits(3) where one fits.
export const USAGE = 64;
export const NATS_UNREACHABLE = 68;
export const ADAPTER_UNUSABLE = 69;
export const FAILED = 70;
export const CANNOT_LISTEN = 71;

/** A node that cannot start: one sentence for standard error, and the status to exit with. */
export class CannotStart extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

/** Ends the process when it is told to, and says the cause when it fails. */
export function installEndings() {
  process.on("SIGINT", () => process.exit(0));
  process.on("SIGTERM", () => process.exit(0));
  process.on("uncaughtException", fail); // rejections of promises come here too
  process.stdout.on("error", () => process.exit(0)); // nobody reads any more
}

export function fail(error) {
  const started = !(error instanceof CannotStart);
  process.stderr.write(`${started ? (error?.stack ?? error) : error.message}\n`);
  process.exit(started ? FAILED : error.status);
}

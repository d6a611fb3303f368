const PER_MINUTE = 20;
const MINUTE_MS = 60_000;

/** Lines on standard error, for users who listen to nothing: at most 20 a minute, and how many were left out. */
export class Notices {
  #times = [];
  #omitted = 0;

  write(text) {
    const now = performance.now();
    this.#times = this.#times.filter((time) => now - time < MINUTE_MS);
    if (this.#times.length >= PER_MINUTE) {
      this.#omitted++;
      return;
    }
    this.#times.push(now);
    const omitted = this.#omitted
      ? ` (lines left out before this one: ${this.#omitted}, more than ${PER_MINUTE} in a minute)`
      : "";
    this.#omitted = 0;
    console.error(`socket.io-nats: ${text.replace(/\s*\n\s*/g, " ")}${omitted}`);
  }
}

/** What a node has done so far. Plain numbers; `dropped` counts frames by the cause of their refusal. */
export class Counters {
  framesIn = 0;
  framesOut = 0;
  deliveries = 0;
  publishFailures = 0;
  subscriptions = 0;
  dropped = {};

  drop(cause) {
    this.dropped[cause] = (this.dropped[cause] ?? 0) + 1;
  }

  /** The counters as one flat object: `dropped.json` and so on. */
  toJSON() {
    const { dropped, ...numbers } = this;
    for (const [cause, count] of Object.entries(dropped)) {
      numbers[`dropped.${cause}`] = count;
    }
    return numbers;
  }
}

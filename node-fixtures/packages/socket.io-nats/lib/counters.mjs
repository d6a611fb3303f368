/** What an adapter or emitter has done so far; plain numbers, each with the meaning that it has in Java. */
export class Counters {
  /** Messages that came from NATS, dropped ones included. */
  framesIn = 0;
  /** Frames handed to the NATS connection. */
  framesOut = 0;
  /** Packets handed to local clients: one for each client that a broadcast, or a frame of NATS, reaches. */
  deliveries = 0;
  /** Broadcasts that were meant for the cluster and were not published, for whatever cause. */
  publishFailures = 0;
  /** Subscriptions held now, or to be made when NATS comes. */
  subscriptions = 0;
  /** Frames that were dropped, by cause. */
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

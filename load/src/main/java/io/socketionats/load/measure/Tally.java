package io.socketionats.load.measure;

import io.socketionats.load.result.Deliveries;
import io.socketionats.load.result.Wrong;

/**
 * The account of a level by one injector.
 *
 * @param published events that were sent
 * @param inTime right deliveries before the end of publishing
 * @param deliveries deliveries, right and wrong
 * @param latencies how long they took
 */
public record Tally(long published, long inTime, Deliveries deliveries, Latencies latencies) {
  /** The account of two injectors together. */
  public Tally plus(Tally other) {
    return new Tally(
        published + other.published,
        inTime + other.inTime,
        deliveries.plus(other.deliveries),
        latencies.plus(other.latencies));
  }

  /** What went wrong with deliveries and connections. */
  public Wrong wrong() {
    return deliveries.wrong();
  }
}

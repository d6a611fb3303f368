package io.socketionats.load.measure;

import org.HdrHistogram.Histogram;

/**
 * Histograms of a level, microseconds from the intended send time.
 *
 * @param sameNode deliveries to receivers on the publisher's node
 * @param crossNode deliveries to receivers on another node
 * @param lag how much later than intended the generator sent
 */
public record Latencies(Histogram sameNode, Histogram crossNode, Histogram lag) {
  /** The latencies of two injectors, each of which took its own on one clock. */
  public Latencies plus(Latencies other) {
    return new Latencies(
        sum(sameNode, other.sameNode), sum(crossNode, other.crossNode), sum(lag, other.lag));
  }

  /** The latencies of all deliveries. */
  public Histogram all() {
    return sum(sameNode, crossNode);
  }

  private static Histogram sum(Histogram a, Histogram b) {
    Histogram sum = new Histogram(a.getNumberOfSignificantValueDigits());
    sum.setAutoResize(true);
    sum.add(a);
    sum.add(b);
    return sum;
  }
}

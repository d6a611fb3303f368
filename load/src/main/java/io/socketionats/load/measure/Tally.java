package io.socketionats.load.measure;

import org.HdrHistogram.Histogram;

/**
 * The account of a level: deliveries by what was wrong with them. Histograms are microseconds from
 * the intended send time.
 *
 * @param published events that went out
 * @param expected deliveries that membership demands
 * @param received right deliveries, late ones and those that were allowed but not demanded included
 * @param inTime right deliveries before the end of publishing
 * @param lost demanded, and never came
 * @param late came more than a second after the end of publishing
 * @param duplicated came again
 * @param reordered came after a later one of the same publisher in the same room
 * @param leaked came to a client that was no member
 * @param disconnected connections that were gone at the end without having been closed
 * @param lag how much later than intended the generator sent
 */
public record Tally(
    long published,
    long expected,
    long received,
    long inTime,
    long lost,
    long late,
    long duplicated,
    long reordered,
    long leaked,
    long disconnected,
    Histogram sameNode,
    Histogram crossNode,
    Histogram lag) {

  /** Of two injectors, each of which took its latencies on one clock. */
  public Tally plus(Tally other) {
    return new Tally(
        published + other.published,
        expected + other.expected,
        received + other.received,
        inTime + other.inTime,
        lost + other.lost,
        late + other.late,
        duplicated + other.duplicated,
        reordered + other.reordered,
        leaked + other.leaked,
        disconnected + other.disconnected,
        sum(sameNode, other.sameNode),
        sum(crossNode, other.crossNode),
        sum(lag, other.lag));
  }

  /** Latencies of all deliveries, microseconds. */
  public Histogram all() {
    return sum(sameNode, crossNode);
  }

  /** Wrong deliveries that no load excuses. */
  public long wrong() {
    return lost + duplicated + leaked + reordered + disconnected;
  }

  private static Histogram sum(Histogram a, Histogram b) {
    Histogram sum = new Histogram(a.getNumberOfSignificantValueDigits());
    sum.setAutoResize(true);
    sum.add(a);
    sum.add(b);
    return sum;
  }
}

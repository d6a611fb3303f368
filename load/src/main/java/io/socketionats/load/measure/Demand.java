package io.socketionats.load.measure;

/**
 * What members had a right to.
 *
 * @param expected deliveries
 * @param lost those of them that did not come
 */
public record Demand(long expected, long lost) {
  /** Nothing. */
  public static final Demand NONE = new Demand(0, 0);

  public Demand plus(Demand other) {
    return new Demand(expected + other.expected, lost + other.lost);
  }
}

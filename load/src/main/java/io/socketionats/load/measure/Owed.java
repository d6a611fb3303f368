package io.socketionats.load.measure;

/**
 * The deliveries that clients should have received.
 *
 * @param how many there are
 * @param lost how many of them did not come
 */
public record Owed(long expected, long lost) {
  /** Nothing. */
  public static final Owed NONE = new Owed(0, 0);

  public Owed plus(Owed other) {
    return new Owed(expected + other.expected, lost + other.lost);
  }
}

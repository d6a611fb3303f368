package io.socketionats.load.measure;

/**
 * What members had a right to.
 *
 * @param expected deliveries
 * @param lost those of them that did not come
 */
public record Owed(long expected, long lost) {
  /** Nothing. */
  public static final Owed NONE = new Owed(0, 0);

  public Owed plus(Owed other) {
    return new Owed(expected + other.expected, lost + other.lost);
  }
}

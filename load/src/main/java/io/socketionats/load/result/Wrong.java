package io.socketionats.load.result;

/**
 * What went wrong with deliveries and connections.
 *
 * @param lost expected deliveries that never came
 * @param duplicated deliveries that came again
 * @param reordered deliveries that came after a later one of the same publisher in the same room
 * @param leaked deliveries to a client that was not a member of the room
 * @param disconnected connections that were gone at the end though nobody had closed them
 */
public record Wrong(long lost, long duplicated, long reordered, long leaked, long disconnected) {
  /** Nothing went wrong. */
  public static final Wrong NOTHING = new Wrong(0, 0, 0, 0, 0);

  /** The sums of both. */
  public Wrong plus(Wrong other) {
    return new Wrong(
        lost + other.lost,
        duplicated + other.duplicated,
        reordered + other.reordered,
        leaked + other.leaked,
        disconnected + other.disconnected);
  }

  /** Everything that went wrong. */
  public long total() {
    return lost + inexcusable() + disconnected;
  }

  /** Deliveries that no load excuses: overload may lose events, but must not add or swap any. */
  public long inexcusable() {
    return duplicated + reordered + leaked;
  }
}

package io.socketionats.load.control;

/**
 * When a publisher publishes. This is an open model: the times do not depend on what the cluster
 * does. All publishers together publish at a constant rate, and each at regular intervals.
 *
 * @param start of the level, microseconds
 * @param end of the level, microseconds; nothing is sent at it or after it
 * @param first time of the first event after the start, microseconds
 * @param interval between events, or between bursts, microseconds
 * @param burst events in a burst, 1 or more
 * @param gap between the events of a burst, microseconds
 */
public record Schedule(long start, long end, double first, double interval, int burst, long gap) {
  private static final long LONGEST_GAP = 150_000;

  /**
   * The schedule of one publisher among several.
   *
   * @param place of the publisher, 0 to {@code publishers - 1}
   * @param rate events per second of all publishers
   */
  public static Schedule of(
      long start, long end, int place, int publishers, double rate, int burst) {
    double each = publishers / rate * 1_000_000 * burst;
    long gap = (long) Math.min(LONGEST_GAP, each / (2.0 * burst));
    return new Schedule(start, end, place * each / publishers, each, burst, gap);
  }

  /**
   * When an event is to be sent, microseconds; {@link Long#MAX_VALUE} when the level is over.
   *
   * @param number of the event, from 0
   */
  public long at(long number) {
    long time = start + Math.round(first + number / burst * interval) + number % burst * gap;
    return time < end ? time : Long.MAX_VALUE;
  }
}

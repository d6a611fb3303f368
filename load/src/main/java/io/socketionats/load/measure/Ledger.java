package io.socketionats.load.measure;

import io.socketionats.load.result.Deliveries;
import io.socketionats.load.result.Wrong;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.AtomicHistogram;
import org.HdrHistogram.Histogram;

/**
 * What was published in one level, and what came of it. Safe for use by many threads.
 *
 * <p>A delivery is late when it comes more than {@link #GRACE} after the end of the level.
 */
public final class Ledger {
  /** How long after the end of the level a delivery may come without being late, microseconds. */
  public static final long GRACE = 1_000_000;

  private static final long LONGEST = 3_600_000_000L;
  private static final int DIGITS = 3;

  private final int injector;
  private final int level;
  private final long start;
  private final long end;
  private final AtomicReferenceArray<RoomLog> rooms;
  private final Histogram sameNode = new AtomicHistogram(LONGEST, DIGITS);
  private final Histogram crossNode = new AtomicHistogram(LONGEST, DIGITS);
  private final Histogram lag = new AtomicHistogram(LONGEST, DIGITS);
  private final LongAdder published = new LongAdder();
  private final LongAdder received = new LongAdder();
  private final LongAdder inTime = new LongAdder();
  private final LongAdder late = new LongAdder();
  private final LongAdder duplicated = new LongAdder();
  private final LongAdder reordered = new LongAdder();
  private final LongAdder leaked = new LongAdder();

  /**
   * @param rooms how many there are, the namespace as one of them
   * @param start of publishing, microseconds of {@link Micros}
   * @param end of publishing
   */
  public Ledger(int injector, int level, int rooms, long start, long end) {
    this.injector = injector;
    this.level = level;
    this.start = start;
    this.end = end;
    this.rooms = new AtomicReferenceArray<>(rooms);
    for (int i = 0; i < rooms; i++) {
      this.rooms.set(i, new RoomLog());
    }
  }

  public int level() {
    return level;
  }

  /** Start of publishing, microseconds. */
  public long start() {
    return start;
  }

  /** End of publishing, microseconds. */
  public long end() {
    return end;
  }

  /**
   * Notes that an event is sent now.
   *
   * @param slot the publisher's place in the room
   * @param node the publisher's node
   * @param intended when it was to be sent, microseconds
   */
  public Stamp issue(int room, int slot, int node, long intended) {
    long now = Micros.now();
    lag.recordValue(Math.min(LONGEST, Math.max(0, now - intended)));
    published.increment();
    return new Stamp(injector, level, room, slot, node, rooms.get(room).issue(now), intended);
  }

  /** Cancels an event that could not be sent because the publisher's connection was gone. */
  public void cancel(Stamp stamp) {
    if (stamp.level() != level) {
      return; // of a level that is over
    }
    rooms.get(stamp.room()).cancel(stamp.sequence());
    published.decrement();
  }

  RoomLog room(int index) {
    return rooms.get(index);
  }

  /** Whether an event with this stamp was sent in this level. */
  boolean wrote(Stamp stamp) {
    return stamp.injector() == injector
        && stamp.level() == level
        && stamp.room() < rooms.length()
        && rooms.get(stamp.room()).isSent(stamp.sequence());
  }

  void deliver(Stamp stamp, boolean same, long now) {
    received.increment();
    (same ? sameNode : crossNode)
        .recordValue(Math.min(LONGEST, Math.max(1, now - stamp.intended())));
    if (now <= end) {
      inTime.increment();
    } else if (now > end + GRACE) {
      late.increment();
    }
  }

  void duplicate() {
    duplicated.increment();
  }

  void reorder() {
    reordered.increment();
  }

  void leak() {
    leaked.increment();
  }

  /** Right deliveries so far. */
  public long received() {
    return received.sum();
  }

  /**
   * The account of this level, once no more deliveries are expected.
   *
   * @param owed the deliveries that clients should have received, and those that are missing
   * @param disconnected connections that are gone
   */
  public Tally close(Owed owed, long disconnected) {
    return new Tally(
        published.sum(),
        inTime.sum(),
        new Deliveries(
            owed.expected(),
            received.sum(),
            late.sum(),
            new Wrong(owed.lost(), duplicated.sum(), reordered.sum(), leaked.sum(), disconnected)),
        new Latencies(sameNode.copy(), crossNode.copy(), lag.copy()));
  }
}

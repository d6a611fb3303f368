package io.socketionats.load.measure;

import java.util.Arrays;

/** When the events of one room were sent in one level. Safe for use by many threads. */
final class RoomLog {
  private static final long CANCELLED = -1;
  private static final int FIRST_SIZE = 16;

  private long[] sent = new long[FIRST_SIZE];
  private int count;
  private int cancelled;

  synchronized int issue(long now) {
    if (count == sent.length) {
      sent = Arrays.copyOf(sent, count * 2);
    }
    sent[count] = now;
    return count++;
  }

  /** It was not sent after all: the connection was gone. */
  synchronized void cancel(int sequence) {
    if (sent[sequence] != CANCELLED) {
      sent[sequence] = CANCELLED;
      cancelled++;
    }
  }

  /** Events that went out. */
  synchronized int sent() {
    return count - cancelled;
  }

  /** All that were issued, the cancelled among them. */
  synchronized int issued() {
    return count;
  }

  /** Whether an event of this number went out. */
  synchronized boolean isSent(int sequence) {
    return sequence >= 0 && sequence < count && sent[sequence] != CANCELLED;
  }

  /** When an event that {@link #isSent} was sent, microseconds. */
  synchronized long sentAt(int sequence) {
    return sent[sequence];
  }
}

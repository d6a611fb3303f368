package io.socketionats.adapter;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Counts the messages that were given to the NATS client and that NATS has not confirmed yet, and
 * refuses more than the client's queue can take. The client is not asked how many it holds: it
 * answers under locks that it keeps while it reconnects or writes. Thread-safe, never waits.
 */
final class Outgoing {
  private static final long CONFIRM_AFTER = 4_096;

  private final AtomicLong queued = new AtomicLong();
  private final AtomicLong confirmed = new AtomicLong();
  private final long limit;
  private final long confirmAfter;

  /**
   * @param capacity how many messages the NATS client's queue takes
   */
  Outgoing(long capacity) {
    // Subscriptions share the queue with frames and must find room in it: a lost SUB is a deaf
    // node.
    this.limit = capacity * 9 / 10;
    this.confirmAfter = Math.min(CONFIRM_AFTER, Math.max(1, limit / 4));
  }

  long limit() {
    return limit;
  }

  /** Whether one more frame may be queued; it is counted then. */
  boolean admit() {
    if (queued.get() - confirmed.get() >= limit) {
      return false;
    }
    queued.incrementAndGet();
    return true;
  }

  /** A subscription was queued or ended. */
  void subscriptionChanged() {
    queued.incrementAndGet();
  }

  /** Whether so much is on its way that NATS should confirm it. */
  boolean needsConfirmation() {
    return queued.get() - confirmed.get() >= confirmAfter;
  }

  long queued() {
    return queued.get();
  }

  /** NATS has confirmed the first {@code count} messages. */
  void confirm(long count) {
    confirmed.accumulateAndGet(count, Math::max);
  }
}

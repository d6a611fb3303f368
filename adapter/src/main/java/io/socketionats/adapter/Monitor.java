package io.socketionats.adapter;

import io.nats.client.ConnectionListener;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;

/**
 * Counts, and tells the listener. Safe for use by several threads; contains whatever a listener
 * throws.
 */
final class Monitor {
  private final AdapterListener listener;
  private final LongAdder framesIn = new LongAdder();
  private final LongAdder framesOut = new LongAdder();
  private final LongAdder deliveries = new LongAdder();
  private final LongAdder publishFailures = new LongAdder();
  private final Map<DropCause, LongAdder> dropped = new EnumMap<>(DropCause.class);

  Monitor(AdapterListener listener) {
    this.listener = listener;
    for (DropCause cause : DropCause.values()) {
      dropped.put(cause, new LongAdder());
    }
  }

  void frameIn() {
    framesIn.increment();
  }

  void frameOut() {
    framesOut.increment();
  }

  void delivered(int packets) {
    deliveries.add(packets);
  }

  void dropped(DropCause cause, String subject, String detail) {
    dropped.get(cause).increment();
    if (cause.outbound()) {
      publishFailures.increment();
    }
    if (!cause.normal()) {
      tell(to -> to.dropped(new DroppedFrame(cause, subject, Secrets.masked(detail))));
    }
  }

  void error(AdapterError.Kind kind, String detail, Throwable cause) {
    tell(to -> to.error(new AdapterError(kind, Secrets.masked(detail), Secrets.masked(cause))));
  }

  void connection(ConnectionListener.Events event) {
    tell(to -> to.connection(event));
  }

  /** {@code slow} is what the NATS client itself has dropped. */
  AdapterCounters snapshot(long subscriptions, long slow) {
    Map<DropCause, Long> causes = new EnumMap<>(DropCause.class);
    dropped.forEach((cause, count) -> causes.put(cause, count.sum()));
    causes.merge(DropCause.SLOW_CONSUMER, slow, Long::sum);
    return new AdapterCounters(
        framesIn.sum(),
        framesOut.sum(),
        causes,
        deliveries.sum(),
        subscriptions,
        publishFailures.sum());
  }

  private void tell(Consumer<AdapterListener> what) {
    try {
      what.accept(listener);
    } catch (RuntimeException e) {
      // A listener's own failure must not reach the NATS and Netty threads that call it.
    }
  }
}

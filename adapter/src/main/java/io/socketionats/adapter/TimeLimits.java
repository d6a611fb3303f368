package io.socketionats.adapter;

import java.time.Duration;

/** Every time limit of the adapter. Nothing in it waits without one of these. */
final class TimeLimits {
  /**
   * For one server to accept a connection. The default of jnats is 2 s, which a busy machine needs
   * now and then for a handshake.
   */
  static final Duration CONNECT = Duration.ofSeconds(5);

  /** From the call of flush, join, leave, addNamespace or removeNamespace to its end. */
  static final Duration FLUSH = Duration.ofSeconds(5);

  /** For messages that are already on their way, when an owned connection is closed. */
  static final Duration DRAIN = Duration.ofSeconds(2);

  /** From the call of close to its return. What is not closed by then is closed afterwards. */
  static final Duration CLOSE = Duration.ofSeconds(4);

  /** Between two attempts to reach NATS. */
  static final Duration RECONNECT_WAIT = Duration.ofMillis(500);

  /**
   * For the lock of the NATS client's outgoing queue, whose owner may be waiting for a processor.
   * The queue itself never makes anybody wait: see {@link Outgoing}.
   */
  static final Duration QUEUE_LOCK = Duration.ofSeconds(2);

  /** For the cause of a failed connection attempt, which the NATS client reports later. */
  static final Duration CAUSE = Duration.ofMillis(500);

  /** Between two looks for namespaces that were removed from the server without a word. */
  static final Duration NAMESPACE_CHECK = Duration.ofSeconds(1);

  private TimeLimits() {}

  /** {@code limit} for a message: {@code 5 s}. */
  static String text(Duration limit) {
    return limit.toSeconds() + " s";
  }
}

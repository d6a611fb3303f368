package io.socketionats.adapter;

import io.nats.client.Connection;
import io.nats.client.Consumer;
import io.nats.client.ErrorListener;
import io.nats.client.Message;

/**
 * What the NATS client reports about a connection of ours: goes to the adapter's listener, and to
 * the one that the application gave with its options.
 *
 * @param link the link of the connection
 * @param monitor counts, and tells the adapter's listener
 * @param next the application's listener, or {@code null}
 * @param attempts receives exceptions while the connection is being made
 */
record LinkErrors(
    NatsLink link,
    Monitor monitor,
    ErrorListener next,
    java.util.function.Consumer<Throwable> attempts)
    implements ErrorListener {
  @Override
  public void errorOccurred(Connection connection, String error) {
    if (link.uses(connection)) {
      monitor.error(AdapterError.Kind.NATS, "NATS answered -ERR " + error, null);
    }
    if (next != null) {
      next.errorOccurred(connection, error);
    }
  }

  @Override
  public void exceptionOccurred(Connection connection, Exception exception) {
    attempts.accept(exception);
    if (link.uses(connection)) {
      monitor.error(
          AdapterError.Kind.CONNECTION, "the NATS client failed: " + exception, exception);
    }
    if (next != null) {
      next.exceptionOccurred(connection, exception);
    }
  }

  @Override
  public void slowConsumerDetected(Connection connection, Consumer consumer) {
    monitor.error(
        AdapterError.Kind.CONNECTION,
        "frames come faster than they are delivered; the NATS client drops new ones",
        null);
    if (next != null) {
      next.slowConsumerDetected(connection, consumer);
    }
  }

  @Override
  public void messageDiscarded(Connection connection, Message message) {
    link.discarded(message);
    if (next != null) {
      next.messageDiscarded(connection, message);
    }
  }
}

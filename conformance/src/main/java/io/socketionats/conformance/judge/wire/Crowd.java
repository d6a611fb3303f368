package io.socketionats.conformance.judge.wire;

import io.nats.client.Connection;
import io.nats.client.Dispatcher;
import io.nats.client.MessageHandler;
import io.socketionats.conformance.UnavailableException;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.TimeoutException;

/**
 * A great many subscriptions to one subject. While nats-server hands a message to all of them it
 * reads nothing more from the connection that published it: what a node sends behind such a message
 * takes effect a few milliseconds later than it was sent.
 */
public final class Crowd {
  private static final int SUBSCRIPTIONS = 3000;
  private static final Duration LIMIT = Duration.ofSeconds(10);
  private static final MessageHandler NOTHING = message -> {};

  private final Connection connection;

  private Crowd(Connection connection) {
    this.connection = connection;
  }

  /**
   * @param url of the server that the nodes are at
   * @throws UnavailableException when it does not let the crowd in
   */
  public static Crowd on(String url, String subject) {
    try {
      Connection connection = Witness.connect(url, "crowd", 0);
      Dispatcher dispatcher = connection.createDispatcher();
      dispatcher.setPendingLimits(-1, -1);
      for (int i = 0; i < SUBSCRIPTIONS; i++) {
        dispatcher.subscribe(subject, NOTHING);
      }
      connection.flush(LIMIT);
      return new Crowd(connection);
    } catch (IOException | TimeoutException e) {
      throw new UnavailableException(
          "a crowd cannot subscribe at nats-server %s: %s".formatted(url, e.getMessage()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted while a crowd subscribed", e);
    }
  }

  public void close() {
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

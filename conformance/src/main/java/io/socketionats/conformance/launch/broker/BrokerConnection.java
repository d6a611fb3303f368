package io.socketionats.conformance.launch.broker;

import java.util.List;

/**
 * A connection that is not the harness's, as one server tells of it now.
 *
 * @param id the server's own number of it, never used again
 * @param messagesIn how many messages have been published on it
 * @param subscriptions subjects that it holds now
 */
public record BrokerConnection(long id, long messagesIn, List<String> subscriptions) {
  public BrokerConnection {
    subscriptions = List.copyOf(subscriptions);
  }
}

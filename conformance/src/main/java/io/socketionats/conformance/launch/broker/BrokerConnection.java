package io.socketionats.conformance.launch.broker;

import java.util.List;

/**
 * One connection as nats-server sees it.
 *
 * @param id unique among all servers of a broker while the connection stands
 * @param published how many messages have come over it until now
 * @param subscriptions subjects that it holds now
 */
public record BrokerConnection(String id, long published, List<String> subscriptions) {
  public BrokerConnection {
    subscriptions = List.copyOf(subscriptions);
  }
}

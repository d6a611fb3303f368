package io.socketionats.conformance.fault;

import io.socketionats.conformance.broker.Broker;
import io.socketionats.conformance.node.Node;

/**
 * A broker of its own for one cluster, and what can be done to it and to the nodes on it. Every
 * fault lasts until it is ended; closing ends all.
 */
public interface Faults extends AutoCloseable {
  Broker broker();

  /** {@code NATS_SERVERS} for a node that is going to be cut off under this name. */
  String serversFor(String node);

  /** Nothing gets through between a node and the broker; what was sent may arrive afterwards. */
  void cut(Node node);

  /** A node's connection to the broker is reset, and new ones are refused. */
  void refuse(Node node);

  /**
   * What travels between a node and the broker is late.
   *
   * @param millis in each direction
   */
  void slow(Node node, int millis);

  /** Ends whatever is wrong between a node and the broker. */
  void mend(Node node);

  /** A node stands still: it keeps its connections, and does nothing. */
  void pause(Node node);

  void resume(Node node);

  void pauseBroker();

  void resumeBroker();

  /** The broker ends in good order. */
  void stopBroker();

  /** The broker ends at once. */
  void killBroker();

  /** The broker is there again, at the address that it had. */
  void startBroker();

  @Override
  void close();
}

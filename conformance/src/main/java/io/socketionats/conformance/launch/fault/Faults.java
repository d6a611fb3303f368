package io.socketionats.conformance.launch.fault;

import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.node.Node;
import java.util.Locale;

/**
 * A broker of its own for one cluster, one server or several, and what can be done to it and to the
 * nodes on it. Every fault lasts until it is ended; closing ends all.
 */
public interface Faults extends AutoCloseable {
  Broker broker();

  /**
   * {@code NATS_SERVERS} for a node.
   *
   * @param node the node's name, which also names its proxy
   * @param server the only one that it is told of, from 0; the broker tells it of the others
   */
  String serversFor(String node, int server);

  /**
   * {@code NATS_SERVERS} for a node that nothing is to be done to: it connects to the server
   * itself.
   *
   * @param server the only one that it is told of, from 0
   */
  String serverFor(int server);

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

  /** Pauses a node: it keeps its connections, and does nothing. */
  void pause(Node node);

  void resume(Node node);

  /** Pauses the first server. The methods below act on it too. */
  void pauseBroker();

  void resumeBroker();

  /** It ends in good order. */
  void stopBroker();

  /** It ends at once. */
  void killBroker();

  /** It is there again, at the address that it had. */
  void startBroker();

  /** It and the other servers lose each other; all keep their clients. */
  void split();

  /** All servers can find each other again. */
  void unite();

  /** What the system says of a node's program now. */
  State stateOf(Node node);

  /** What the system says of the first server's program now. */
  State stateOfBroker();

  /** What a system knows of a program. */
  enum State {
    RUNNING,
    /** It is there, and does nothing. */
    PAUSED,
    ENDED;

    /** As findings say it. */
    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  @Override
  void close();
}

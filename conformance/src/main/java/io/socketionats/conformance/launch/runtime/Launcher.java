package io.socketionats.conformance.launch.runtime;

import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.fault.Faults;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * Where nodes and the broker run. Every runtime gives the same things: a broker, and nodes that
 * speak the control contract.
 */
public interface Launcher extends AutoCloseable {
  /** Its name on the command line and in the report. */
  String name();

  /**
   * Whether it starts nodes itself, with a configuration of the caller's choice; if not, somebody
   * else started and configured them.
   */
  default boolean launchesHere() {
    return true;
  }

  /** Starts a broker that keeps its files in a folder. */
  Broker startBroker(Path folder);

  /**
   * Starts one node; the caller awaits its hello and closes it.
   *
   * @param name unique in the run
   * @param configuration the variables of the control contract: servers, key, delimiter, dialect
   * @param log file for what the node writes to standard error
   */
  Node startNode(
      String name, Implementation implementation, Map<String, String> configuration, Path log);

  /**
   * Starts a broker that can be broken, for a cluster that can be; empty when this runtime has no
   * such means.
   *
   * @param servers how many, as one cluster; at least one
   */
  default Optional<Faults> startFaults(Path folder, int servers) {
    return Optional.empty();
  }

  /**
   * Starts a node where one has been killed: its clients find it at the address that they know.
   * Offered by runtimes that offer faults.
   */
  default Node startNodeInPlace(Node dead, Map<String, String> configuration, Path log) {
    throw new UnsupportedOperationException(name() + " cannot start a node in another's place");
  }

  /** Gives back what the runtime itself holds; brokers and nodes are closed before. */
  @Override
  default void close() {}
}

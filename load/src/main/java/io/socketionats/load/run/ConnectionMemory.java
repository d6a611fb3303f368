package io.socketionats.load.run;

import io.socketionats.load.cluster.ClusterUnderLoad;
import io.socketionats.load.cluster.NodeUnderLoad;
import io.socketionats.load.machine.Meter;
import io.socketionats.load.result.Connections;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** Measures how much the resident memory of nodes grows while clients connect. */
final class ConnectionMemory {
  private final ClusterUnderLoad cluster;
  private final Map<NodeUnderLoad, Long> before;

  private ConnectionMemory(ClusterUnderLoad cluster, Map<NodeUnderLoad, Long> before) {
    this.cluster = cluster;
    this.before = before;
  }

  /** Begins: no client is connected yet. */
  static ConnectionMemory start(ClusterUnderLoad cluster) {
    return new ConnectionMemory(cluster, residentBytes(cluster));
  }

  /**
   * Ends, when all clients are connected.
   *
   * @param clients that were connected, spread evenly over the nodes
   * @return the mean growth for one connection, by implementation; empty for nodes on other
   *     machines
   */
  Connections stop(int clients) {
    double perNode = (double) clients / cluster.nodes().size();
    Map<String, Double> means =
        residentBytes(cluster).entrySet().stream()
            .collect(
                Collectors.groupingBy(
                    node -> node.getKey().implementation(),
                    Collectors.averagingDouble(
                        node ->
                            (node.getValue() - before.getOrDefault(node.getKey(), node.getValue()))
                                / perNode)));
    return new Connections(clients, means);
  }

  private static Map<NodeUnderLoad, Long> residentBytes(ClusterUnderLoad cluster) {
    Map<NodeUnderLoad, Long> bytes = new HashMap<>();
    cluster.nodes().stream()
        .filter(node -> node.pid() > 0)
        .forEach(node -> bytes.put(node, Meter.residentBytes(node.pid())));
    return bytes;
  }
}

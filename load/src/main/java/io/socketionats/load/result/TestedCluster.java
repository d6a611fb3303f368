package io.socketionats.load.result;

import java.util.List;
import java.util.Objects;

/**
 * The cluster that was under load.
 *
 * @param label what it is called in reports: node, java or mixed
 * @param implementations ids of the nodes' descriptors, one for each kind
 * @param nodes how many nodes in all, at least 1
 * @param natsServers how many NATS servers, 0 when the nodes used none
 * @param dialect subjects and frames: socket.io-nats or mickl; empty when unknown
 * @param runtime processes, containers, remote or urls
 */
public record TestedCluster(
    String label,
    List<String> implementations,
    int nodes,
    int natsServers,
    String dialect,
    String runtime) {
  public TestedCluster {
    Objects.requireNonNull(label, "label");
    if (nodes < 1 || natsServers < 0) {
      throw new IllegalArgumentException(
          "cluster '%s' has %d nodes and %d NATS servers: at least 1 and 0"
              .formatted(label, nodes, natsServers));
    }
    implementations = Absent.list(implementations);
    dialect = Absent.text(dialect);
    runtime = Absent.text(runtime);
  }

  /** A number of nodes, in words. */
  public static String nodes(int count) {
    return count == 1 ? "1 node" : count + " nodes";
  }
}

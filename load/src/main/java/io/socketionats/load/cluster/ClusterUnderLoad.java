package io.socketionats.load.cluster;

import io.socketionats.load.result.TestedCluster;
import java.net.URI;
import java.util.List;

/** A cluster that load can be put on: launched for this run, or running elsewhere. */
public interface ClusterUnderLoad extends AutoCloseable {
  /** Describes the cluster in results. */
  TestedCluster description();

  /** The nodes, in the order in which clients are spread over them. */
  List<NodeUnderLoad> nodes();

  /** Process ids of the NATS servers on this machine; empty when they are not known. */
  List<Long> natsPids();

  /** Payload bytes in and out of all NATS servers so far; 0 when they cannot be asked. */
  long natsBytes();

  /** The version of the NATS servers; empty when it is not known. */
  String natsVersion();

  /** Addresses of the nodes' Socket.IO servers. */
  default List<URI> urls() {
    return nodes().stream().map(NodeUnderLoad::url).toList();
  }

  /** The namespace that the clients of an injector connect to. */
  default String namespace(int injector) {
    return "/";
  }

  /**
   * Checks that nodes and NATS servers still run.
   *
   * @throws io.socketionats.conformance.UnavailableException when one has died; it names that one
   */
  default void requireAlive() {}

  @Override
  void close();
}

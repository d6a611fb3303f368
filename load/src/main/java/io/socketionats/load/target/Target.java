package io.socketionats.load.target;

import java.net.URI;
import java.util.List;

/** Nodes that can be put under load. */
public interface Target extends AutoCloseable {
  /** What it is, for results. */
  io.socketionats.load.result.Cluster description();

  /** Its nodes, in the order in which clients are spread over them. */
  List<Seat> seats();

  /** Process ids of its NATS servers on this machine; empty when they are not known. */
  List<Long> natsPids();

  /** Payload bytes in and out of all NATS servers so far; 0 when they cannot be asked. */
  long natsBytes();

  /** The version of its NATS servers; empty when it is not known. */
  String natsVersion();

  /** Where the nodes' Socket.IO servers are. */
  default List<URI> urls() {
    return seats().stream().map(Seat::url).toList();
  }

  /** The namespace that an injector's clients are to enter. */
  default String namespace(int injector) {
    return "/";
  }

  /**
   * Says what has died, if something has.
   *
   * @throws io.socketionats.conformance.UnavailableException when the run cannot go on
   */
  default void requireAlive() {}

  @Override
  void close();

  /**
   * A node.
   *
   * @param name in results
   * @param implementation id of its kind
   * @param url where its Socket.IO server is, {@code http://host:port}
   * @param pid its process on this machine; 0 when it is not known
   */
  record Seat(String name, String implementation, URI url, long pid) {}
}

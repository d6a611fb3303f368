package io.socketionats.conformance.judge.cluster;

import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What a cluster is made of.
 *
 * @param implementations of one dialect, in the order of the report
 * @param nodesEach nodes of each, 1 or more
 * @param key first part of all subjects; empty = the dialect's own
 * @param helloLimit how long a node may take from its start to its hello
 */
public record ClusterPlan(
    WireDialect dialect,
    List<Implementation> implementations,
    int nodesEach,
    Optional<String> key,
    Duration helloLimit) {

  /** With the usual limit for the hello. */
  public ClusterPlan(
      WireDialect dialect,
      List<Implementation> implementations,
      int nodesEach,
      Optional<String> key) {
    this(dialect, implementations, nodesEach, key, Node.HELLO_LIMIT);
  }

  public ClusterPlan {
    implementations = List.copyOf(implementations);
    if (implementations.isEmpty()) {
      throw new IllegalArgumentException("implementations must not be empty");
    }
    if (implementations.stream().anyMatch(implementation -> implementation.dialect() != dialect)) {
      throw new IllegalArgumentException("implementations must all speak " + dialect.id());
    }
    if (nodesEach < 1) {
      throw new IllegalArgumentException("nodesEach must be 1 or more, got " + nodesEach);
    }
  }
}

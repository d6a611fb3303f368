package io.socketionats.load.target;

import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.launch.node.Implementation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A cluster that is to be launched.
 *
 * @param kind of nodes
 * @param nodes how many, 1 or more; 2 or more when mixed
 * @param dialect what they speak on NATS
 * @param natsServers how many, 1 or more
 */
public record Launch(Kind kind, int nodes, WireDialect dialect, int natsServers) {
  /** Which nodes a cluster is made of. */
  public enum Kind {
    NODE,
    JAVA,
    MIXED;

    /** As it is written on the command line and in results. */
    public String label() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * @throws UsageException when there can be no such cluster
   */
  public Launch {
    if (nodes < 1 || natsServers < 1) {
      throw new UsageException("a cluster has 1 node and 1 NATS server or more");
    }
    if (kind == Kind.MIXED && nodes < 2) {
      throw new UsageException("a mixed cluster has 2 nodes or more; got --nodes " + nodes);
    }
  }

  /** The implementation of each node, in order; a mixed cluster takes them in turn. */
  public List<Implementation> implementations(List<Implementation> all) {
    List<Implementation> turn = new ArrayList<>();
    if (kind != Kind.JAVA) {
      turn.add(of(all, "javascript"));
    }
    if (kind != Kind.NODE) {
      turn.add(of(all, "java"));
    }
    return IntStream.range(0, nodes).mapToObj(i -> turn.get(i % turn.size())).toList();
  }

  private Implementation of(List<Implementation> all, String language) {
    return all.stream()
        .filter(one -> one.language().equals(language) && one.dialect() == dialect)
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "no implementation in %s speaks %s".formatted(language, dialect.id())));
  }
}

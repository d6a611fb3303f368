package io.socketionats.load.cluster;

import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.launch.node.Implementation;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * Describes a cluster to launch.
 *
 * @param kind which implementations its nodes have
 * @param nodes number of nodes, 1 or more; 2 or more when mixed
 * @param dialect subjects and frames that the nodes use on NATS
 * @param natsServers number of NATS servers, 1 or more
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
   * @throws UsageException when a number is too small
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
      turn.add(of(all, Platform.NODE));
    }
    if (kind != Kind.NODE) {
      turn.add(of(all, Platform.JAVA));
    }
    return IntStream.range(0, nodes).mapToObj(i -> turn.get(i % turn.size())).toList();
  }

  private Implementation of(List<Implementation> all, Platform platform) {
    return all.stream()
        .filter(one -> Platform.of(one) == platform && one.dialect() == dialect)
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "no implementation in %s speaks %s"
                        .formatted(platform.language(), dialect.id())));
  }
}

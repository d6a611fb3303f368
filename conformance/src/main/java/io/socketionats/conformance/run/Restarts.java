package io.socketionats.conformance.run;

import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What becomes of nodes that crash or fall deaf: they are started anew, so that what follows is
 * judged on a whole cluster, until one has needed that too often. Then its implementation is
 * quarantined: it takes part no more, and its remaining cells say why.
 */
final class Restarts {
  private static final String DEAF = "it had fallen deaf";

  private final Cluster cluster;
  private final int limit;
  private final Map<String, Integer> counts = new HashMap<>();
  private final Set<String> suspects = new HashSet<>();

  /**
   * @param limit how often each node may be started anew by its own fault
   */
  Restarts(Cluster cluster, int limit) {
    this.cluster = cluster;
    this.limit = limit;
  }

  /** Why an implementation is quarantined; empty when it is not. */
  Optional<String> quarantine(Implementation implementation) {
    return Optional.ofNullable(cluster.dismissed().get(implementation.id()));
  }

  /**
   * Counts one restart of a node, which follows.
   *
   * @param cause why it is necessary, in words that follow "because"
   */
  void charge(Node node, String cause) {
    if (counts.merge(node.name(), 1, Integer::sum) > limit) {
      cluster.dismiss(
          node.implementation(),
          "node '%s' had to be started anew more than %s, at last because %s; its log: %s"
              .formatted(node.name(), limit == 1 ? "once" : limit + " times", cause, node.log()));
    }
  }

  /** Names of nodes that have fallen deaf before. */
  Set<String> suspects() {
    return suspects;
  }

  /** Starts all that are sick anew; each is charged for it. */
  void chargeAndRestart(Map<Node, String> sick) {
    sick.forEach(this::charge);
    sick.forEach(
        (node, cause) -> {
          if (cause.equals(DEAF)) {
            suspects.add(node.name());
          }
        });
    restart(sick.keySet());
  }

  /** Starts nodes anew that cannot help it. */
  void restart(Collection<Node> sick) {
    cluster.restart(sick.stream().filter(cluster.nodes()::contains).toList());
  }

  /** Whether a node lives, but has ended the connection of a client. */
  boolean hasCutOff(Node node) {
    return node.isAlive()
        && cluster.clients().stream()
            .anyMatch(client -> client.node() == node && client.lost() != null);
  }

  /** Nodes that have died, fallen deaf or lost a client, with the reason. */
  Map<Node, String> sick(Set<Node> deaf) {
    Map<Node, String> sick = new LinkedHashMap<>();
    for (Node node : cluster.nodes()) {
      if (!node.isAlive()) {
        sick.put(node, "it had ended");
      }
    }
    for (Client client : cluster.clients()) {
      if (client.lost() != null) {
        sick.putIfAbsent(client.node(), "it had ended the connection of a client");
      }
    }
    new LinkedHashSet<>(deaf).forEach(node -> sick.putIfAbsent(node, DEAF));
    return sick;
  }
}

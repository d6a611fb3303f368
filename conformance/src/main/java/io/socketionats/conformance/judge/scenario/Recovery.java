package io.socketionats.conformance.judge.scenario;

import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Emission;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;

/** Waits until every node hears every node again after a fault, and measures how long that took. */
final class Recovery {
  private static final Duration BETWEEN_PROBES = Duration.ofMillis(20);

  private final Cluster cluster;
  private final Map<Implementation, Scenario> scenarios;
  private final Duration limit;
  private final Map<Implementation, List<Long>> healing = new LinkedHashMap<>();

  Recovery(Cluster cluster, Map<Implementation, Scenario> scenarios, Duration limit) {
    this.cluster = cluster;
    this.scenarios = scenarios;
    this.limit = limit;
  }

  /** Milliseconds until the nodes that were hit heard a node again. */
  Map<Implementation, List<Long>> healing() {
    return healing;
  }

  /**
   * Lets all nodes speak until each has been heard on each; finds those that were not in time. The
   * limit begins here: what the harness itself needed to hear the broker again is no fault of a
   * node.
   *
   * @param hit the nodes whose time counts
   * @param since when the fault ended
   * @param probe emits an event from a node to a room that each node's first client is in
   */
  void await(Set<Node> hit, long since, Function<Node, Emission> probe) {
    List<Emission> probes = new ArrayList<>();
    Map<Node, Set<Node>> deafTo = new LinkedHashMap<>();
    cluster.nodes().forEach(node -> deafTo.put(node, new LinkedHashSet<>(cluster.nodes())));
    long end = System.nanoTime() + limit.toNanos();
    while (!deafTo.isEmpty() && System.nanoTime() < end) {
      cluster.nodes().forEach(node -> probes.add(probe.apply(node)));
      LockSupport.parkNanos(BETWEEN_PROBES.toNanos());
      hear(probes, deafTo, hit, since);
    }
    deafTo.forEach((listener, speakers) -> speakers.forEach(node -> deaf(listener, node, probes)));
  }

  private void hear(List<Emission> probes, Map<Node, Set<Node>> deafTo, Set<Node> hit, long since) {
    long millis = (System.nanoTime() - since) / 1_000_000;
    deafTo.forEach(
        (listener, speakers) -> {
          Client client = cluster.client(listener, "/", 0);
          for (Emission probe : probes) {
            if (!client.inbox().of(probe.event()).isEmpty()
                && speakers.remove(probe.node().orElseThrow())
                && hit.contains(listener)) {
              healing
                  .computeIfAbsent(listener.implementation(), one -> new ArrayList<>())
                  .add(millis);
            }
          }
        });
    deafTo.values().removeIf(Set::isEmpty);
  }

  private void deaf(Node listener, Node speaker, List<Emission> probes) {
    boolean published =
        probes.stream()
            .filter(probe -> probe.isOf(speaker))
            .anyMatch(probe -> !cluster.witness().carrying(probe.event()).isEmpty());
    scenarios
        .get(speaker.implementation())
        .add(
            new Finding(
                Kind.DEAF,
                published ? Blame.RECEIVER : Blame.EMITTER,
                Optional.of(listener.implementation().id()),
                "a client on %s to hear %s within %d s of speaking after the fault"
                    .formatted(listener, speaker, limit.toSeconds()),
                published ? "it heard nothing" : "the broker carried nothing of it"));
  }
}

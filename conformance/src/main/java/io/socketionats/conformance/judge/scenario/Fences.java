package io.socketionats.conformance.judge.scenario;

import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Emission;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Finding.About;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.launch.node.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The fences of one scenario: each proves complete what was emitted since the one before. */
final class Fences {
  private static final Duration END_LIMIT = Duration.ofSeconds(1);

  private final Cluster cluster;
  private final Recording recording;
  private final Patience patience;
  private final List<Fence> raised = new ArrayList<>();
  private final Map<String, Fence> byEvent = new HashMap<>();
  private final List<FenceTime> times = new ArrayList<>();
  private int fencedEmissions;

  /**
   * @param recording has the emissions, and gets what is found
   * @param patience how long a client may take to show a sentinel
   */
  Fences(Cluster cluster, Recording recording, Patience patience) {
    this.cluster = cluster;
    this.recording = recording;
    this.patience = patience;
  }

  /**
   * Publishes sentinels on the subjects of all emissions since the last fence, and on those of all
   * clients' namespaces, and waits for them. A client that does not get all of its own within its
   * limit is a finding.
   *
   * @param clients with the rooms that they are in
   */
  void raise(Map<Client, Set<String>> clients) {
    Fence fence = new Fence(cluster, clients);
    List<Emission> emissions = recording.emissions();
    for (Emission emission : emissions.subList(fencedEmissions, emissions.size())) {
      if (emission.rooms().size() == 1) {
        fence.over(emission.namespace(), emission.rooms());
      }
      byEvent.put(emission.event(), fence);
    }
    Set<String> namespaces = new LinkedHashSet<>();
    clients.keySet().forEach(client -> namespaces.add(client.namespace()));
    namespaces.forEach(namespace -> fence.over(namespace, List.of()));
    fencedEmissions = emissions.size();
    raised.add(fence);
    Set<Client> missing = fence.await(patience);
    awaitEnds(missing);
    missing.forEach(this::missed);
  }

  /** Takes down how long the sentinels of the last fence took; too long is a finding. */
  void time() {
    List<FenceTime> last = raised.get(raised.size() - 1).times();
    times.addAll(last);
    patience.late().ifPresent(limit -> late(last, limit));
  }

  /** How long sentinels took that were timed. */
  List<FenceTime> times() {
    return List.copyOf(times);
  }

  /** A finding for each node whose slowest sentinel took longer than the limit. */
  private void late(List<FenceTime> times, Duration limit) {
    Map<Node, Duration> slowest = new LinkedHashMap<>();
    times.forEach(
        time -> slowest.merge(time.node(), time.took(), (a, b) -> a.compareTo(b) > 0 ? a : b));
    slowest.forEach(
        (node, took) -> {
          if (took.compareTo(limit) > 0) {
            recording.add(
                Finding.ofReceiver(
                    Kind.LATE,
                    node,
                    "the clients of node %s to get each sentinel within %d ms"
                        .formatted(node, limit.toMillis()),
                    "the slowest took %d ms".formatted(took.toMillis())));
          }
        });
  }

  /**
   * Where a connection was lost the node may have ended: a moment for that to be noticed, the same
   * for all nodes and once for each; none where a failure is a known deviation either way.
   */
  private void awaitEnds(Set<Client> missing) {
    Set<Node> perhaps =
        missing.stream()
            .filter(client -> client.lost() != null)
            .map(Client::node)
            .filter(node -> !recording.deaf().contains(node) && !patience.doubts(node))
            .collect(Collectors.toSet());
    if (!perhaps.isEmpty()) {
      cluster.eventually(
          "the end of " + perhaps, () -> perhaps.stream().noneMatch(Node::isAlive), END_LIMIT);
    }
  }

  private void missed(Client client) {
    Node node = client.node();
    recording.deaf(node);
    String came =
        client.lost() == null ? "it never came" : "its connection was lost: " + client.lost();
    recording.add(
        new Finding(
            node.isAlive() ? Kind.DEAF : Kind.CRASHED,
            Blame.RECEIVER,
            Optional.of(node.implementation().id()),
            About.client(client),
            "the sentinel within %d ms, which proves its inbox complete"
                .formatted(patience.of(node).toMillis()),
            node.failure().orElse(came)));
  }

  /** Number of the witness's line that fenced an emission; unlimited when none has. */
  long numberOf(Emission emission) {
    Fence fence = byEvent.get(emission.event());
    return fence == null ? Long.MAX_VALUE : fence.number();
  }

  /** Sentinels that came twice, or to others than they were meant for. */
  List<Finding> judge() {
    return raised.stream().flatMap(fence -> fence.judge().stream()).toList();
  }
}

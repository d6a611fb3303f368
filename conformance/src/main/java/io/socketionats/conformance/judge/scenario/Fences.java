package io.socketionats.conformance.judge.scenario;

import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.verdict.Emission;
import io.socketionats.conformance.judge.verdict.Finding;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The fences of one scenario: each proves complete what was emitted since the one before. */
final class Fences {
  private final Cluster cluster;
  private final List<Fence> raised = new ArrayList<>();
  private final Map<String, Fence> byEvent = new HashMap<>();
  private int fencedEmissions;

  Fences(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Publishes sentinels on the subjects of all emissions since the last fence, and on those of all
   * clients' namespaces, and waits for them.
   *
   * @param emissions all of the scenario
   * @param clients with the rooms that they are in
   * @return the clients that did not get all of theirs within their limits
   */
  Set<Client> raise(List<Emission> emissions, Map<Client, Set<String>> clients, Patience patience) {
    Fence fence = new Fence(cluster, clients);
    List<Emission> open = emissions.subList(fencedEmissions, emissions.size());
    for (Emission emission : open) {
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
    return fence.await(patience);
  }

  /** How long the sentinels of the last fence took. */
  List<FenceTime> times() {
    return raised.get(raised.size() - 1).times();
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

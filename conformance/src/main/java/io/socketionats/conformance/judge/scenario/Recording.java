package io.socketionats.conformance.judge.scenario;

import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.verdict.Emission;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.wire.WireLine;
import io.socketionats.conformance.launch.node.Node;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What happened in a scenario: its emissions, what its check found, which nodes fell deaf. */
final class Recording {
  private static final int FRAMES_KEPT = 60;

  private final Cluster cluster;
  private final int mark;
  private final List<Emission> emissions = new ArrayList<>();
  private final List<Finding> findings = new ArrayList<>();
  private final Set<Node> deaf = new LinkedHashSet<>();

  Recording(Cluster cluster) {
    this.cluster = cluster;
    this.mark = cluster.witness().mark();
  }

  void add(Emission emission) {
    emissions.add(emission);
  }

  void add(Finding finding) {
    findings.add(finding);
  }

  void deaf(Node node) {
    deaf.add(node);
  }

  /** In their order. */
  List<Emission> emissions() {
    return List.copyOf(emissions);
  }

  List<Finding> findings() {
    return List.copyOf(findings);
  }

  Set<Node> deaf() {
    return deaf;
  }

  /** The first frames of the cluster since the scenario began, sentinels left out. */
  List<WireLine> frames() {
    return cluster.witness().since(mark).stream()
        .filter(line -> cluster.isOwn(line.subject()) && !Fence.isSentinel(line))
        .limit(FRAMES_KEPT)
        .toList();
  }
}

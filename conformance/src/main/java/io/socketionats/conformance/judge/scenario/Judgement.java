package io.socketionats.conformance.judge.scenario;

import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.FrameRule;
import io.socketionats.conformance.judge.verdict.Oracle;
import io.socketionats.conformance.launch.node.Implementation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** Judges what has been recorded; again and again, as more arrives. */
final class Judgement {
  private final Cluster cluster;
  private final Implementation emitter;
  private final Recording recording;
  private final Fences fences;
  private final Republished republished;

  Judgement(Cluster cluster, Implementation emitter, Recording recording, Fences fences) {
    this.cluster = cluster;
    this.emitter = emitter;
    this.recording = recording;
    this.fences = fences;
    this.republished = new Republished(cluster);
  }

  /** What the frames of broadcasts must be like. */
  FrameRule frames() {
    return new FrameRule(cluster.dialect(), cluster.address(), cluster.witness(), fences::numberOf);
  }

  /**
   * Everything found: frames that came again first, since much can follow from them; then what the
   * check itself found, and what the oracle finds over all emissions.
   */
  List<Finding> findings() {
    List<Finding> all = new ArrayList<>(republished.findings(recording.emissions()));
    all.addAll(recording.findings());
    all.addAll(new Oracle(cluster.witness(), frames(), emitter.id()).judge(recording.emissions()));
    all.addAll(fences.judge());
    return all;
  }

  /** Finds out who is behind frames whose uid does not tell. */
  void identify() {
    republished.identify(recording.emissions());
  }

  /** Other implementations that published again what they had only received. */
  Set<Implementation> republishers() {
    Set<Implementation> others =
        new LinkedHashSet<>(republished.implementations(recording.emissions()));
    others.removeIf(one -> one.id().equals(emitter.id()));
    return others;
  }
}

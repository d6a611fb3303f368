package io.socketionats.conformance.run;

import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.scenario.Scenario;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.wire.WireLine;
import io.socketionats.conformance.launch.node.Implementation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** A scenario that has been executed, and what was found; more can be found later. */
final class Execution {
  private final Requirement requirement;
  private final Scenario scenario;
  private final long millis;
  private final Set<Finding> findings = new LinkedHashSet<>();
  private final List<WireLine> frames;
  private final Set<Implementation> receivers = new LinkedHashSet<>();

  /**
   * @param broken what kept it from its end, if anything
   */
  Execution(Requirement requirement, Scenario scenario, List<Finding> broken, long millis) {
    this.requirement = requirement;
    this.scenario = scenario;
    this.millis = millis;
    findings.addAll(broken);
    findings.addAll(scenario.judge());
    frames = scenario.frames();
  }

  Requirement requirement() {
    return requirement;
  }

  Scenario scenario() {
    return scenario;
  }

  Implementation emitter() {
    return scenario.emitter();
  }

  long millis() {
    return millis;
  }

  List<Finding> findings() {
    return new ArrayList<>(findings);
  }

  /** Its first frames. */
  List<WireLine> frames() {
    return frames;
  }

  void add(Finding finding) {
    findings.add(finding);
  }

  /** That its findings make the verdict for a receiver. */
  void decides(Implementation receiver) {
    receivers.add(receiver);
  }

  /** The receivers for whom its findings make the verdict. */
  Set<Implementation> receivers() {
    return receivers;
  }

  /**
   * Judges it once more. What was found before stays found: an event that comes after its fence is
   * as good as lost.
   *
   * @return whether something new was found
   */
  boolean judgeAgain() {
    return findings.addAll(scenario.judge());
  }
}

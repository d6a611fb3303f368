package io.socketionats.conformance.run;

import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.wire.WireLine;
import io.socketionats.conformance.launch.node.Implementation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;

/** A scenario that has been executed, and what was found; more can be found later. */
final class Execution {
  private final Requirement requirement;
  private final Implementation emitter;
  private final Supplier<List<Finding>> judge;
  private final Course course;
  private final Set<Finding> findings = new LinkedHashSet<>();
  private final Set<Implementation> receivers = new LinkedHashSet<>();

  /**
   * How a scenario went.
   *
   * @param broken what kept it from its end, if anything
   * @param frames its first
   * @param millis how long it took
   */
  record Course(List<Finding> broken, List<WireLine> frames, long millis) {}

  /**
   * @param judge gives everything that can be found now
   */
  Execution(
      Requirement requirement,
      Implementation emitter,
      Supplier<List<Finding>> judge,
      Course course) {
    this.requirement = requirement;
    this.emitter = emitter;
    this.judge = judge;
    this.course = course;
    findings.addAll(course.broken());
    findings.addAll(judge.get());
  }

  Requirement requirement() {
    return requirement;
  }

  Implementation emitter() {
    return emitter;
  }

  Course course() {
    return course;
  }

  List<Finding> findings() {
    return new ArrayList<>(findings);
  }

  /** Whether something was found that concerns a receiver. */
  boolean concerns(Implementation receiver) {
    return findings.stream().anyMatch(finding -> finding.concerns(receiver.id()));
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
    return findings.addAll(judge.get());
  }
}

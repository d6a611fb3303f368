package io.socketionats.conformance.judge.verdict;

import java.util.List;
import java.util.Optional;

/**
 * The verdict on one requirement for one pair.
 *
 * @param millis how long the scenario took; shared by all receivers of one emitter
 * @param detail one sentence; empty when passed
 * @param findings everything that was not as required
 * @param evidence frames of the scenario, in the order of the broker: subject, space, payload
 */
public record Result(
    Cell cell,
    Verdict verdict,
    long millis,
    String detail,
    Optional<Blame> blame,
    List<Finding> findings,
    List<String> evidence) {

  public Result {
    findings = List.copyOf(findings);
    evidence = List.copyOf(evidence);
  }

  /** A result without a scenario: unsupported or not run, with the reason. */
  public static Result without(Cell cell, Verdict verdict, String reason) {
    return new Result(cell, verdict, 0, reason, Optional.empty(), List.of(), List.of());
  }

  public String requirement() {
    return cell.requirement();
  }

  public String emitter() {
    return cell.emitter();
  }

  public String receiver() {
    return cell.receiver();
  }
}

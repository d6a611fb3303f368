package io.socketionats.conformance.run;

import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Cell;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import io.socketionats.conformance.judge.wire.WireLine;
import io.socketionats.conformance.judge.wire.Witness;
import io.socketionats.conformance.launch.node.Implementation;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The rule by which findings become the verdict on a pair: none passed, a crash crashed, a fault
 * that did not do what it says not run, anything else failed; and a deviation that its descriptor
 * declares is known if it shows, unexpected if it does not.
 */
record PairVerdict(Requirement requirement, Implementation emitter, Implementation receiver) {
  private static final int EVIDENCE = 60;

  /** What an execution says about the pair. */
  static Result of(Execution execution, Implementation receiver, Witness witness) {
    List<Finding> findings =
        Finding.merged(
            soundOnly(
                execution.findings().stream()
                    .filter(finding -> finding.concerns(receiver.id()))
                    .toList()));
    return new PairVerdict(execution.requirement(), execution.emitter(), receiver)
        .result(findings, execution.course().millis(), evidence(execution, findings, witness));
  }

  /** The pair of an implementation that takes part no more. */
  Result quarantined(String reason, Blame blame) {
    Finding gone =
        new Finding(
            Kind.QUARANTINED, blame, Optional.of(receiver.id()), "the node to take part", reason);
    return result(List.of(gone), 0, List.of());
  }

  /** What checks found that are about no frames, with what their clients wrote and read. */
  Result of(List<Finding> findings, long millis, List<String> evidence) {
    return result(findings, millis, evidence);
  }

  Result unsupported(String reason) {
    return Result.without(cell(), Verdict.UNSUPPORTED, reason);
  }

  private Cell cell() {
    return new Cell(requirement.id(), emitter.id(), receiver.id());
  }

  private Result result(List<Finding> findings, long millis, List<String> evidence) {
    Verdict verdict = verdictOf(findings);
    String detail = findings.isEmpty() ? "" : findings.get(0).toString();
    Optional<Implementation.Deviation> deviation =
        Implementation.deviation(requirement.id(), emitter, receiver);
    if (deviation.isPresent() && !isWithoutPremise(findings)) {
      detail = deviation.get().sentence();
      verdict = verdict == Verdict.PASSED ? Verdict.UNEXPECTED_PASS : Verdict.KNOWN_DEVIATION;
    }
    return new Result(
        cell(),
        verdict,
        millis,
        detail,
        verdict == Verdict.NOT_RUN
            ? Optional.empty()
            : findings.stream().findFirst().map(Finding::blame),
        findings,
        evidence);
  }

  /** Where a fault did not do what it says, nothing else that was found there says anything. */
  private static List<Finding> soundOnly(List<Finding> findings) {
    return isWithoutPremise(findings)
        ? findings.stream().filter(finding -> finding.kind() == Kind.PREMISE).toList()
        : findings;
  }

  private static boolean isWithoutPremise(List<Finding> findings) {
    return findings.stream().anyMatch(finding -> finding.kind() == Kind.PREMISE)
        && findings.stream().noneMatch(finding -> finding.kind() == Kind.CRASHED);
  }

  private static boolean isEnd(Finding finding) {
    return finding.kind() == Kind.CRASHED || finding.kind() == Kind.QUARANTINED;
  }

  private static Verdict verdictOf(List<Finding> findings) {
    if (findings.isEmpty()) {
      return Verdict.PASSED;
    }
    if (findings.stream().anyMatch(PairVerdict::isEnd)) {
      return Verdict.CRASHED;
    }
    return isWithoutPremise(findings) ? Verdict.NOT_RUN : Verdict.FAILED;
  }

  /** The frames that the findings are about, in their order; then the scenario's first. */
  private static List<String> evidence(
      Execution execution, List<Finding> findings, Witness witness) {
    Set<WireLine> lines = new LinkedHashSet<>();
    for (Finding finding : findings) {
      finding.about().event().ifPresent(event -> lines.addAll(witness.carrying(event)));
    }
    lines.addAll(execution.course().frames());
    return new ArrayList<>(lines).stream().limit(EVIDENCE).map(WireLine::toString).toList();
  }
}

package io.socketionats.conformance.report;

import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Results of one requirement that are not as expected, all in the same way. What was not run is
 * told apart, see {@link NotRun}.
 *
 * @param results at least one; the first speaks for the others
 */
record Unexpected(Requirement requirement, Verdict verdict, List<Result> results) {

  /** In the order of the catalogue. */
  static List<Unexpected> in(RunReport report) {
    List<Unexpected> all = new ArrayList<>();
    for (Requirement requirement : report.requirements()) {
      Map<Way, List<Result>> byWay = new LinkedHashMap<>();
      report.results().stream()
          .filter(result -> result.requirement().equals(requirement.id()))
          .filter(Unexpected::isUnexpected)
          .forEach(
              result ->
                  byWay.computeIfAbsent(Way.of(result), way -> new ArrayList<>()).add(result));
      byWay.forEach((way, results) -> all.add(new Unexpected(requirement, way.verdict(), results)));
    }
    return all;
  }

  private static boolean isUnexpected(Result result) {
    return !result.verdict().asExpected() && result.verdict() != Verdict.NOT_RUN;
  }

  Result first() {
    return results.get(0);
  }

  /** The finding that explains it; empty when there is only a detail. */
  Optional<Finding> finding() {
    return first().findings().stream().findFirst();
  }

  /** The frame that the finding is about, if the broker carried one. */
  Optional<String> frame() {
    return finding()
        .flatMap(finding -> finding.about().event())
        .flatMap(
            event ->
                first().evidence().stream()
                    .filter(frame -> frame.contains("\"" + event + "\""))
                    .findFirst());
  }

  /** What a result says beyond its findings; empty when that is nothing. */
  static String detail(Result result) {
    if (result.verdict() == Verdict.UNEXPECTED_PASS) {
      return "it passed, but it is declared to fail: " + result.detail();
    }
    boolean told =
        result.findings().stream().anyMatch(finding -> finding.toString().equals(result.detail()));
    return told ? "" : result.detail();
  }

  String pairs() {
    return results.stream()
        .map(result -> Pair.of(result).toString())
        .collect(Collectors.joining(", "));
  }

  /** Such as {@code receiver (java)}; empty when nobody is to blame. */
  String blame() {
    return first().blame().map(blame -> blame.label() + " (" + culprits(blame) + ")").orElse("");
  }

  private String culprits(Blame blame) {
    return culprits(results.stream(), blame);
  }

  /** The implementations that are to blame for results, in words. */
  static String culprits(Stream<Result> results, Blame blame) {
    return results
        .map(result -> blame == Blame.EMITTER ? result.emitter() : result.receiver())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /** What makes two results the same failure: clients and event names differ from pair to pair. */
  private record Way(
      Verdict verdict, Optional<Blame> blame, Set<Finding.Kind> kinds, String detail) {
    static Way of(Result result) {
      Set<Finding.Kind> kinds =
          result.findings().stream()
              .map(Finding::kind)
              .collect(Collectors.toCollection(TreeSet::new));
      String detail = kinds.isEmpty() ? result.detail() : "";
      return new Way(result.verdict(), result.blame(), kinds, detail);
    }
  }
}

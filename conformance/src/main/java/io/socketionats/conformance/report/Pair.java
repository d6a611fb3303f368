package io.socketionats.conformance.report;

import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.report.RunReport.Participant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One implementation that emits and one, perhaps the same, that receives. */
record Pair(String emitter, String receiver) {
  private static final String NO_DIALECT = "unknown dialect";

  static Pair of(Result result) {
    return new Pair(result.emitter(), result.receiver());
  }

  /** The pairs that have results, by dialect, in the order of the implementations. */
  static Map<String, List<Pair>> byDialect(RunReport report) {
    Set<Pair> judged = new LinkedHashSet<>();
    report.results().forEach(result -> judged.add(of(result)));
    Map<String, List<Pair>> byDialect = new LinkedHashMap<>();
    for (Participant emitter : report.implementations()) {
      for (Participant receiver : report.implementations()) {
        Pair pair = new Pair(emitter.id(), receiver.id());
        if (judged.remove(pair)) {
          byDialect.computeIfAbsent(emitter.dialect(), dialect -> new ArrayList<>()).add(pair);
        }
      }
    }
    if (!judged.isEmpty()) {
      byDialect.computeIfAbsent(NO_DIALECT, dialect -> new ArrayList<>()).addAll(judged);
    }
    return byDialect;
  }

  @Override
  public String toString() {
    return emitter + " → " + receiver;
  }
}

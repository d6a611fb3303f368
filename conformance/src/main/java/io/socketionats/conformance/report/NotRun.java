package io.socketionats.conformance.report;

import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a run did not come to, for one reason: one dead node can keep it from everything that
 * follows.
 *
 * @param requirements ids, in the order of the run
 * @param pairs such as {@code java → node-sio4}
 */
record NotRun(String reason, Set<String> requirements, Set<String> pairs, long results) {

  static List<NotRun> in(RunReport report) {
    Map<String, List<Result>> byReason = new LinkedHashMap<>();
    report.results().stream()
        .filter(result -> result.verdict() == Verdict.NOT_RUN)
        .forEach(
            result ->
                byReason.computeIfAbsent(result.detail(), detail -> new ArrayList<>()).add(result));
    List<NotRun> all = new ArrayList<>();
    byReason.forEach((reason, results) -> all.add(of(reason, results)));
    return all;
  }

  private static NotRun of(String reason, List<Result> results) {
    Set<String> requirements = new LinkedHashSet<>();
    Set<String> pairs = new LinkedHashSet<>();
    for (Result result : results) {
      requirements.add(result.requirement());
      pairs.add(Pair.of(result).toString());
    }
    return new NotRun(reason, requirements, pairs, results.size());
  }
}

package io.socketionats.conformance.report;

import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A declared failure that came as declared.
 *
 * @param implementation whose it is: the one that is in all its pairs, otherwise the one to blame
 * @param pairs in how many pairs it showed
 */
record KnownDeviation(String requirement, String implementation, String reason, long pairs) {

  /** In the order of the results. */
  static List<KnownDeviation> in(RunReport report) {
    Map<List<String>, List<Result>> byReason = new LinkedHashMap<>();
    report.results().stream()
        .filter(result -> result.verdict() == Verdict.KNOWN_DEVIATION)
        .forEach(
            result ->
                byReason
                    .computeIfAbsent(
                        List.of(result.requirement(), result.detail()), key -> new ArrayList<>())
                    .add(result));
    List<KnownDeviation> all = new ArrayList<>();
    byReason.values().forEach(results -> all.addAll(of(results)));
    return all;
  }

  private static List<KnownDeviation> of(List<Result> results) {
    Set<String> inAll = new LinkedHashSet<>(members(results.get(0)));
    results.forEach(result -> inAll.retainAll(members(result)));
    Map<String, Long> counts = new LinkedHashMap<>();
    for (Result result : results) {
      counts.merge(inAll.size() == 1 ? inAll.iterator().next() : blamed(result), 1L, Long::sum);
    }
    Result first = results.get(0);
    List<KnownDeviation> all = new ArrayList<>();
    counts.forEach(
        (implementation, count) ->
            all.add(
                new KnownDeviation(first.requirement(), implementation, first.detail(), count)));
    return all;
  }

  private static Set<String> members(Result result) {
    return new LinkedHashSet<>(List.of(result.emitter(), result.receiver()));
  }

  private static String blamed(Result result) {
    return result
        .blame()
        .map(blame -> blame == Blame.EMITTER ? result.emitter() : result.receiver())
        .orElseGet(() -> Pair.of(result).toString());
  }
}

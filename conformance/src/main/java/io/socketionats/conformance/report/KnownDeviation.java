package io.socketionats.conformance.report;

import io.socketionats.conformance.verdict.Blame;
import io.socketionats.conformance.verdict.Result;
import io.socketionats.conformance.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A declared failure that came as declared.
 *
 * @param implementation whose it is, by the blame; the pair when there is no blame
 * @param pairs in how many pairs it showed
 */
record KnownDeviation(String requirement, String implementation, String reason, long pairs) {

  /** In the order of the results. */
  static List<KnownDeviation> in(RunReport report) {
    Map<KnownDeviation, Long> counts = new LinkedHashMap<>();
    for (Result result : report.results()) {
      if (result.verdict() == Verdict.KNOWN_DEVIATION) {
        counts.merge(
            new KnownDeviation(result.requirement(), culprit(result), result.detail(), 0),
            1L,
            Long::sum);
      }
    }
    List<KnownDeviation> all = new ArrayList<>();
    counts.forEach(
        (each, count) ->
            all.add(new KnownDeviation(each.requirement, each.implementation, each.reason, count)));
    return all;
  }

  private static String culprit(Result result) {
    return result
        .blame()
        .map(blame -> blame == Blame.EMITTER ? result.emitter() : result.receiver())
        .orElseGet(() -> Pair.of(result).toString());
  }
}

package io.socketionats.conformance.run;

import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Whether repetitions of a run say the same. */
public final class RepeatComparison {
  private final Map<String, Set<Verdict>> verdicts = new LinkedHashMap<>();

  /** Takes in the results of one repetition. */
  public void add(List<Result> results) {
    for (Result result : results) {
      verdicts
          .computeIfAbsent(
              "%s %s to %s".formatted(result.requirement(), result.emitter(), result.receiver()),
              pair -> new LinkedHashSet<>())
          .add(result.verdict());
    }
  }

  /** Requirements and pairs whose verdict was not always the same, one sentence each. */
  public List<String> differing() {
    List<String> differing = new ArrayList<>();
    verdicts.forEach(
        (pair, seen) -> {
          if (seen.size() > 1) {
            differing.add(
                "%s: %s"
                    .formatted(
                        pair, String.join(", ", seen.stream().map(Verdict::label).toList())));
          }
        });
    return differing;
  }
}

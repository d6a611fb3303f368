package io.socketionats.load.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the capacity of a case lies: at least {@code passed}, less than {@code failing}.
 *
 * @param passed greatest target below every failing one at which most repetitions passed, publishes
 *     per second
 * @param failing smallest target at which not most passed; null when there is none: then the
 *     capacity is at least {@code passed}, and nobody knows how much more
 */
public record Bracket(double passed, Double failing) {
  /** By the majority of repetitions at each target; empty when the smallest target failed. */
  public static Optional<Bracket> of(List<Trial> trials) {
    TreeMap<Double, List<Trial>> byTarget = new TreeMap<>();
    trials.forEach(
        trial -> byTarget.computeIfAbsent(trial.target(), t -> new ArrayList<>()).add(trial));
    Double passed = null;
    for (Map.Entry<Double, List<Trial>> level : byTarget.entrySet()) {
      long good = level.getValue().stream().filter(Trial::passed).count();
      if (good * 2 <= level.getValue().size()) {
        return passed == null ? Optional.empty() : Optional.of(new Bracket(passed, level.getKey()));
      }
      passed = level.getKey();
    }
    return passed == null ? Optional.empty() : Optional.of(new Bracket(passed, null));
  }
}

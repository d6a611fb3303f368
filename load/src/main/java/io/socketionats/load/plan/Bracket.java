package io.socketionats.load.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Where the capacity of a case lies: at least {@code passed}, less than {@code failing}. Where a
 * hold passed, only holds tell what passed: a rate that short levels pass need not last.
 *
 * @param passed greatest target below every failing one at which most repetitions passed, publishes
 *     per second
 * @param failing smallest target above it at which not most passed; null when there is none: then
 *     the capacity is at least {@code passed}, and how much more is not known
 * @param held whether a hold passed at it
 */
public record Bracket(double passed, Double failing, boolean held) {
  /**
   * By the majority of repetitions at each target, of holds where there are any; empty when the
   * smallest target failed.
   */
  public static Optional<Bracket> of(List<Trial> trials) {
    Optional<Double> held = passed(trials.stream().filter(Trial::hold).toList());
    Optional<Double> passed = held.isPresent() ? held : passed(trials);
    return passed.map(
        most -> {
          List<Trial> above = trials.stream().filter(trial -> trial.target() > most).toList();
          Double failing =
              targets(above).entrySet().stream()
                  .filter(target -> !mostPassed(target.getValue()))
                  .map(Map.Entry::getKey)
                  .findFirst()
                  .orElse(null);
          return new Bracket(most, failing, held.isPresent());
        });
  }

  /** The greatest target that passed below every failing one. */
  private static Optional<Double> passed(List<Trial> trials) {
    Double passed = null;
    for (Map.Entry<Double, List<Trial>> target : targets(trials).entrySet()) {
      if (!mostPassed(target.getValue())) {
        break;
      }
      passed = target.getKey();
    }
    return Optional.ofNullable(passed);
  }

  /** Ascending. */
  private static TreeMap<Double, List<Trial>> targets(List<Trial> trials) {
    TreeMap<Double, List<Trial>> byTarget = new TreeMap<>();
    trials.forEach(
        trial -> byTarget.computeIfAbsent(trial.target(), t -> new ArrayList<>()).add(trial));
    return byTarget;
  }

  private static boolean mostPassed(List<Trial> atOneTarget) {
    List<Trial> holds = atOneTarget.stream().filter(Trial::hold).toList();
    List<Trial> deciding = holds.isEmpty() ? atOneTarget : holds;
    return deciding.stream().filter(Trial::passed).count() * 2 > deciding.size();
  }
}

package io.socketionats.load.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

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

  /** The same with each target's repetitions drawn again, with replacement. */
  static Optional<Bracket> drawn(List<Trial> trials, RandomGenerator random) {
    TreeMap<Double, List<Trial>> byTarget = new TreeMap<>();
    trials.forEach(
        trial -> byTarget.computeIfAbsent(trial.target(), t -> new ArrayList<>()).add(trial));
    List<Trial> drawn = new ArrayList<>();
    for (List<Trial> repetitions : byTarget.values()) {
      for (int i = 0; i < repetitions.size(); i++) {
        drawn.add(repetitions.get(random.nextInt(repetitions.size())));
      }
    }
    return of(drawn);
  }

  /** The middle, by ratio. */
  double middle() {
    return failing == null ? passed : Math.sqrt(passed * failing);
  }

  /** Anywhere between the ends, by ratio. */
  double within(RandomGenerator random) {
    return failing == null ? passed : passed * Math.pow(failing / passed, random.nextDouble());
  }
}

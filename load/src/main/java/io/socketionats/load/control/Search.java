package io.socketionats.load.control;

import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.Maximum;
import io.socketionats.load.result.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;
import java.util.function.DoubleSupplier;

/**
 * Searches for the greatest load that lasts. Short levels find the neighbourhood: doubled until one
 * does not pass, then bisected. Every level is repeated and the majority of the valid repetitions
 * decides; an invalid repetition is made again a few times, and a level without enough valid ones
 * is INVALID: nothing above it is tried, and it is no evidence that the cluster fails there.
 *
 * <p>What passes for seconds need not last, and a cluster can still get faster. So long holds
 * decide: the first a little below the greatest level that passed, lower ones until one passes,
 * higher ones until one fails, and then between the two, while there is time.
 */
public final class Search {
  private static final double STILL_WARMING = 0.8;
  private static final int MORE_TRIES = 2;
  private static final int MOST_HOLDS = 8;
  private static final double FIRST_HOLD = 0.9;
  private static final double BACK_OFF = 0.8;
  private static final double STEP_UP = 1.25;

  private final SearchPlan plan;
  private final Rig rig;
  private final DoubleSupplier clock;
  private final double began;
  private final List<Level> levels = new ArrayList<>();
  private final NavigableSet<Double> failedTargets = new TreeSet<>();
  private double passing;
  private double notPassing = Double.POSITIVE_INFINITY;

  /**
   * @param clock seconds, from any start
   */
  public Search(SearchPlan plan, Rig rig, DoubleSupplier clock) {
    this.plan = plan;
    this.rig = rig;
    this.clock = clock;
    this.began = clock.getAsDouble();
  }

  /** Searches; empty when no level passed. */
  public Optional<Maximum> run() {
    warmUp();
    goDownToAPass();
    goUp();
    bisect();
    return confirm();
  }

  /**
   * Publishes until the median of latencies falls no more: programs that are compiled while they
   * run are slow at first, and the slower the more of them share a processor.
   */
  private void warmUp() {
    double seconds = plan.warmUpLevelSeconds();
    double least = Double.POSITIVE_INFINITY;
    int without = 0;
    for (int i = 1; seconds > 0 && (i == 1 || hasTimeToWarmUp()); i++) {
      Level level = rig.measure(Phase.WARMUP, plan.first(), i, seconds);
      double median = Math.max(level.latency().sameNode().p50(), level.latency().crossNode().p50());
      without = median < STILL_WARMING * least ? 0 : without + 1;
      if (without >= (level.verdict() == LevelVerdict.FAIL ? 2 : 1)) {
        return;
      }
      least = Math.min(least, median);
    }
  }

  private boolean hasTimeToWarmUp() {
    return clock.getAsDouble() - began + plan.seconds(plan.warmUpLevelSeconds())
        <= plan.warmUpSeconds();
  }

  /** Halves the first target as long as it fails. */
  private void goDownToAPass() {
    double target = plan.first();
    while (hasTime() && target >= plan.first() / 64) {
      if (level(target) != LevelVerdict.FAIL) {
        return; // it passed; or it is void, which a smaller load would not change
      }
      target /= 2;
    }
  }

  private void goUp() {
    double target = passing * 2;
    while (passing > 0 && target < notPassing && target <= plan.highest() && hasTime()) {
      level(target);
      target = passing * 2;
    }
  }

  private void bisect() {
    while (passing > 0
        && notPassing < Double.POSITIVE_INFINITY
        && notPassing - passing > plan.precision() * notPassing
        && hasTime()) {
      level((passing + notPassing) / 2);
    }
  }

  private boolean hasTime() {
    double used = clock.getAsDouble() - began;
    double level = plan.repetitions() * plan.seconds(plan.levelSeconds());
    return used + level + plan.confirmationSeconds() <= plan.budgetSeconds();
  }

  /** Repeats a level until its verdict stands; narrows the search. */
  private LevelVerdict level(double target) {
    LevelVerdict verdict = repeat(target);
    if (verdict == LevelVerdict.PASS) {
      passing = Math.max(passing, target);
    } else {
      notPassing = Math.min(notPassing, target);
    }
    if (verdict == LevelVerdict.FAIL) {
      failedTargets.add(target);
    }
    return verdict;
  }

  private LevelVerdict repeat(double target) {
    int passed = 0;
    int failed = 0;
    int majority = plan.repetitions() / 2 + 1;
    for (int i = 1; i <= plan.repetitions() + MORE_TRIES; i++) {
      if (passed + failed == plan.repetitions() || failed >= majority) {
        break;
      }
      Level level = rig.measure(Phase.SEARCH, target, i, plan.levelSeconds());
      levels.add(level);
      passed += level.verdict() == LevelVerdict.PASS ? 1 : 0;
      failed += level.verdict() == LevelVerdict.FAIL ? 1 : 0;
    }
    if (failed >= majority) {
      return LevelVerdict.FAIL;
    }
    return passed >= majority ? LevelVerdict.PASS : LevelVerdict.INVALID;
  }

  private Optional<Maximum> confirm() {
    if (passing == 0) {
      return Optional.empty();
    }
    if (plan.holdSeconds() == 0) {
      return Optional.of(maximum(passing, LevelVerdict.PASS, deliveries(passing)));
    }
    Level held = null;
    Level last = null;
    double failedHold = Double.POSITIVE_INFINITY;
    int invalid = 0;
    OptionalDouble next = OptionalDouble.of(passing * FIRST_HOLD);
    for (int i = 1; i <= MOST_HOLDS && next.isPresent() && (i == 1 || hasTimeForAHold()); i++) {
      last = rig.measure(Phase.HOLD, next.getAsDouble(), i, plan.holdSeconds());
      invalid = last.verdict() == LevelVerdict.INVALID ? invalid + 1 : 0;
      if (invalid > MORE_TRIES) {
        break;
      }
      switch (last.verdict()) {
        case PASS -> held = last;
        case FAIL -> {
          failedTargets.add(last.target());
          failedHold = last.target();
        }
        case INVALID -> {
          continue; // the same again
        }
      }
      next = held == null ? lower(last) : higher(held.target(), failedHold);
    }
    Level answer = held == null ? last : held;
    return Optional.of(
        maximum(answer.target(), answer.verdict(), answer.offer().deliveriesPerSecond()));
  }

  private static OptionalDouble lower(Level last) {
    return OptionalDouble.of(last.target() * BACK_OFF);
  }

  /**
   * Up to the greatest short level that passed and beyond, or between what was held and what was
   * not.
   */
  private OptionalDouble higher(double held, double failedHold) {
    if (failedHold < Double.POSITIVE_INFINITY) {
      return failedHold - held > plan.precision() * failedHold
          ? OptionalDouble.of((held + failedHold) / 2)
          : OptionalDouble.empty();
    }
    double next = held < passing ? passing : held * STEP_UP;
    boolean generatorsLimit = next >= notPassing && !failedTargets.contains(notPassing);
    return generatorsLimit || next > plan.highest()
        ? OptionalDouble.empty()
        : OptionalDouble.of(next);
  }

  private boolean hasTimeForAHold() {
    return clock.getAsDouble() - began + plan.seconds(plan.holdSeconds()) <= plan.budgetSeconds();
  }

  private Maximum maximum(double target, LevelVerdict verdict, double deliveries) {
    Double nextFailing =
        verdict == LevelVerdict.PASS ? failedTargets.higher(target) : failedTargets.ceiling(target);
    return new Maximum(target, deliveries, verdict, nextFailing);
  }

  private double deliveries(double target) {
    return levels.stream()
        .filter(level -> level.target() == target && level.verdict() == LevelVerdict.PASS)
        .mapToDouble(level -> level.offer().deliveriesPerSecond())
        .average()
        .orElse(0);
  }
}

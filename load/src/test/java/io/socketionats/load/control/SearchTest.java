package io.socketionats.load.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.Maximum;
import io.socketionats.load.result.Phase;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A search finds what a simulated cluster carries, and says so when it cannot. */
class SearchTest {
  private static final double HOUR = 3600;

  private static SearchPlan plan(double budget) {
    return new SearchPlan(100, 100_000, 0.1, 3, new SearchTimes(5, 10, 2, 60, budget));
  }

  private static Optional<Maximum> search(SimulatedRig rig, double budget) {
    return new Search(plan(budget), rig, rig::clock).run();
  }

  @ParameterizedTest
  @ValueSource(doubles = {100, 130, 999, 1500, 7777, 50_000})
  void findsTheCapacityWithinItsPrecision(double capacity) {
    SimulatedRig rig = new SimulatedRig(capacity);
    Maximum maximum = search(rig, HOUR).orElseThrow();
    assertThat(maximum.target()).isBetween(capacity * 0.89, capacity);
    assertThat(maximum.nextFailing()).isGreaterThan(capacity);
    assertThat(maximum.nextFailing() - maximum.target())
        .isLessThanOrEqualTo(0.1 * maximum.nextFailing() + 1e-9);
    assertThat(maximum.verdict()).isEqualTo(LevelVerdict.PASS);
    assertThat(maximum.deliveriesPerSecond())
        .isCloseTo(maximum.target() * SimulatedRig.ROOM_SIZE, within(1e-6));
    assertThat(rig.targets(Phase.HOLD)).contains(maximum.target());
  }

  @Test
  void goesBelowItsFirstTarget() {
    SimulatedRig rig = new SimulatedRig(30);
    assertThat(search(rig, HOUR).orElseThrow().target()).isBetween(26.0, 30.0);
  }

  @Test
  void findsNothingWhenNothingPasses() {
    SimulatedRig rig = new SimulatedRig(0);
    assertThat(search(rig, HOUR)).isEmpty();
    assertThat(rig.targets(Phase.HOLD)).isEmpty();
  }

  @Test
  void repeatsEveryPassingLevelThreeTimes() {
    SimulatedRig rig = new SimulatedRig(450);
    search(rig, HOUR);
    assertThat(
            rig.levels.stream()
                .filter(l -> l.target() == 200)
                .map(level -> level.offer().repetition()))
        .containsExactly(1, 2, 3);
  }

  @Test
  void letsTheMajorityDecide() {
    SimulatedRig rig =
        new SimulatedRig(1000) {
          @Override
          LevelVerdict verdict(Phase phase, double target, int repetition) {
            LevelVerdict sane = super.verdict(phase, target, repetition);
            return repetition != 2 || phase == Phase.HOLD
                ? sane
                : sane == LevelVerdict.PASS ? LevelVerdict.FAIL : LevelVerdict.PASS;
          }
        };
    assertThat(search(rig, HOUR).orElseThrow().target()).isBetween(890.0, 1000.0);
  }

  @Test
  void makesInvalidRepetitionsAgain() {
    SimulatedRig rig =
        new SimulatedRig(1000) {
          @Override
          LevelVerdict verdict(Phase phase, double target, int repetition) {
            return repetition == 1
                ? LevelVerdict.INVALID
                : super.verdict(phase, target, repetition);
          }
        };
    assertThat(search(rig, HOUR).orElseThrow().target()).isBetween(890.0, 1000.0);
    assertThat(
            rig.levels.stream()
                .filter(l -> l.target() == 200)
                .map(level -> level.offer().repetition()))
        .containsExactly(1, 2, 3, 4);
  }

  @Test
  void doesNotTakeTheLimitOfTheGeneratorForThatOfTheCluster() {
    SimulatedRig rig =
        new SimulatedRig(10_000) {
          @Override
          LevelVerdict verdict(Phase phase, double target, int repetition) {
            return target > 700 ? LevelVerdict.INVALID : super.verdict(phase, target, repetition);
          }
        };
    Maximum maximum = search(rig, HOUR).orElseThrow();
    assertThat(maximum.target()).isBetween(630.0, 700.0);
    assertThat(maximum.nextFailing()).isNull();
    assertThat(rig.targets(Phase.SEARCH)).allMatch(target -> target <= 800);
  }

  /** A cluster that carries a load for seconds, and less of it for longer. */
  private static SimulatedRig tiring(double capacity, double lasting) {
    return new SimulatedRig(capacity) {
      @Override
      LevelVerdict verdict(Phase phase, double target, int repetition) {
        return phase == Phase.HOLD && target > lasting
            ? LevelVerdict.FAIL
            : super.verdict(phase, target, repetition);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(doubles = {990, 880, 710, 590, 430})
  void findsWhatLasts(double lasting) {
    SimulatedRig rig = tiring(1000, lasting);
    Maximum maximum = search(rig, HOUR).orElseThrow();
    assertThat(maximum.verdict()).isEqualTo(LevelVerdict.PASS);
    assertThat(maximum.target()).isBetween(lasting * 0.89, lasting);
    assertThat(maximum.nextFailing()).isGreaterThan(lasting);
    assertThat(rig.targets(Phase.HOLD)).contains(maximum.target());
  }

  @Test
  void goesOnUpwardsWhenShortLevelsFailedTooEarly() {
    SimulatedRig rig =
        new SimulatedRig(1000) {
          @Override
          LevelVerdict verdict(Phase phase, double target, int repetition) {
            return phase == Phase.SEARCH && target > 420
                ? LevelVerdict.FAIL
                : super.verdict(phase, target, repetition);
          }
        };
    Maximum maximum = search(rig, HOUR).orElseThrow();
    assertThat(maximum.verdict()).isEqualTo(LevelVerdict.PASS);
    assertThat(maximum.target()).isBetween(890.0, 1000.0);
    assertThat(maximum.nextFailing()).isBetween(1000.0, 1120.0);
  }

  @Test
  void doesNotCallAMaximumConfirmedThatFailedEveryHold() {
    SimulatedRig rig = tiring(1000, 0);
    Maximum maximum = search(rig, HOUR).orElseThrow();
    assertThat(maximum.verdict()).isEqualTo(LevelVerdict.FAIL);
    assertThat(maximum.nextFailing()).isEqualTo(maximum.target());
  }

  @Test
  void doesNotCallAMaximumConfirmedThatNeverHeld() {
    SimulatedRig rig =
        new SimulatedRig(1000) {
          @Override
          LevelVerdict verdict(Phase phase, double target, int repetition) {
            return phase == Phase.HOLD
                ? LevelVerdict.INVALID
                : super.verdict(phase, target, repetition);
          }
        };
    assertThat(search(rig, HOUR).orElseThrow().verdict()).isEqualTo(LevelVerdict.INVALID);
  }

  @Test
  void keepsToItsBudgetAndStillHolds() {
    SimulatedRig rig = tiring(5000, 2000);
    Maximum maximum = search(rig, 400).orElseThrow();
    assertThat(rig.clock()).isLessThanOrEqualTo(400);
    assertThat(maximum.verdict()).isEqualTo(LevelVerdict.PASS);
    assertThat(rig.targets(Phase.HOLD)).contains(maximum.target());
  }

  @Test
  void comesCloseOnANoisyMachine() {
    Random random = new Random(1);
    SimulatedRig rig =
        new SimulatedRig(2000) {
          @Override
          LevelVerdict verdict(Phase phase, double target, int repetition) {
            return super.verdict(phase, target * (1 + 0.05 * random.nextGaussian()), repetition);
          }
        };
    assertThat(search(rig, HOUR).orElseThrow().target()).isBetween(1500.0, 2200.0);
  }

  /** Warms up in four steps, in each of which latencies become a tenth. */
  private static SimulatedRig cold() {
    return new SimulatedRig(1000) {
      @Override
      long median() {
        return Math.max(250, Math.round(2_500_000 / Math.pow(10, levels.size())));
      }
    };
  }

  private static List<Double> warmUps(SimulatedRig rig) {
    return rig.levels.stream()
        .filter(level -> level.phase() == Phase.WARMUP)
        .map(level -> level.offer().seconds())
        .toList();
  }

  @Test
  void warmsUpUntilLatenciesFallNoMore() {
    SimulatedRig rig = cold();
    new Search(
            new SearchPlan(100, 100_000, 0.1, 3, new SearchTimes(160, 10, 2, 60, HOUR)),
            rig,
            rig::clock)
        .run();
    assertThat(warmUps(rig)).containsExactly(20.0, 20.0, 20.0, 20.0, 20.0, 20.0);
  }

  @Test
  void warmsUpPastOneSlowLevelWhileTheObjectiveIsMissed() {
    List<Long> medians = List.of(90_000L, 3000L, 4000L, 300L, 280L, 270L);
    SimulatedRig rig =
        new SimulatedRig(1000) {
          @Override
          long median() {
            return medians.get(Math.min(levels.size(), medians.size() - 1));
          }

          @Override
          LevelVerdict verdict(Phase phase, double target, int repetition) {
            return phase == Phase.WARMUP && levels.size() < 3
                ? LevelVerdict.FAIL
                : super.verdict(phase, target, repetition);
          }
        };
    new Search(
            new SearchPlan(100, 100_000, 0.1, 3, new SearchTimes(160, 10, 2, 60, HOUR)),
            rig,
            rig::clock)
        .run();
    assertThat(warmUps(rig)).hasSize(5);
  }

  @Test
  void warmsUpNoLongerThanItMay() {
    SimulatedRig rig = cold();
    new Search(
            new SearchPlan(100, 100_000, 0.1, 3, new SearchTimes(5, 10, 2, 60, HOUR)),
            rig,
            rig::clock)
        .run();
    assertThat(warmUps(rig)).containsExactly(2.0);
  }

  @Test
  void throwsTheWarmUpAway() {
    SimulatedRig rig =
        new SimulatedRig(1000) {
          @Override
          LevelVerdict verdict(Phase phase, double target, int repetition) {
            return phase == Phase.WARMUP
                ? LevelVerdict.FAIL
                : super.verdict(phase, target, repetition);
          }
        };
    assertThat(search(rig, HOUR).orElseThrow().target()).isBetween(890.0, 1000.0);
    assertThat(rig.levels.get(0).phase()).isEqualTo(Phase.WARMUP);
  }
}

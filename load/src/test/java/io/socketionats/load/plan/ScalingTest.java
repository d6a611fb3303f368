package io.socketionats.load.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.load.Synthetic;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.MeasurementFolder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ScalingTest {
  private static final int SYSTEMS = 60;

  /** Three standard deviations below 95 % of so few systems. */
  private static final double LEAST_HELD = 0.86;

  /** Repetitions on a shared machine differ by more than a search resolves: both must hold. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.05, 0.1})
  void holdsTheTruthInItsIntervalAsOftenAsItSays(double noise) {
    Map<String, Integer> held = new TreeMap<>();
    for (int seed = 0; seed < SYSTEMS; seed++) {
      Scaling scaling = scaling(seed, noise, 1, 2, 4);
      for (int nodes : new int[] {1, 2, 3, 4, 8}) {
        count(held, nodes + " nodes", scaling.at(nodes).holds(Synthetic.NODE.capacity(nodes)));
      }
      count(held, "lambda", scaling.lambda().holds(Synthetic.NODE.lambda()));
      count(held, "kappa", scaling.kappa().holds(Synthetic.NODE.kappa()));
    }
    assertThat(held.values())
        .as("of %d systems: %s", SYSTEMS, held)
        .allMatch(times -> times >= LEAST_HELD * SYSTEMS);
  }

  private static void count(Map<String, Integer> held, String what, boolean holds) {
    held.merge(what, holds ? 1 : 0, Integer::sum);
  }

  @Test
  void isLessSureWhereNothingWasMeasured() {
    Scaling scaling = scaling(7, 0.02, 1, 2, 4);
    assertThat(width(scaling.at(16))).isGreaterThan(2 * width(scaling.at(4)));
  }

  @Test
  void promisesNoMoreThanWhatPassed() {
    for (int seed = 0; seed < 20; seed++) {
      Scaling scaling = scaling(seed, 0.05, 1, 2, 4);
      scaling
          .passed()
          .forEach(
              (nodes, passed) -> assertThat(scaling.promised(nodes)).isLessThanOrEqualTo(passed));
    }
  }

  @Test
  void givesTheSameAnswerTwice() {
    assertThat(scaling(3, 0.02, 1, 2, 4).at(6)).isEqualTo(scaling(3, 0.02, 1, 2, 4).at(6));
  }

  private static double width(Interval interval) {
    return (interval.high() - interval.low()) / interval.estimate();
  }

  private static Scaling scaling(long seed, double noise, int... nodes) {
    List<JudgedCase> runs = new ArrayList<>();
    List<Case> cases =
        new Synthetic(seed, noise, null)
            .search("node", Synthetic.NODE, 10, nodes)
            .measurement()
            .cases();
    Rejudge judge =
        new Rejudge(new MeasurementFolder(Path.of("none")), Synthetic.SLO, Synthetic.SLO);
    cases.forEach(each -> runs.add(JudgedCase.of(each, judge).orElseThrow()));
    return Scaling.of(runs, 0.95);
  }
}

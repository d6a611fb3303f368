package io.socketionats.load.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class UslTest {
  @Test
  void findsTheParametersOfAnExactSystem() {
    Usl truth = new Usl(15_000, 0.03, 0.0008);
    Map<Integer, Double> measured = new TreeMap<>();
    for (int nodes : new int[] {1, 2, 4, 8}) {
      measured.put(nodes, truth.at(nodes));
    }
    Usl fit = Usl.fit(measured);
    assertThat(fit.lambda()).isCloseTo(15_000, within(0.001));
    assertThat(fit.sigma()).isCloseTo(0.03, within(1e-9));
    assertThat(fit.kappa()).isCloseTo(0.0008, within(1e-9));
    assertThat(fit.peak()).isCloseTo(Math.sqrt(0.97 / 0.0008), within(1e-3));
  }

  @Test
  void leavesOutWhatFewNodeCountsCannotTell() {
    assertThat(Usl.fit(Map.of(2, 1000.0))).isEqualTo(new Usl(500, 0, 0));
    Usl two = Usl.fit(new TreeMap<>(Map.of(1, 1000.0, 2, 1600.0)));
    assertThat(two.kappa()).isZero();
    assertThat(two.at(1)).isCloseTo(1000, within(1e-6));
    assertThat(two.at(2)).isCloseTo(1600, within(1e-6));
    assertThat(two.peak()).isInfinite();
  }

  @Test
  void saysLinearWhenMoreNodesDoBetterThanLinear() {
    Usl fit = Usl.fit(new TreeMap<>(Map.of(1, 1000.0, 2, 2300.0, 4, 5000.0)));
    assertThat(fit.sigma()).isZero();
    assertThat(fit.kappa()).isZero();
    assertThat(fit.lambda()).isBetween(1000.0, 1250.0);
  }
}

package io.socketionats.load.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SloTest {
  @Test
  void readsPercentileAndTime() {
    assertThat(Slo.parse("p99=100ms")).isEqualTo(new Slo(99, 100));
    assertThat(Slo.parse("P99.9 = 1.5s")).isEqualTo(new Slo(99.9, 1500));
    assertThat(Slo.parse("p50=800us")).isEqualTo(new Slo(50, 0.8));
    assertThat(Slo.parse("p99.9=1.5s")).hasToString("p99.9=1500ms");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "99", "p99", "p99=100", "p99=-1ms", "p99<100ms", "p99=0ms", "p0=1ms"})
  void refusesWhatCannotBeRead(String text) {
    assertThatThrownBy(() -> Slo.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("SLO");
  }
}

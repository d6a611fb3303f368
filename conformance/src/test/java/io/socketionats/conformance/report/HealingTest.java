package io.socketionats.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class HealingTest {
  @Test
  void countsAndNamesMedianAndLongest() {
    Healing healing = Healing.of(List.of(40L, 700L, 20L));

    assertThat(healing).isEqualTo(new Healing(3, 40, 700));
  }

  @Test
  void keepsThreeDigits() {
    Healing healing = Healing.of(LongStream.rangeClosed(1, 20_000).boxed().toList());

    assertThat(healing.count()).isEqualTo(20_000);
    assertThat(healing.median()).isBetween(9_980L, 10_020L);
    assertThat(healing.longest()).isBetween(19_980L, 20_020L);
  }
}

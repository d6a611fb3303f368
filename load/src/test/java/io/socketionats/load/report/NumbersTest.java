package io.socketionats.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NumbersTest {
  @Test
  void writesNumbersForReading() {
    assertThat(Numbers.plain(14536.4)).isEqualTo("14,536");
    assertThat(Numbers.plain(12.34)).isEqualTo("12.3");
    assertThat(Numbers.plain(0.0234)).isEqualTo("0.023");
    assertThat(Numbers.plain(0)).isEqualTo("0");
  }

  @Test
  void choosesTheUnitOfATime() {
    assertThat(Numbers.time(38)).isEqualTo("38 µs");
    assertThat(Numbers.time(4250)).isEqualTo("4.3 ms");
    assertThat(Numbers.time(-720)).isEqualTo("-720 µs");
    assertThat(Numbers.time(2_000_000)).isEqualTo("2 s");
    assertThat(Numbers.time(0)).isEqualTo("0 µs");
  }

  @Test
  void choosesTheUnitOfBytes() {
    assertThat(Numbers.bytes(17_000)).isEqualTo("17 kB");
    assertThat(Numbers.bytes(999)).isEqualTo("999 B");
    assertThat(Numbers.bytes(1.26e9)).isEqualTo("1.3 GB");
  }
}

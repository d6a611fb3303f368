package io.socketionats.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReadableTimeTest {
  @ParameterizedTest
  @CsvSource({
    "0, 0 ms",
    "999, 999 ms",
    "1000, 1.0 s",
    "12399, 12.3 s",
    "59999, 59.9 s",
    "60000, 1 min 0 s",
    "125000, 2 min 5 s"
  })
  void hasTheUnitThatFits(long millis, String words) {
    assertThat(ReadableTime.of(millis)).isEqualTo(words);
  }
}

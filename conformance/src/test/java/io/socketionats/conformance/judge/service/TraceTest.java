package io.socketionats.conformance.judge.service;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TraceTest {
  private final Trace trace = new Trace();

  @Test
  void holdsWhatWasWrittenAndReadInItsOrder() {
    trace.add(">", "GET EIO=4");
    trace.add("<", "200 '40\u001e42[1]'");

    assertThat(trace.lines()).containsExactly("> GET EIO=4", "< 200 '40|42[1]'");
  }

  @Test
  void cutsLongLinesAndDropsTheOldest() {
    for (int i = 0; i < 100; i++) {
      trace.add("ws>", i + "x".repeat(1000));
    }

    assertThat(trace.lines())
        .hasSize(60)
        .allSatisfy(line -> assertThat(line).hasSizeLessThan(210).endsWith("…"));
    assertThat(trace.lines().get(0)).startsWith("ws> 40x");
  }
}

package io.socketionats.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ShortenedTest {
  @Test
  void leavesShortTextsAlone() {
    assertThat(Shortened.at(3, "abc")).isEqualTo("abc");
  }

  @Test
  void marksTheCut() {
    assertThat(Shortened.at(3, "abcd")).isEqualTo("ab…");
  }

  @Test
  void splitsNoCharacter() {
    assertThat(Shortened.at(3, "a😀bc")).isEqualTo("a…");
  }

  @Test
  void putsEverythingOnOneLine() {
    assertThat(Shortened.line(20, " a\n\tb\u001b[31m c ")).isEqualTo("a b [31m c");
  }
}

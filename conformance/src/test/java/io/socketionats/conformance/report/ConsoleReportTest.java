package io.socketionats.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConsoleReportTest {
  private static final String ESCAPE = "\u001b";

  @Test
  void showsTheMatrixAndWhatIsNotAsExpected() {
    assertThat(ConsoleReport.render(SampleRun.everyVerdict(), false))
        .isEqualTo(Golden.text("sample.txt"));
  }

  @Test
  void isShortWhenAllIsWell() {
    assertThat(ConsoleReport.render(SampleRun.allPassed(), false))
        .isEqualTo(
            """
            Dialect socket.io-nats

                                        java
                                        → java
              W channels and wire (1)   1/1

            The only result is as expected: 1 passed.
            1 passed in 14.5 s (processes)
            time: broker 140 ms, nodes 2.9 s, scenarios 8.4 s
            """);
  }

  @Test
  void saysTheSameWithColours() {
    RunReport report = SampleRun.everyVerdict();

    String coloured = ConsoleReport.render(report, true);

    assertThat(coloured).contains(ESCAPE + "[31m");
    assertThat(coloured.replaceAll(ESCAPE + "\\[\\d+m", ""))
        .isEqualTo(ConsoleReport.render(report, false));
  }

  @Test
  void breaksManyPairsIntoSeveralTables() {
    List<Result> results = new ArrayList<>();
    for (int emitter = 0; emitter < 4; emitter++) {
      for (int receiver = 0; receiver < 4; receiver++) {
        results.add(SampleRun.passed("W01", "implementation-" + emitter, "node-" + receiver));
      }
    }

    String console = ConsoleReport.render(SampleRun.with(results), false);

    assertThat(console.lines()).allMatch(line -> line.length() <= ConsoleReport.WIDTH);
    assertThat(console.lines().filter(line -> line.contains("W channels and wire"))).hasSize(4);
  }

  @Test
  void staysWithinTheTerminalWhateverNodesSay() {
    String said = ESCAPE + "[2J" + "a long story ".repeat(80) + "x".repeat(500) + "\n\r\tend";
    Result crashed = Result.without("R06", "java", "java", Verdict.CRASHED, said);

    String console = ConsoleReport.render(SampleRun.with(List.of(crashed)), false);

    assertThat(console).doesNotContain(ESCAPE).doesNotContain("\r").doesNotContain("\t");
    assertThat(console.lines()).allMatch(line -> line.length() <= ConsoleReport.WIDTH);
  }

  @Test
  void namesVerdictsThatDifferBetweenRepetitions() {
    assertThat(
            ConsoleReport.render(SampleRun.differing(List.of("W01 java to java: passed")), false))
        .contains("Not the same in all 3 repetitions\n  W01 java to java: passed\n")
        .contains("\n1 verdict differs between 3 repetitions.\n");
  }

  @Test
  void saysThatNothingWasJudged() {
    assertThat(ConsoleReport.render(SampleRun.with(List.of()), false))
        .startsWith("Nothing was judged.\nno results in 14.5 s (processes)\n");
  }
}

package io.socketionats.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Cell;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
    Result crashed = Result.without(new Cell("R06", "java", "java"), Verdict.CRASHED, said);

    String console = ConsoleReport.render(SampleRun.with(List.of(crashed)), false);

    assertThat(console).doesNotContain(ESCAPE).doesNotContain("\r").doesNotContain("\t");
    assertThat(console.lines()).allMatch(line -> line.length() <= ConsoleReport.WIDTH);
  }

  private static Result failed(String requirement, String emitter, Finding finding) {
    return new Result(
        new Cell(requirement, emitter, "node-sio4"),
        finding.kind() == Finding.Kind.CRASHED ? Verdict.CRASHED : Verdict.FAILED,
        1,
        finding.toString(),
        Optional.of(finding.blame()),
        List.of(finding),
        List.of(
            "socket.io./ [\"u\",{\"data\":[\"first\"]}]",
            "socket.io./ [\"u\",{\"data\":[\"own\"]}]"));
  }

  private static Finding crash(String error) {
    return new Finding(
        Finding.Kind.CRASHED,
        Blame.RECEIVER,
        Optional.of("node-sio4"),
        "the node to live",
        "node 'node-sio4-%d' failed: it exited with status 70; its last lines:%n    at x.mjs:3%nTypeError: %s"
            .formatted(error.length(), error));
  }

  @Test
  void showsFailuresOfOneLikelyCauseTogether() {
    RunReport report =
        SampleRun.with(
            List.of(
                failed("S01", "java", crash("Cannot read '1'")),
                failed("S02", "java", crash("Cannot read '204'")),
                failed("S03", "java", crash("opts is null"))));

    assertThat(ConsoleReport.render(report, false))
        .contains(
            """
              2 requirements crashed, likely for one cause: java → node-sio4
                ids       S01 S02
                the first S01 not-json, java → node-sio4
            """)
        .contains("  S03 odd-options crashed: java → node-sio4\n");
    assertThat(SummaryReport.render(report))
        .contains(
            """
            - **2 requirements crashed, likely for one cause**: java → node-sio4
              - requirements: S01 S02
              - the first: S01 not-json, java → node-sio4
            """);
  }

  @Test
  void showsTheFrameThatAFindingIsAboutOrNone() {
    Finding about =
        new Finding(
            Finding.Kind.WIRE,
            Blame.EMITTER,
            Optional.empty(),
            Finding.About.frames("own"),
            "one frame",
            "two");
    Finding ofNothing =
        new Finding(
            Finding.Kind.STATE, Blame.EMITTER, Optional.empty(), "the node to obey", "it did not");

    assertThat(ConsoleReport.render(SampleRun.with(List.of(failed("W01", "java", about))), false))
        .contains("    frame     socket.io./ [\"u\",{\"data\":[\"own\"]}]\n");
    assertThat(
            ConsoleReport.render(SampleRun.with(List.of(failed("W01", "java", ofNothing))), false))
        .contains("it did not")
        .doesNotContain("    frame ");
  }

  @Test
  void namesVerdictsThatDifferBetweenRepetitions() {
    assertThat(
            ConsoleReport.render(SampleRun.differing(List.of("W01 java to java: passed")), false))
        .contains("Not the same in all 3 repetitions\n  W01 java to java: passed\n")
        .contains("\n1 verdict differs between 3 repetitions.\n");
  }

  @Test
  void namesDeclaredDeviationsThatWereNotJudged() {
    assertThat(ConsoleReport.render(SampleRun.stale(List.of("k.json: [0]: R06", "x")), false))
        .contains("Declared to fail, but not judged\n  k.json: [0]: R06\n  x\n")
        .contains("\n2 declared deviations matched no result that was judged.\n");
  }

  @Test
  void saysThatNothingWasJudged() {
    assertThat(ConsoleReport.render(SampleRun.with(List.of()), false))
        .startsWith("Nothing was judged.\nno results in 14.5 s (processes)\n");
  }
}

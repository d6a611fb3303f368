package io.socketionats.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.conformance.judge.verdict.Cell;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import java.util.List;
import org.junit.jupiter.api.Test;

class SummaryReportTest {
  @Test
  void fitsOnOnePage() {
    assertThat(SummaryReport.render(SampleRun.everyVerdict())).isEqualTo(Golden.text("sample.md"));
  }

  @Test
  void makesNoMarkupOfWhatNodesSay() {
    Result hostile =
        Result.without(
            new Cell("R06", "java", "java"), Verdict.CRASHED, "<img onerror=x> | *a* `b`\n# c");

    assertThat(SummaryReport.render(SampleRun.with(List.of(hostile))))
        .contains("  - detail: &lt;img onerror=x&gt; \\| \\*a\\* \\`b\\` # c\n");
  }

  @Test
  void namesVerdictsThatDifferBetweenRepetitions() {
    assertThat(SummaryReport.render(SampleRun.differing(List.of("W01 java to java: passed"))))
        .startsWith(
            "# Interoperability: not as expected\n\n1 verdict differs between 3 repetitions.\n")
        .contains("## Not the same in all 3 repetitions\n\n- W01 java to java: passed\n");
  }

  @Test
  void namesDeclaredDeviationsThatWereNotJudged() {
    assertThat(SummaryReport.render(SampleRun.stale(List.of("k.json: R06"))))
        .startsWith(
            "# Interoperability: not as expected\n\n1 declared deviation matched no result that was judged.\n")
        .contains("## Declared to fail, but not judged\n\n- k.json: R06\n");
  }
}

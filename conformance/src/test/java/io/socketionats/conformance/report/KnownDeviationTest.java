package io.socketionats.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Cell;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class KnownDeviationTest {
  @Test
  void belongsToTheImplementationThatIsInAllItsPairs() {
    assertThat(
            in(
                result("java", "node", Blame.EMITTER),
                result("node", "java", Blame.EMITTER),
                result("node", "node", Blame.RECEIVER)))
        .containsExactly(new KnownDeviation("R06", "node", "why", 3));
  }

  @Test
  void belongsToTheOneToBlameWhenThePairsDoNotTell() {
    assertThat(in(result("java", "one", Blame.RECEIVER), result("java", "two", Blame.RECEIVER)))
        .containsExactly(new KnownDeviation("R06", "java", "why", 2));
    assertThat(in(result("java", "node", Blame.RECEIVER)))
        .containsExactly(new KnownDeviation("R06", "node", "why", 1));
  }

  private static List<KnownDeviation> in(Result... results) {
    return KnownDeviation.in(SampleRun.with(List.of(results)));
  }

  private static Result result(String emitter, String receiver, Blame blame) {
    return new Result(
        new Cell("R06", emitter, receiver),
        Verdict.KNOWN_DEVIATION,
        1,
        "why",
        Optional.of(blame),
        List.of(),
        List.of());
  }
}

package io.socketionats.load.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.load.control.Gates.Observed;
import io.socketionats.load.measure.Latencies;
import io.socketionats.load.measure.Tally;
import io.socketionats.load.result.Deliveries;
import io.socketionats.load.result.Generator;
import io.socketionats.load.result.Judgement;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.Others;
import io.socketionats.load.result.Slo;
import io.socketionats.load.result.Wrong;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

/** PASS, FAIL and INVALID, each with its reason. */
class LevelJudgeTest {
  private static final Slo SLO = Slo.parse("p99=100ms");
  private static final Gates GATES = Gates.forMachine(2);
  private static final Observed FIT =
      new Observed(100, 100, 1, new Generator(1000, 0.5), new Others(0.05, 0));

  private static Tally tally(long lost, long duplicated, long leaked, long micros) {
    Histogram latencies = new Histogram(3);
    latencies.recordValueWithCount(micros, 1000);
    return new Tally(
        100,
        1000,
        new Deliveries(1000, 1000 - lost, 0, new Wrong(lost, duplicated, 0, leaked, 0)),
        new Latencies(latencies, new Histogram(3), new Histogram(3)));
  }

  private static Judgement judge(Tally tally, Observed seen) {
    return LevelJudge.judge(tally, SLO, GATES.violations(seen, SLO));
  }

  private static void assertInvalid(Observed seen, String reason) {
    assertThat(judge(tally(0, 0, 0, 1000), seen))
        .isEqualTo(new Judgement(LevelVerdict.INVALID, List.of(reason)));
  }

  @Test
  void passesWhatIsRightAndFast() {
    assertThat(judge(tally(0, 0, 0, 99_000), FIT))
        .isEqualTo(new Judgement(LevelVerdict.PASS, List.of()));
  }

  @Test
  void failsWhatIsSlow() {
    assertThat(judge(tally(0, 0, 0, 150_000), FIT))
        .isEqualTo(
            new Judgement(LevelVerdict.FAIL, List.of("p99 is 150.0 ms, more than 100.0 ms")));
  }

  @Test
  void failsWhatLosesDuplicatesOrLeaks() {
    assertThat(judge(tally(1, 0, 0, 1), FIT))
        .isEqualTo(new Judgement(LevelVerdict.FAIL, List.of("1 deliveries lost")));
    assertThat(judge(tally(0, 2, 0, 1), FIT))
        .isEqualTo(new Judgement(LevelVerdict.FAIL, List.of("2 deliveries duplicated")));
    assertThat(judge(tally(0, 0, 3, 1), FIT))
        .isEqualTo(new Judgement(LevelVerdict.FAIL, List.of("3 deliveries leaked")));
  }

  @Test
  void voidsALevelWhoseGeneratorOrMachineWasNotFit() {
    assertInvalid(
        new Observed(100, 100, 1, new Generator(51_000, 0.5), new Others(0, 0)),
        "the generator was 51.0 ms late (p99), more than 50.0 ms");
    assertInvalid(
        new Observed(100, 100, 1, new Generator(0, 0.8), new Others(0, 0)),
        "the generator used 0.80 processors, more than 0.70");
    assertInvalid(
        new Observed(100, 100, 1, new Generator(0, 0), new Others(0.3, 0)),
        "other programs used 0.30 processors, more than 0.10");
    assertInvalid(
        new Observed(100, 100, 1, new Generator(0, 0), new Others(0, 0.05)),
        "the hypervisor took 5.0 % of the processors, more than 2.0 %");
    assertInvalid(
        new Observed(100, 90, 1, null, null),
        "published 90.0/s, less than 97 % of the target 100.0/s");
  }

  @Test
  void voidsALevelInWhichNothingWasSent() {
    Histogram none = new Histogram(3);
    Tally nothing = new Tally(0, 0, Deliveries.NONE, new Latencies(none, none, none));
    assertThat(judge(nothing, FIT).verdict()).isEqualTo(LevelVerdict.INVALID);
  }

  @Test
  void doesNotBlameTheClusterForLossUnderAnOverloadedGenerator() {
    Observed overloaded = new Observed(100, 50, 1, new Generator(900_000, 1.9), null);
    assertThat(judge(tally(5, 0, 0, 500_000), overloaded).verdict())
        .isEqualTo(LevelVerdict.INVALID);
  }

  @Test
  void blamesTheClusterForALeakWhateverTheMachineDid() {
    Observed overloaded = new Observed(100, 50, 1, new Generator(900_000, 1.9), null);
    assertThat(judge(tally(0, 0, 1, 500_000), overloaded).verdict()).isEqualTo(LevelVerdict.FAIL);
  }
}

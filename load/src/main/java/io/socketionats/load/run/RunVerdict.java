package io.socketionats.load.run;

import io.socketionats.load.result.Case;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.Phase;
import io.socketionats.load.result.Verdict;
import java.util.List;

/** What a finished run says: whether every case passed, one failed, or one was not measured. */
public final class RunVerdict {
  private RunVerdict() {}

  /**
   * The verdict on all cases together: FAIL where a case failed or a delivery was wrong, else
   * INVALID where a case has no valid answer, else PASS.
   */
  public static Verdict of(Measurement measurement) {
    boolean invalid = false;
    for (Case each : measurement.cases()) {
      Verdict verdict = of(each);
      if (verdict == Verdict.FAIL) {
        return Verdict.FAIL;
      }
      invalid |= verdict == Verdict.INVALID;
    }
    return invalid ? Verdict.INVALID : Verdict.PASS;
  }

  private static Verdict of(Case each) {
    if (each.levels().stream().anyMatch(RunVerdict::isWrong)) {
      return Verdict.FAIL;
    }
    if (each.maximum() != null) {
      return each.maximum().verdict();
    }
    List<Verdict> verdicts =
        each.levels().stream()
            .filter(level -> level.phase() != Phase.WARMUP)
            .map(Level::verdict)
            .toList();
    if (verdicts.contains(Verdict.FAIL)) {
      return Verdict.FAIL;
    }
    return verdicts.isEmpty() || verdicts.contains(Verdict.INVALID)
        ? Verdict.INVALID
        : Verdict.PASS;
  }

  /** Whether something came that must never come, at whatever load. */
  private static boolean isWrong(Level level) {
    return level.duplicated() + level.leaked() + level.reordered() > 0;
  }
}

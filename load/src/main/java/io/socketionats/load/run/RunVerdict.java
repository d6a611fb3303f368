package io.socketionats.load.run;

import io.socketionats.load.result.Case;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.Phase;
import java.util.List;

/** What a finished run says: whether every case passed, one failed, or one was not measured. */
public final class RunVerdict {
  private RunVerdict() {}

  /**
   * The verdict on all cases together: FAIL where a case failed or a delivery was wrong, else
   * INVALID where a case has no valid answer, else PASS.
   */
  public static LevelVerdict of(Measurement measurement) {
    boolean invalid = false;
    for (Case each : measurement.cases()) {
      LevelVerdict verdict = of(each);
      if (verdict == LevelVerdict.FAIL) {
        return LevelVerdict.FAIL;
      }
      invalid |= verdict == LevelVerdict.INVALID;
    }
    return invalid ? LevelVerdict.INVALID : LevelVerdict.PASS;
  }

  private static LevelVerdict of(Case each) {
    if (each.levels().stream().anyMatch(level -> level.wrong().inexcusable() > 0)) {
      return LevelVerdict.FAIL;
    }
    if (each.maximum() != null) {
      return each.maximum().verdict();
    }
    List<LevelVerdict> verdicts =
        each.levels().stream()
            .filter(level -> level.phase() != Phase.WARMUP)
            .map(Level::verdict)
            .toList();
    if (verdicts.contains(LevelVerdict.FAIL)) {
      return LevelVerdict.FAIL;
    }
    return verdicts.isEmpty() || verdicts.contains(LevelVerdict.INVALID)
        ? LevelVerdict.INVALID
        : LevelVerdict.PASS;
  }
}

package io.socketionats.load.plan;

import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.Phase;

/**
 * One repetition of a level, judged by the objective of the plan.
 *
 * @param target publishes per second
 * @param passed whether objective and correctness were met
 * @param hold whether it was a long one, which confirms what short ones found
 */
public record Trial(double target, boolean passed, boolean hold) {
  /** A short one. */
  public Trial(double target, boolean passed) {
    this(target, passed, false);
  }

  /** A level as a run's own objective judged it. */
  public static Trial of(Level level) {
    return of(level, level.verdict() == LevelVerdict.PASS);
  }

  static Trial of(Level level, boolean passed) {
    return new Trial(level.target(), passed, level.phase() == Phase.HOLD);
  }
}

package io.socketionats.load.control;

import io.socketionats.load.result.Level;
import io.socketionats.load.result.Phase;

/** What a search measures levels with. */
@FunctionalInterface
public interface Rig {
  /**
   * Makes a level and judges it.
   *
   * @param target publishes per second
   * @param repetition 1 for the first time at this target
   * @param seconds to measure
   */
  Level measure(Phase phase, double target, int repetition, double seconds);
}

package io.socketionats.load.control;

/**
 * How long the parts of a search take, seconds.
 *
 * @param warmUp the most that the warm-up may take; it ends as soon as it has no effect any more
 * @param level measured time of each repetition of a level
 * @param settle publishing before each level that is not measured
 * @param hold measured time of each hold; 0 for a search without holds
 * @param budget the most that the whole search may take
 */
public record SearchTimes(double warmUp, double level, double settle, double hold, double budget) {
  /** The same with another budget. */
  SearchTimes within(double seconds) {
    return new SearchTimes(warmUp, level, settle, hold, seconds);
  }
}

package io.socketionats.load.control;

/**
 * How to search for the greatest rate that a cluster carries.
 *
 * @param first the first target, publishes per second
 * @param highest the highest target that is tried
 * @param precision when the search ends: the greatest target that passes and the least that fails
 *     differ by at most this share of the latter
 * @param repetitions of every level, 1 or more; the majority decides
 * @param times how long its parts take; the time of three holds is kept free in the budget
 */
public record SearchPlan(
    double first, double highest, double precision, int repetitions, SearchTimes times) {
  private static final double OVERHEAD_SECONDS = 1.5;
  private static final int HOLDS_KEPT_FREE = 3;
  private static final int WARM_UPS = 8;
  private static final double LEAST_WARM_UP_SECONDS = 2;

  public SearchPlan {
    if (!(first > 0 && highest >= first && precision > 0 && precision < 1)) {
      throw new IllegalArgumentException(
          "first %s, highest %s, precision %s: more than 0, at least the first, between 0 and 1"
              .formatted(first, highest, precision));
    }
    if (repetitions < 1 || !(times.level() > 0)) {
      throw new IllegalArgumentException(
          "repetitions %d of %s s: 1 or more, more than 0".formatted(repetitions, times.level()));
    }
  }

  /** The same with another budget, seconds. */
  public SearchPlan within(double seconds) {
    return new SearchPlan(first, highest, precision, repetitions, times.within(seconds));
  }

  /** Seconds that the warm-up may take. */
  public double warmUpSeconds() {
    return times.warmUp();
  }

  /** Seconds that are measured in each repetition. */
  public double levelSeconds() {
    return times.level();
  }

  /** Seconds of publishing before each repetition that are not measured. */
  public double settleSeconds() {
    return times.settle();
  }

  /** Seconds of each hold; 0 for none. */
  double holdSeconds() {
    return times.hold();
  }

  /** Seconds that all of the search may take. */
  double budgetSeconds() {
    return times.budget();
  }

  /** Seconds of each level of the warm-up; 0 for none. */
  double warmUpLevelSeconds() {
    return Math.min(times.warmUp(), Math.max(LEAST_WARM_UP_SECONDS, times.warmUp() / WARM_UPS));
  }

  /** Seconds that a level of this length takes, with settling, drain and roll call; 0 for none. */
  double seconds(double length) {
    return length == 0 ? 0 : length + times.settle() + OVERHEAD_SECONDS;
  }

  /** Seconds that are kept free for holds. */
  double confirmationSeconds() {
    return HOLDS_KEPT_FREE * seconds(times.hold());
  }

  /** Seconds that a search takes at least: a warm-up, one level, its holds. */
  public double leastSeconds() {
    return seconds(warmUpLevelSeconds())
        + repetitions * seconds(times.level())
        + confirmationSeconds();
  }
}

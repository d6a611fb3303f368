package io.socketionats.load.control;

/**
 * How a maximum is searched for.
 *
 * @param first target, publishes per second
 * @param highest target that is tried
 * @param precision how close to each other the greatest that passes and the least that fails are to
 *     come, as a share of the latter
 * @param repetitions of every level, 1 or more; the majority decides
 * @param warmUpSeconds that the warm-up may take, thrown away; it ends as soon as it has no effect
 * @param levelSeconds measured in each repetition
 * @param settleSeconds before each repetition, thrown away
 * @param holdSeconds of each hold that confirms the maximum; 0 for none
 * @param budgetSeconds that all of it may take; the time of three holds is kept free
 */
public record SearchPlan(
    double first,
    double highest,
    double precision,
    int repetitions,
    double warmUpSeconds,
    double levelSeconds,
    double settleSeconds,
    double holdSeconds,
    double budgetSeconds) {
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
    if (repetitions < 1 || !(levelSeconds > 0)) {
      throw new IllegalArgumentException(
          "repetitions %d of %s s: 1 or more, more than 0".formatted(repetitions, levelSeconds));
    }
  }

  /** The same with another budget. */
  public SearchPlan within(double seconds) {
    return new SearchPlan(
        first,
        highest,
        precision,
        repetitions,
        warmUpSeconds,
        levelSeconds,
        settleSeconds,
        holdSeconds,
        seconds);
  }

  /** Seconds of each of the levels that warm up; 0 for none. */
  double warmUpLevelSeconds() {
    return Math.min(warmUpSeconds, Math.max(LEAST_WARM_UP_SECONDS, warmUpSeconds / WARM_UPS));
  }

  /** Seconds that a level of this length takes, with settling, drain and roll call; 0 for none. */
  double seconds(double length) {
    return length == 0 ? 0 : length + settleSeconds + OVERHEAD_SECONDS;
  }

  /** Seconds that are kept free for holds. */
  double confirmationSeconds() {
    return HOLDS_KEPT_FREE * seconds(holdSeconds);
  }

  /** Seconds that a search takes at least: a warm-up, one level, its holds. */
  public double leastSeconds() {
    return seconds(warmUpLevelSeconds())
        + repetitions * seconds(levelSeconds)
        + confirmationSeconds();
  }
}

package io.socketionats.load.cli;

import io.socketionats.conformance.UsageException;
import io.socketionats.load.control.SearchPlan;
import io.socketionats.load.control.SearchTimes;
import java.util.Locale;

/**
 * Shares the time of a run among its cases, and the time of a case among warm-up, levels and holds.
 *
 * @param options the options of the run
 * @param cases number of cases
 * @param seconds time of each case, without its start; may be too little
 */
record SearchBudget(LoadOptions options, int cases, double seconds) {
  private static final double START_SECONDS = 10;

  static SearchBudget of(LoadOptions options, int cases) {
    double connecting = options.connections / options.connects;
    return new SearchBudget(
        options, cases, options.minutes * 60 / cases - START_SECONDS - connecting);
  }

  /**
   * How the maximum of a case is searched for, or how its fixed rate is measured.
   *
   * @throws UsageException when a search needs more time than there is
   */
  SearchPlan searchPlan() {
    boolean searching = options.rate == null;
    SearchPlan plan =
        new SearchPlan(
            searching ? options.from : options.rate,
            Double.MAX_VALUE,
            0.1,
            options.repetitions,
            times(searching));
    if (searching && seconds < plan.leastSeconds()) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--minutes %s leaves %.0f s for each of %d cases, which need %.0f s at least: more minutes, fewer cases or shorter levels (--seconds, --hold)",
              options.minutes,
              Math.max(0, seconds),
              cases,
              plan.leastSeconds()));
    }
    return plan;
  }

  private SearchTimes times(boolean searching) {
    double each = Math.max(seconds, 1);
    double level = options.seconds != null ? options.seconds : between(2, each / 60, 30);
    double warmUp = searching ? each / 3 : between(1, level / 2, 10);
    double hold = options.hold != null ? options.hold : between(4, each / 9, 600);
    return new SearchTimes(
        options.warmUp != null ? options.warmUp : warmUp,
        level,
        between(0.5, level / 5, 2),
        searching ? hold : 0,
        seconds);
  }

  private static double between(double least, double value, double most) {
    return Math.max(least, Math.min(value, most));
  }
}

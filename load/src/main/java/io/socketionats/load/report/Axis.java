package io.socketionats.load.report;

/**
 * One axis of a chart.
 *
 * @param title what it shows
 * @param unit how its values are written
 * @param min value at its beginning
 * @param max value at its end
 * @param logarithmic whether equal steps are equal ratios
 */
record Axis(String title, Unit unit, double min, double max, boolean logarithmic) {
  private static final int STEPS = 5;
  private static final double[] ROUND = {1, 2, 5, 10};

  /** How values are written. */
  enum Unit {
    /** numbers: 1.5k, 20k, 3M */
    NUMBER,
    /** microseconds, in the unit that suits them */
    TIME,
    /** {@code 100 / (100 - percentile)}, written as the percentile */
    PERCENTILE
  }

  /** From 0 to a round number above all values. */
  static Axis linear(String title, double most) {
    double rough = most / STEPS;
    double decade = Math.pow(10, Math.floor(Math.log10(rough)));
    double step = 10 * decade;
    for (int i = ROUND.length - 1; i >= 0; i--) {
      step = ROUND[i] * decade >= rough ? ROUND[i] * decade : step;
    }
    return new Axis(title, Unit.NUMBER, 0, Math.ceil(most / step) * step, false);
  }

  /** Of latencies in microseconds, from the decade below all values to the one above them. */
  static Axis latency(double least, double most) {
    double low = Math.pow(10, Math.floor(Math.log10(Math.max(least, 1))));
    double high = Math.pow(10, Math.ceil(Math.log10(Math.max(most, low * 10))));
    return new Axis("latency", Unit.TIME, low, high, true);
  }

  /** Of percentiles from 0 to 99.99. */
  static Axis percentiles() {
    return new Axis("percentile", Unit.PERCENTILE, 1, 10_000, true);
  }
}

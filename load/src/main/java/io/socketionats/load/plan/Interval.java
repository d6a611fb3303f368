package io.socketionats.load.plan;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;

/**
 * An estimate with the range that holds the truth with the confidence of its fit.
 *
 * @param low lower end
 * @param estimate best estimate
 * @param high upper end
 */
public record Interval(double low, double estimate, double high) {
  /** The middle share {@code confidence} of draws, widened as needed to hold the estimate. */
  static Interval of(double estimate, double[] draws, double confidence) {
    if (draws.length == 0) {
      return new Interval(estimate, estimate, estimate);
    }
    double[] sorted = draws.clone();
    Arrays.sort(sorted);
    double tail = (1 - confidence) / 2;
    return new Interval(
        Math.min(estimate, Statistics.quantile(sorted, tail)),
        estimate,
        Math.max(estimate, Statistics.quantile(sorted, 1 - tail)));
  }

  /** All three through an increasing function. */
  Interval map(DoubleUnaryOperator increasing) {
    return new Interval(
        increasing.applyAsDouble(low),
        increasing.applyAsDouble(estimate),
        increasing.applyAsDouble(high));
  }

  /** Whether a value lies in it, ends included. */
  public boolean holds(double value) {
    return low <= value && value <= high;
  }
}

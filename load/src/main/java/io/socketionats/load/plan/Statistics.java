package io.socketionats.load.plan;

import java.util.List;

/** Medians and quantiles of samples. */
public final class Statistics {
  private Statistics() {}

  /**
   * The median; the mean of the two values in the middle when their number is even.
   *
   * @param values at least one
   */
  public static double median(List<Double> values) {
    double[] sorted = values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
    int half = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
  }

  /**
   * A quantile, interpolated between neighbours.
   *
   * @param sorted ascending, at least one value
   * @param share 0 for the least value to 1 for the greatest
   */
  static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) Math.floor(at);
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }
}

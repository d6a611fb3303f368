package io.socketionats.load.result;

import org.HdrHistogram.Histogram;

/**
 * Percentiles of latencies, microseconds.
 *
 * @param count how many latencies; the rest is 0 when this is
 */
public record Percentiles(long count, long p50, long p90, long p99, long p999, long max) {
  /** Of no latencies. */
  public static final Percentiles NONE = new Percentiles(0, 0, 0, 0, 0, 0);

  /**
   * @param histogram of microseconds
   */
  public static Percentiles of(Histogram histogram) {
    if (histogram.getTotalCount() == 0) {
      return NONE;
    }
    return new Percentiles(
        histogram.getTotalCount(),
        histogram.getValueAtPercentile(50),
        histogram.getValueAtPercentile(90),
        histogram.getValueAtPercentile(99),
        histogram.getValueAtPercentile(99.9),
        histogram.getMaxValue());
  }
}

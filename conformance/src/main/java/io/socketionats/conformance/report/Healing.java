package io.socketionats.conformance.report;

import java.util.List;
import org.HdrHistogram.Histogram;

/**
 * How long nodes took to be whole again after a fault, in milliseconds.
 *
 * @param count measured pairs of listening and speaking node
 */
public record Healing(long count, long median, long longest) {
  private static final int DIGITS = 3;

  /**
   * @param millis not empty
   */
  public static Healing of(List<Long> millis) {
    Histogram histogram = new Histogram(DIGITS);
    millis.forEach(histogram::recordValue);
    return new Healing(
        histogram.getTotalCount(), histogram.getValueAtPercentile(50), histogram.getMaxValue());
  }
}

package io.socketionats.conformance.report;

import java.util.Comparator;
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
   * Whose time it is, and of which fault.
   *
   * @param requirement id of the one that the fault is of
   * @param implementation id of the nodes that had to hear others again
   */
  public record Of(String requirement, String implementation) implements Comparable<Of> {
    private static final Comparator<Of> ORDER =
        Comparator.comparing(Of::requirement).thenComparing(Of::implementation);

    @Override
    public int compareTo(Of other) {
      return ORDER.compare(this, other);
    }

    /** The key in the report, such as {@code E18 java}. */
    @Override
    public String toString() {
      return requirement + " " + implementation;
    }
  }

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

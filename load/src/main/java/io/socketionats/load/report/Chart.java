package io.socketionats.load.report;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;

/**
 * A chart of the page.
 *
 * @param title its name
 * @param summary what it shows, for those who cannot see it
 * @param x horizontal axis
 * @param y vertical axis
 * @param series what is drawn, the last on top
 */
record Chart(String title, String summary, Axis x, Axis y, List<Series> series) {
  /** How a series is drawn. */
  enum Style {
    LINE,
    DASHED,
    /** small dots */
    DOTS,
    /** hollow dots */
    FAILED,
    /** a large dot: the greatest load that passed */
    KNEE,
    /** the lower edge of an area; the upper edge is the next series */
    BAND,
    /** a limit */
    LIMIT,
    /** for comparison */
    DOTTED
  }

  /** A point in units of the axes. */
  @JsonFormat(shape = JsonFormat.Shape.ARRAY)
  record Point(double x, double y) {}

  /**
   * Points that belong together.
   *
   * @param name in the legend; null for a series that is not in it
   * @param style how it is drawn
   * @param colour number of the colour, from 0
   * @param points in their order, by rising x
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  record Series(String name, Style style, int colour, List<Point> points) {}

  /** A horizontal line over the whole width. */
  static Series limit(String words, Axis x, double value) {
    return new Series(
        words, Style.LIMIT, 0, List.of(new Point(x.min(), value), new Point(x.max(), value)));
  }
}

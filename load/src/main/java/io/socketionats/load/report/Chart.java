package io.socketionats.load.report;

import static io.socketionats.load.report.Numbers.say;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** An inline SVG chart that fits a telephone: colours come from the page's style. */
final class Chart {
  private static final double WIDTH = 440;
  private static final double HEIGHT = 290;
  private static final double LEFT = 54;
  private static final double RIGHT = 16;
  private static final double TOP = 14;
  private static final double BOTTOM = 44;

  /** A point in units of the axes. */
  record Point(double x, double y) {}

  private final Axis x;
  private final Axis y;
  private final String summary;
  private final StringBuilder svg = new StringBuilder();
  private final StringBuilder above = new StringBuilder();
  private final StringBuilder legend = new StringBuilder();

  /**
   * @param summary what it shows, for those who cannot see it
   */
  Chart(Axis x, Axis y, String summary) {
    this.x = x;
    this.y = y;
    this.summary = summary;
    grid();
  }

  private void grid() {
    for (double tick : x.ticks()) {
      svg.append(segment("grid", px(tick), TOP, px(tick), HEIGHT - BOTTOM));
      svg.append(label("tick middle", px(tick), HEIGHT - BOTTOM + 15, x.label().apply(tick)));
    }
    for (double tick : y.ticks()) {
      svg.append(segment("grid", LEFT, py(tick), WIDTH - RIGHT, py(tick)));
      svg.append(label("tick end", LEFT - 6, py(tick) + 4, y.label().apply(tick)));
    }
    svg.append(label("axis middle", (LEFT + WIDTH - RIGHT) / 2, HEIGHT - 8, x.title()));
    svg.append(
        say(
            "<text class=\"axis middle\" transform=\"translate(11 %.1f) rotate(-90)\">%s</text>",
            (TOP + HEIGHT - BOTTOM) / 2, Html.text(y.title())));
  }

  /** Points joined in their order. */
  Chart line(String style, List<Point> points) {
    if (points.size() > 1) {
      svg.append(say("<path class=\"line %s\" d=\"%s\"/>", style, path(points)));
    }
    return this;
  }

  /** The area between two lines over the same abscissas. */
  Chart band(String style, List<Point> low, List<Point> high) {
    List<Point> back = new ArrayList<>(high);
    Collections.reverse(back);
    svg.append(
        say(
            "<path class=\"band %s\" d=\"%s %s Z\"/>",
            style, path(low), path(back).replaceFirst("M", "L")));
    return this;
  }

  Chart dot(String style, Point at, String title) {
    svg.append(
        say(
            "<circle class=\"dot %s\" cx=\"%.1f\" cy=\"%.1f\" r=\"3.2\"><title>%s</title></circle>",
            style, px(at.x()), py(at.y()), Html.text(title)));
    return this;
  }

  /** A diamond, for what matters most. */
  Chart diamond(String style, Point at, String title) {
    svg.append(
        say(
            "<path class=\"diamond %s\" d=\"M%.1f %.1f l7 7 l-7 7 l-7 -7 Z\"><title>%s</title></path>",
            style, px(at.x()), py(at.y()) - 7, Html.text(title)));
    return this;
  }

  /** A line across at a value, with words at its left. */
  Chart across(String style, double value, String words) {
    svg.append(segment("across " + style, LEFT, py(value), WIDTH - RIGHT, py(value)));
    above.append(label("words", LEFT + 5, py(value) - 5, words));
    return this;
  }

  /** What a style stands for. */
  Chart named(String style, String words) {
    legend.append("<li class=\"%s\"><i></i>%s</li>".formatted(style, Html.text(words)));
    return this;
  }

  String render() {
    return say(
            "<svg viewBox=\"0 0 %.0f %.0f\" role=\"img\" aria-label=\"%s\">",
            WIDTH, HEIGHT, Html.text(summary))
        + svg
        + above
        + "</svg>"
        + (legend.isEmpty() ? "" : "<ul class=\"legend\">" + legend + "</ul>");
  }

  private String path(List<Point> points) {
    return "M"
        + points.stream()
            .map(point -> say("%.1f %.1f", px(point.x()), py(point.y())))
            .collect(Collectors.joining(" L"));
  }

  private double px(double value) {
    return LEFT + x.share(value) * (WIDTH - LEFT - RIGHT);
  }

  private double py(double value) {
    double share = Math.max(0, Math.min(1, y.share(value)));
    return HEIGHT - BOTTOM - share * (HEIGHT - TOP - BOTTOM);
  }

  private static String segment(String style, double x1, double y1, double x2, double y2) {
    return say(
        "<line class=\"%s\" x1=\"%.1f\" y1=\"%.1f\" x2=\"%.1f\" y2=\"%.1f\"/>",
        style, x1, y1, x2, y2);
  }

  private static String label(String style, double x, double y, String words) {
    return say("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>", style, x, y, Html.text(words));
  }
}

package io.socketionats.load.report;

import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * One axis of a chart.
 *
 * @param title with the unit
 * @param from value at its beginning
 * @param to value at its end
 * @param logarithmic whether equal steps are equal ratios
 * @param label how values are written
 */
record Axis(
    String title, double from, double to, boolean logarithmic, DoubleFunction<String> label) {
  private static final int LINEAR_TICKS = 5;
  private static final double[] STEPS = {1, 2, 5, 10};

  /** From 0 to a round number above all. */
  static Axis linear(String title, double most, DoubleFunction<String> label) {
    double step = step(most);
    return new Axis(title, 0, Math.ceil(most / step) * step, false, label);
  }

  /** From the decade below all to a round number above. */
  static Axis logarithmic(String title, double least, double most, DoubleFunction<String> label) {
    double low = Math.pow(10, Math.floor(Math.log10(Math.max(least, 1))));
    double high = Math.pow(10, Math.ceil(Math.log10(Math.max(most, low * 10))));
    return new Axis(title, low, high, true, label);
  }

  /** 0 at its beginning, 1 at its end. */
  double share(double value) {
    if (!logarithmic) {
      return (value - from) / (to - from);
    }
    return Math.log(Math.max(value, from) / from) / Math.log(to / from);
  }

  List<Double> ticks() {
    List<Double> ticks = new ArrayList<>();
    if (logarithmic) {
      for (double tick = from; tick <= to * 1.0001; tick *= 10) {
        ticks.add(tick);
      }
      return ticks;
    }
    double step = step(to);
    for (int i = 0; i * step <= to * 1.0001; i++) {
      ticks.add(i * step);
    }
    return ticks;
  }

  private static double step(double most) {
    double rough = most / LINEAR_TICKS;
    double decade = Math.pow(10, Math.floor(Math.log10(rough)));
    for (double step : STEPS) {
      if (step * decade >= rough) {
        return step * decade;
      }
    }
    return 10 * decade;
  }
}

package io.socketionats.load.plan;

import java.util.Locale;

/** Sentences and numbers of plans, the same in every locale. */
final class Words {
  private Words() {}

  static String of(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  /** A number with a decimal only where it has a fraction. */
  static String number(double value) {
    return value == Math.rint(value) ? of("%.0f", value) : of("%.1f", value);
  }

  static String range(double least, double most) {
    return least == most ? number(least) : number(least) + " to " + number(most);
  }
}

package io.socketionats.load.report;

import java.util.Locale;

/** Numbers as the page writes them. */
final class Numbers {
  private Numbers() {}

  static String say(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  /** With thousands separated; decimals only when it is small. */
  static String plain(double value) {
    if (value == Math.rint(value) || Math.abs(value) >= 100) {
      return say("%,.0f", value);
    }
    return Math.abs(value) >= 1 ? say("%.1f", value) : significant(value);
  }

  /** A time given in microseconds, in the unit that suits it. */
  static String time(double micros) {
    if (Math.abs(micros) >= 1e6) {
      return rounded(micros / 1e6) + " s";
    }
    return Math.abs(micros) >= 1000 ? rounded(micros / 1e3) + " ms" : rounded(micros) + " µs";
  }

  static String bytes(double bytes) {
    String[] units = {"B", "kB", "MB", "GB", "TB"};
    int unit = 0;
    double rest = bytes;
    while (rest >= 1000 && unit < units.length - 1) {
      rest /= 1000;
      unit++;
    }
    return rounded(rest) + " " + units[unit];
  }

  private static String rounded(double value) {
    if (value == 0) {
      return "0";
    }
    return Math.abs(value) >= 100 ? say("%.0f", value) : significant(value);
  }

  private static String significant(double value) {
    if (value == 0) {
      return "0";
    }
    int decimals = Math.max(0, 1 - (int) Math.floor(Math.log10(Math.abs(value))));
    return trimmed(Double.parseDouble(say("%." + Math.min(6, decimals) + "f", value)));
  }

  private static String trimmed(double value) {
    String text = say("%.6f", value);
    return text.replaceAll("0+$", "").replaceAll("\\.$", "");
  }
}

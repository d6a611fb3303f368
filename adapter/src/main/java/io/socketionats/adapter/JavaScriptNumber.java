package io.socketionats.adapter;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * The text that JavaScript's {@code String(number)} gives: the fewest digits that mean the same
 * double, of these the nearest (ECMA-262, Number::toString). Java's own text has other exponents
 * and, before JDK 19, sometimes other digits.
 */
final class JavaScriptNumber {
  /** Decimals of so many digits all are different doubles, so none has a shorter equal. */
  private static final int SURE_DIGITS = 15;

  private static final int LONGEST = 17;
  private static final int SHORT_TEXT = 24;
  private static final double LARGEST_INTEGER = 1L << 53;

  /** Enough digits of the exact value to tell which of two candidates is nearer. */
  private static final MathContext EXACT_ENOUGH = new MathContext(40, RoundingMode.HALF_EVEN);

  private JavaScriptNumber() {}

  /** The text of the number that is written {@code json}. */
  static String text(String json) {
    double value = Double.parseDouble(json);
    if (Double.isInfinite(value)) {
      return value > 0 ? "Infinity" : "-Infinity";
    }
    if (value == Math.rint(value) && Math.abs(value) <= LARGEST_INTEGER) {
      return Long.toString((long) value);
    }
    return decimal(shortest(json, value));
  }

  private static BigDecimal shortest(String json, double value) {
    double size = Math.abs(value);
    if (json.length() <= SHORT_TEXT && size > 1e-300 && size < 1e300) {
      BigDecimal written = new BigDecimal(json);
      if (written.precision() <= SURE_DIGITS) {
        return written;
      }
    }
    BigDecimal exact = new BigDecimal(value).round(EXACT_ENOUGH);
    int enough = LONGEST;
    for (int tooFew = 0; enough - tooFew > 1; ) {
      int digits = (tooFew + enough) / 2;
      if (nearest(exact, value, digits) == null) {
        tooFew = digits;
      } else {
        enough = digits;
      }
    }
    return nearest(exact, value, enough);
  }

  /** The decimal of {@code digits} digits that means {@code value} and is nearest to it, if any. */
  private static BigDecimal nearest(BigDecimal exact, double value, int digits) {
    BigDecimal rounded = exact.round(new MathContext(digits, RoundingMode.HALF_EVEN));
    if (rounded.doubleValue() == value) {
      return rounded;
    }
    // Below a power of two doubles lie closer together: the farther neighbour may still be equal.
    RoundingMode other = rounded.compareTo(exact) < 0 ? RoundingMode.CEILING : RoundingMode.FLOOR;
    BigDecimal neighbour = exact.round(new MathContext(digits, other));
    return neighbour.doubleValue() == value ? neighbour : null;
  }

  private static String decimal(BigDecimal number) {
    BigDecimal stripped = number.stripTrailingZeros();
    String sign = stripped.signum() < 0 ? "-" : "";
    String digits = stripped.unscaledValue().abs().toString();
    int point = digits.length() - stripped.scale();
    if (point > 21 || point <= -6) {
      String fraction = digits.length() == 1 ? "" : "." + digits.substring(1);
      return sign + digits.charAt(0) + fraction + (point > 0 ? "e+" : "e") + (point - 1);
    }
    if (point <= 0) {
      return sign + "0." + "0".repeat(-point) + digits;
    }
    if (point >= digits.length()) {
      return sign + digits + "0".repeat(point - digits.length());
    }
    return sign + digits.substring(0, point) + "." + digits.substring(point);
  }
}

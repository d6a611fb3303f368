package io.socketionats.load.result;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A latency objective: the percentile of all deliveries takes no longer than the limit.
 *
 * @param percentile 0 (excluded) to 100
 * @param millis milliseconds, more than 0
 */
public record Slo(double percentile, double millis) {
  private static final Pattern TEXT =
      Pattern.compile("p(\\d{1,2}(?:\\.\\d{1,4})?)\\s*=\\s*(\\d{1,9}(?:\\.\\d{1,6})?)(us|ms|s)");

  /**
   * @throws IllegalArgumentException when a value is out of range
   */
  public Slo {
    if (!(percentile > 0 && percentile < 100)) {
      throw new IllegalArgumentException(
          "SLO percentile %s: a number more than 0 and less than 100".formatted(percentile));
    }
    if (!(millis > 0 && Double.isFinite(millis))) {
      throw new IllegalArgumentException("SLO of %s ms: more than 0".formatted(millis));
    }
  }

  /**
   * Reads {@code p99=100ms}, {@code p99.9=1.5s}, {@code p50=800us}.
   *
   * @throws IllegalArgumentException when the text cannot be read; the message says how it is
   *     written
   */
  public static Slo parse(String text) {
    Matcher matcher = TEXT.matcher(text.trim().toLowerCase(Locale.ROOT));
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "SLO '%s' cannot be read; write a percentile and a time in us, ms or s: p99=100ms"
              .formatted(text));
    }
    double unit =
        switch (matcher.group(3)) {
          case "us" -> 0.001;
          case "s" -> 1000;
          default -> 1;
        };
    return new Slo(
        Double.parseDouble(matcher.group(1)), Double.parseDouble(matcher.group(2)) * unit);
  }

  /** The limit in microseconds, the unit of {@link Percentiles}. */
  @JsonIgnore
  public double micros() {
    return millis * 1000;
  }

  /** What the percentile is called: {@code p99}, {@code p99.9}. */
  public String percentileName() {
    return "p" + plain(percentile);
  }

  /** As {@link #parse} reads it: {@code p99=100ms}. */
  @Override
  public String toString() {
    return "%s=%sms".formatted(percentileName(), plain(millis));
  }

  private static String plain(double number) {
    return new BigDecimal(String.valueOf(number)).stripTrailingZeros().toPlainString();
  }
}

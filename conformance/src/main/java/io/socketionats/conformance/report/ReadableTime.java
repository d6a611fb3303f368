package io.socketionats.conformance.report;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Times as people read them. */
final class ReadableTime {
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
          .withZone(ZoneOffset.UTC);

  private ReadableTime() {}

  /** Such as {@code 840 ms}, {@code 12.3 s}, {@code 2 min 5 s}. */
  static String of(long millis) {
    if (millis < 1000) {
      return millis + " ms";
    }
    if (millis < 60_000) {
      return String.format(Locale.ROOT, "%.1f s", Math.floor(millis / 100.0) / 10);
    }
    return "%d min %d s".formatted(millis / 60_000, millis % 60_000 / 1000);
  }

  static String of(Instant instant) {
    return DATE.format(instant);
  }

  /** Where the time went, in one line. */
  static String of(Map<String, Long> timings) {
    return timings.entrySet().stream()
        .map(timing -> timing.getKey() + " " + of(timing.getValue()))
        .collect(Collectors.joining(", "));
  }
}

package io.socketionats.conformance.report;

import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/**
 * How long sentinels took from their publication until the clients of an implementation had them,
 * in milliseconds.
 *
 * @param dialect of the implementation; only nodes of one dialect are compared
 * @param count of sentinels and clients
 * @param slowest name of the node with the longest time
 */
public record FenceTimes(
    String dialect, long count, double median, double longest, String slowest) {
  private static final int DIGITS = 3;
  private static final double FAR = 5;
  private static final double NOTICEABLE_MILLIS = 50;

  /** The rule of {@link #warnings}, in words. */
  static final String RULE =
      "Slow: median more than 5 times, and more than 50 ms above, that of the fastest implementation of the dialect";

  /**
   * @param byNode times of each node of one implementation; at least one
   */
  public static FenceTimes of(String dialect, Map<String, List<Duration>> byNode) {
    Histogram all = new Histogram(DIGITS);
    Map<String, Long> longest = new LinkedHashMap<>();
    byNode.forEach(
        (node, times) ->
            times.forEach(
                time -> {
                  long micros = time.toNanos() / 1000;
                  all.recordValue(micros);
                  longest.merge(node, micros, Math::max);
                }));
    String slowest =
        longest.entrySet().stream().max(Map.Entry.comparingByValue()).orElseThrow().getKey();
    return new FenceTimes(
        dialect,
        all.getTotalCount(),
        millis(all.getValueAtPercentile(50)),
        millis(longest.get(slowest)),
        slowest);
  }

  /** With one decimal. */
  private static double millis(long micros) {
    return Math.round(micros / 100.0) / 10.0;
  }

  /** Such as {@code median 1.8 ms, longest 40.2 ms (java-2)}. */
  String words() {
    return "median %s ms, longest %s ms (%s)".formatted(median, longest, slowest);
  }

  /** One sentence for each implementation that is far slower than the fastest of its dialect. */
  static List<String> warnings(Map<String, FenceTimes> all) {
    return all.entrySet().stream()
        .flatMap(
            one ->
                fastest(all, one.getValue().dialect())
                    .filter(peer -> one.getValue().isFarBehind(peer.getValue()))
                    .map(
                        peer ->
                            "%s takes %s ms to deliver (median), %s takes %s ms"
                                .formatted(
                                    one.getKey(),
                                    one.getValue().median(),
                                    peer.getKey(),
                                    peer.getValue().median()))
                    .stream())
        .toList();
  }

  private boolean isFarBehind(FenceTimes peer) {
    return median > FAR * peer.median && median > NOTICEABLE_MILLIS + peer.median;
  }

  private static Optional<Map.Entry<String, FenceTimes>> fastest(
      Map<String, FenceTimes> all, String dialect) {
    return all.entrySet().stream()
        .filter(one -> one.getValue().dialect().equals(dialect))
        .min(Comparator.comparing(one -> one.getValue().median()));
  }
}

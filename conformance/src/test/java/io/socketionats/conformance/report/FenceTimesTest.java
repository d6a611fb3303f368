package io.socketionats.conformance.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class FenceTimesTest {
  private static FenceTimes median(String dialect, double millis) {
    return new FenceTimes(dialect, 1, millis, millis, "some-1");
  }

  private static List<String> warnings(FenceTimes one, FenceTimes other) {
    Map<String, FenceTimes> all = new LinkedHashMap<>();
    all.put("one", one);
    all.put("other", other);
    return FenceTimes.warnings(all);
  }

  @Test
  void holdsTheMedianOfAllNodesAndTheLongestWithItsNode() {
    Map<String, List<Duration>> byNode = new LinkedHashMap<>();
    byNode.put("java-1", List.of(Duration.ofMillis(2), Duration.ofMillis(4)));
    byNode.put("java-2", List.of(Duration.ofMillis(40), Duration.ofMillis(1)));
    byNode.put("java-3", List.of(Duration.ofMillis(3)));

    assertThat(FenceTimes.of("mickl", byNode))
        .isEqualTo(new FenceTimes("mickl", 5, 3, 40, "java-2"));
  }

  @Test
  void warnsOfAnImplementationThatIsFarSlowerThanTheFastestOfItsDialect() {
    assertThat(warnings(median("mickl", 2.1), median("mickl", 501.3)))
        .containsExactly("other takes 501.3 ms to deliver (median), one takes 2.1 ms");
  }

  @Test
  void acceptsAFewMillisecondsHoweverManyTimesTheyAreMore() {
    assertThat(warnings(median("mickl", 1), median("mickl", 50.9))).isEmpty();
  }

  @Test
  void acceptsAMachineThatIsSlowForAll() {
    assertThat(warnings(median("mickl", 100), median("mickl", 490))).isEmpty();
  }

  @Test
  void doesNotCompareDialects() {
    assertThat(warnings(median("mickl", 1), median("socket.io-nats", 500))).isEmpty();
  }
}

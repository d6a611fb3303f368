package io.socketionats.conformance.judge.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WitnessTest {
  private final WitnessInMemory witnessed = new WitnessInMemory();
  private final Witness witness = witnessed.witness();

  private void hear(String payload) {
    witnessed.hear("s", payload.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void findsTheMessagesThatCarryAnEvent() {
    hear("[\"R01.node-sio4.7\"]");
    hear("[\"R01.node-sio4.70\"]");
    hear("\"R01.node-sio4.7\" no json at all");

    assertThat(witness.carrying("R01.node-sio4.7"))
        .extracting(WireLine::number)
        .containsExactly(0L, 2L);
    assertThat(witness.carrying("R01.java.7")).isEmpty();
  }

  @Test
  void givesWhatCameAfterABookmark() {
    hear("a");
    int mark = witness.mark();
    hear("b");

    assertThat(witness.since(mark)).extracting(WireLine::text).containsExactly("b");
    assertThat(witness.since(0)).extracting(WireLine::toString).containsExactly("s a", "s b");
  }

  @Test
  void tellsWhatItAwaitsFromWhatItHasNotHeard() {
    hear("[\"u\",{\"data\":[\"R01.java.1\"]}]");

    assertThat(witness.await("R01.java.1", Duration.ZERO)).isTrue();
    assertThat(witness.await("R01.java.2", Duration.ZERO)).isFalse();
  }

  @Test
  void isWokenByWhatItAwaits() throws InterruptedException {
    Thread speaker = new Thread(() -> hear("[\"u\",{\"data\":[\"R01.java.1\"]}]"));
    speaker.start();

    assertThat(witness.await("R01.java.1", Duration.ofSeconds(20))).isTrue();
    speaker.join();
  }

  @Test
  void allowsOneDeliveryForTheSenderAndOneForEachFrameOfOthers() {
    hear("[\"u\",{\"data\":[\"R01.java.1\"]}]");
    hear("[\"u\",{\"data\":[\"R01.java.1\"]}]");
    hear("[\"v\",{\"data\":[\"R01.java.1\"]}]");
    hear("[\"v\",{\"data\":[\"R01.java.1\"]}]");

    assertThat(witness.deliveries("R01.java.1")).isEqualTo(3);
    assertThat(witness.deliveries("R01.java.2")).isEqualTo(1);
  }

  @Test
  void takesWhatSeveralServersCarryForOneMessage() {
    WitnessInMemory cluster = new WitnessInMemory(3);
    hearAt(cluster, "one", 1, 0);
    hearAt(cluster, "two", 0, 1);
    hearAt(cluster, "one", 2);
    hearAt(cluster, "on one side of a split", 2);

    assertThat(cluster.witness().since(0))
        .extracting(WireLine::text)
        .containsExactly("one", "two", "on one side of a split");
  }

  @Test
  void hearsWhatWasPublishedTwiceTwiceHoweverManyServersCarryIt() {
    WitnessInMemory cluster = new WitnessInMemory(3);
    hearAt(cluster, "again", 0, 0, 1, 1, 2, 2);
    hearAt(cluster, "late again", 0, 1, 1, 0, 2);

    assertThat(cluster.witness().since(0))
        .extracting(WireLine::text)
        .containsExactly("again", "again", "late again", "late again");
  }

  private static void hearAt(WitnessInMemory cluster, String payload, int... servers) {
    for (int server : servers) {
      cluster.hear(server, "s", payload.getBytes(StandardCharsets.UTF_8));
    }
  }

  @Test
  void leavesOutServersThatAreAway() {
    Witness cluster = new WitnessInMemory(3).witness();
    cluster.without(Set.of(0));
    assertThat(cluster.servers()).containsExactly(1, 2);

    cluster.without(Set.of());
    assertThat(cluster.servers()).containsExactly(0, 1, 2);
  }

  @Test
  void cutsLongPayloadsForReading() {
    hear("x".repeat(3000));

    assertThat(witness.since(0).get(0).text()).isEqualTo("x".repeat(2000) + "… (3000 bytes)");
  }
}

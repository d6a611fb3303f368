package io.socketionats.conformance.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WitnessTest {
  private final WitnessInMemory ears = new WitnessInMemory();
  private final Witness witness = ears.witness();

  private void hear(String payload) {
    ears.hear("s", payload.getBytes(StandardCharsets.UTF_8));
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
  void countsTheSendersOfAnEvent() {
    hear("[\"u\",{\"data\":[\"R01.java.1\"]}]");
    hear("[\"u\",{\"data\":[\"R01.java.1\"]}]");
    hear("{\"fromUid\":\"v\",\"packet\":{\"data\":[\"R01.java.1\"]}}");

    assertThat(witness.publishers("R01.java.1")).isEqualTo(2);
    assertThat(witness.publishers("R01.java.2")).isZero();
  }

  @Test
  void cutsLongPayloadsForReading() {
    hear("x".repeat(3000));

    assertThat(witness.since(0).get(0).text()).isEqualTo("x".repeat(2000) + "… (3000 bytes)");
  }
}

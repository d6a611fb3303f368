package io.socketionats.load.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PollAnswerTest {
  private static final String EVENT = "42[\"m\"]";

  @Test
  void takesBodiesApart() {
    assertThat(PollAnswer.of("2\u001e" + EVENT).packets()).containsExactly("2", EVENT);
  }

  @Test
  void knowsAHeartbeat() {
    assertThat(PollAnswer.of(EVENT + "\u001e2").holdsHeartbeat()).isTrue();
    assertThat(PollAnswer.of("42[\"2\"]").holdsHeartbeat()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "6", "40", "40{\"sid\":\"x\"}", "40/chat,{}", "42[\"41\"]", "430[]"})
  void goesOnAfter(String packet) {
    assertThat(PollAnswer.of(packet).end()).isEmpty();
    assertThat(PollAnswer.of(EVENT + "\u001e" + packet).end()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '"',
      value = {
        "1, the server closed the connection: packet '1'",
        "41, the server disconnected the client: packet '41'",
        "41/chat, the server disconnected the client: packet '41/chat'",
        "44{}, the server refused the namespace: packet '44{}'",
        "\"\", the server sent what this client does not know: packet ''",
        "3, the server sent what this client does not know: packet '3'",
        "0{}, the server sent what this client does not know: packet '0{}'",
        "45x, the server sent what this client does not know: packet '45x'",
        "bAQI=, the server sent what this client does not know: packet 'bAQI='",
        "hello, the server sent what this client does not know: packet 'hello'"
      })
  void endsWith(String packet, String reason) {
    assertThat(PollAnswer.of(packet).end()).contains(reason);
    assertThat(PollAnswer.of(EVENT + "\u001e" + packet).end()).contains(reason);
    assertThat(PollAnswer.of(packet + "\u001e" + EVENT).end()).contains(reason);
  }

  @Test
  void showsNotAllOfALongPacket() {
    assertThat(PollAnswer.of("x".repeat(1000)).end().orElseThrow())
        .endsWith("packet '" + "x".repeat(80) + "…'");
  }
}

package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What clients get as bytes of the text that travels between nodes. */
class BinaryEventTest {
  private static final String PLACEHOLDER = "{\"_placeholder\":true,\"num\":%d}";

  @Test
  void anEventWithoutBytesIsSentAsItIs() {
    BinaryEvent event = BinaryEvent.of(new Event("a\"é", "1,{\"b\":\"Buffer\"}"));

    assertThat(event.json()).isEqualTo("[\"a\\\"é\",1,{\"b\":\"Buffer\"}]");
    assertThat(event.attachments()).isEmpty();
    assertThat(BinaryEvent.of(new Event("a", "")).json()).isEqualTo("[\"a\"]");
  }

  @Test
  void bytesFromElsewhereAreFoundByTheirForm() {
    String arguments =
        "{\"type\":\"Buffer\",\"data\":[0,255,1.0]},[{\"x\":{\"data\":[],\"type\":\"B\\u0075ffer\"}}],7";

    BinaryEvent event = BinaryEvent.of(new Event("a", arguments));

    assertThat(event.json())
        .isEqualTo(
            "[\"a\","
                + PLACEHOLDER.formatted(0)
                + ",[{\"x\":"
                + PLACEHOLDER.formatted(1)
                + "}],7]");
    assertThat(event.attachments()).containsExactly(new byte[] {0, -1, 1}, new byte[0]);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"Buffer\"}",
        "{\"data\":[1]}",
        "{\"type\":\"Buffer\",\"data\":[1],\"more\":1}",
        "{\"more\":1,\"type\":\"Buffer\",\"data\":[1]}",
        "{\"type\":\"Buffer\",\"data\":[256]}",
        "{\"type\":\"Buffer\",\"data\":[-1]}",
        "{\"type\":\"Buffer\",\"data\":[0.5]}",
        "{\"type\":\"Buffer\",\"data\":[\"1\"]}",
        "{\"type\":\"Buffer\",\"data\":[[1]]}",
        "{\"type\":\"Buffer\",\"data\":[{}]}",
        "{\"type\":\"Buffer\",\"data\":{}}",
        "{\"type\":\"Buffer\",\"data\":null}",
        "{\"type\":\"buffer\",\"data\":[1]}",
        "{\"type\":[\"Buffer\"],\"data\":[1]}",
        "[\"Buffer\",[1]]",
      })
  void whatHasAnotherFormIsData(String argument) {
    assertThat(NodeBuffer.find(argument)).isEmpty();
  }

  @Test
  void bytesOfThisNodeAreThoseThatTheApplicationGave() {
    ArgumentWriter writer = new ArgumentWriter(new ObjectMapper());
    Map<String, Object> look = Map.of("type", "Buffer", "data", List.of(9));

    BinaryEvent event =
        BinaryEvent.of(
            Event.of(
                "a",
                new Object[] {
                  look, "é", new byte[] {1, 2}, List.of(new byte[] {}, 3), new byte[300]
                },
                writer));

    assertThat(event.json())
        .startsWith("[\"a\",{")
        .contains("\"Buffer\"")
        .endsWith(
            ",\"é\","
                + PLACEHOLDER.formatted(0)
                + ",["
                + PLACEHOLDER.formatted(1)
                + ",3],"
                + PLACEHOLDER.formatted(2)
                + "]");
    assertThat(event.attachments()).containsExactly(new byte[] {1, 2}, new byte[0], new byte[300]);
  }

  @Test
  void bytesBesideTextThatHadToBeEscapedAreFoundByTheirForm() {
    BinaryEvent event =
        BinaryEvent.of(
            Event.of(
                "a",
                new Object[] {"\ud800", new byte[] {1}},
                new ArgumentWriter(new ObjectMapper())));

    assertThat(event.attachments()).containsExactly(new byte[] {1});
    assertThat(event.json()).isEqualTo("[\"a\",\"\\ud800\"," + PLACEHOLDER.formatted(0) + "]");
  }
}

package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class EncodeUriTest {
  @TestFactory
  Stream<DynamicTest> agreesWithJavaScript() {
    return StreamSupport.stream(Vectors.read("encode-uri.json").spliterator(), false)
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    "'" + Text.printable(entry.get("room").asText()) + "'", () -> check(entry)));
  }

  private static void check(JsonNode entry) {
    String room = entry.get("room").asText();
    if (entry.has("error")) {
      assertThatThrownBy(() -> EncodeUri.encode(room))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("holds an unpaired surrogate");
    } else {
      assertThat(EncodeUri.encode(room)).isEqualTo(entry.get("encoded").asText());
    }
  }
}

package io.socketionats.conformance.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class EncodeUriTest {
  @TestFactory
  List<DynamicTest> encodesAsTheGoldenVectorsSay() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode vector : vectors()) {
      tests.add(dynamicTest("room " + vector.path("room"), () -> check(vector)));
    }
    return tests;
  }

  private static JsonNode vectors() throws IOException {
    return Json.parse(
        Files.readString(Checkout.root().resolve("node-fixtures/vectors/encode-uri.json")));
  }

  private static void check(JsonNode vector) {
    String room = vector.path("room").asText();
    if (vector.path("error").asBoolean()) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> EncodeUri.encode(room))
          .withMessageStartingWith("lone surrogate U+");
    } else {
      assertThat(EncodeUri.encode(room)).isEqualTo(vector.path("encoded").asText());
    }
  }

  @Test
  void namesTheLoneSurrogate() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> EncodeUri.encode("a\udc00b"))
        .withMessage("lone surrogate U+DC00");
  }

  @Test
  void encodesLettersAndDigitsBeyondAscii() {
    assertThat(EncodeUri.encode("é٣")).isEqualTo("%C3%A9%D9%A3");
  }
}

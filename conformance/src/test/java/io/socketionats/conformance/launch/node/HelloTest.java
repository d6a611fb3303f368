package io.socketionats.conformance.launch.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.socketionats.conformance.Json;
import java.net.URI;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HelloTest {
  @Test
  void readsTheHelloOfTheContract() {
    assertThat(
            Hello.of(
                Json.parse(
                    "{\"hello\":1,\"implementation\":\"mine\",\"node\":\"mine-1\",\"pid\":7,\"url\":\"http://127.0.0.1:9\",\"versions\":{\"node\":\"20\"},\"capabilities\":[\"errors\"],\"more\":1}")))
        .isEqualTo(
            new Hello(
                "mine",
                "mine-1",
                7,
                URI.create("http://127.0.0.1:9"),
                Map.of("node", "20"),
                Set.of("errors")));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | the first line must be an object with the key \"hello\"",
        "1 | the first line must be an object with the key \"hello\"",
        "{\"id\":1} | the first line must be an object with the key \"hello\"",
        "{\"hello\":2} | it speaks version 2 of the control contract, this harness speaks 1",
        "{\"hello\":\"world\"} | it speaks version \"world\" of the control contract, this harness speaks 1",
        "{\"hello\":1} | \"url\" must be http://host:port, got ''",
        "{\"hello\":1,\"url\":\"127.0.0.1:9\"} | \"url\" must be http://host:port, got '127.0.0.1:9'",
        "{\"hello\":1,\"url\":\"http://no host\"} | \"url\" must be http://host:port, got 'http://no host'",
        "{\"hello\":1,\"url\":\"http://127.0.0.1\"} | \"url\" must be http://host:port, got 'http://127.0.0.1'",
      })
  void refusesAnyOtherLine(String line, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Hello.of(Json.parse(line)))
        .withMessage(message);
  }
}

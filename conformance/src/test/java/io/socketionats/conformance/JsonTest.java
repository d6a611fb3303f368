package io.socketionats.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 1.0",
        "0 | -0.0",
        "1e2 | 100",
        "9007199254740993 | 9007199254740993.0",
        "\"a\" | \"a\"",
        "null | null",
        "[] | []",
        "{} | {}",
        "{\"a\":1,\"b\":[2]} | {\"b\":[2.0],\"a\":1.00}",
      })
  void takesForTheSameWhatSaysTheSame(String a, String b) {
    assertThat(Json.same(Json.parse(a), Json.parse(b))).isTrue();
    assertThat(Json.same(Json.parse(b), Json.parse(a))).isTrue();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 2",
        "1 | \"1\"",
        "1 | true",
        "0 | null",
        "9007199254740992 | 9007199254740993",
        "0.1 | 0.10000000000000001",
        "[] | {}",
        "[1,2] | [2,1]",
        "[1] | [1,1]",
        "[1,null] | [1]",
        "{\"a\":null} | {}",
        "{\"a\":1} | {\"b\":1}",
        "{\"a\":1} | {\"a\":1,\"b\":2}",
        "{\"a\":{\"b\":1}} | {\"a\":{\"b\":2}}",
      })
  void tellsApartWhatSaysSomethingElse(String a, String b) {
    assertThat(Json.same(Json.parse(a), Json.parse(b))).isFalse();
    assertThat(Json.same(Json.parse(b), Json.parse(a))).isFalse();
  }

  @Test
  void keepsDecimalsExact() {
    String exact = "[0.1234567890123456789012345,123456789012345678901234567890]";

    assertThat(Json.text(Json.parse(exact))).isEqualTo(exact);
  }

  @Test
  void refusesMoreThanOneValue() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.parse("{} {}"))
        .withMessageStartingWith("not JSON: Trailing token");
  }

  @Test
  void refusesTextThatIsNoJson() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Json.parse("ready"))
        .withMessageStartingWith("not JSON: Unrecognized token 'ready'");
  }
}

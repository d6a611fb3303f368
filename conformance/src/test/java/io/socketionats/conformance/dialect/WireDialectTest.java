package io.socketionats.conformance.dialect;

import static io.socketionats.conformance.dialect.WireDialect.MICKL;
import static io.socketionats.conformance.dialect.WireDialect.SOCKET_IO_NATS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WireDialectTest {
  @TestFactory
  List<DynamicTest> namesSubjectsAsTheGoldenVectorsSay() throws IOException {
    List<DynamicTest> tests = new ArrayList<>();
    for (JsonNode vector : vectors()) {
      tests.add(
          dynamicTest(
              vector.toString(),
              () ->
                  assertThat(
                          SOCKET_IO_NATS.subject(
                              address(vector), vector.path("namespace").asText(), rooms(vector)))
                      .isEqualTo(vector.path("subject").asText())));
    }
    return tests;
  }

  private static JsonNode vectors() throws IOException {
    return Json.parse(
        Files.readString(Checkout.root().resolve("node-fixtures/vectors/subjects.json")));
  }

  private static Address address(JsonNode vector) {
    return new Address(vector.path("key").asText(), vector.path("delimiter").asText());
  }

  private static List<String> rooms(JsonNode vector) {
    List<String> rooms = new ArrayList<>();
    vector.path("rooms").forEach(room -> rooms.add(room.asText()));
    return rooms;
  }

  @Test
  void hasOneSubjectForEachNamespaceInDialectMickl() {
    Address address = new Address("socketIO", ".");

    assertThat(MICKL.subject(address, "/chat", List.of("r"))).isEqualTo("socketIO./chat");
    assertThat(MICKL.hasRoomSubjects()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"a", "a.b", "a.*", "*", "a.>", ">", "a>.b", "a./.%3E"})
  void takesForSubscribableWhatTheServerAccepts(String subject) {
    assertThat(WireDialect.isSubscribable(subject)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.", ".a", "a..b", ">.a", "a.>.b", "a b", "a\tb", "a\r\nb"})
  void takesForUnsubscribableWhatTheServerRefuses(String subject) {
    assertThat(WireDialect.isSubscribable(subject)).isFalse();
  }

  @Test
  void addressesARoomOnTheNamespaceSubjectWhenItsOwnWouldBeTooLong() {
    Address address = new Address("k", ".");
    String longest = "r".repeat(4076 - "k./.".length());

    assertThat(SOCKET_IO_NATS.subject(address, "/", List.of(longest))).hasSize(4076);
    assertThat(SOCKET_IO_NATS.subject(address, "/", List.of(longest + "r"))).hasSize(3);
  }

  @ParameterizedTest
  @CsvSource({
    "a.b, a.b, true",
    "a.b, a.c, false",
    "a.b, a, false",
    "a, a.b, false",
    "a.*, a.b, true",
    "a.*, a.b.c, false",
    "*.b, a.b, true",
    "a.>, a.b.c, true",
    "a.>, a, false",
    ">, a, true",
    "a*, ab, false",
  })
  void knowsWhichSubjectsASubscriptionHears(String subscription, String subject, boolean hears) {
    assertThat(WireDialect.hears(subscription, subject)).isEqualTo(hears);
  }

  @Test
  void readsBackWhatItWrites() {
    for (WireDialect dialect : WireDialect.values()) {
      Frame frame =
          dialect.decode(dialect.encodeEvent("u1", "/chat", List.of("a", "b"), "e", Json.of(7)));

      assertThat(frame)
          .isEqualTo(
              new Frame(
                  "u1",
                  2,
                  "/chat",
                  Json.parse("[\"e\",7]"),
                  List.of("a", "b"),
                  List.of(),
                  Json.object()));
      assertThat(frame.event()).isEqualTo("e");
    }
  }

  @Test
  void writesFramesInTheFormOfTheDialect() {
    assertThat(text(SOCKET_IO_NATS.encodeEvent("u", "/", List.of("r"), "e")))
        .isEqualTo(
            "[\"u\",{\"type\":2,\"data\":[\"e\"],\"nsp\":\"/\"},{\"rooms\":[\"r\"],\"except\":[],\"flags\":{}}]");
    assertThat(text(MICKL.encodeEvent("u", "/", List.of("r"), "e")))
        .isEqualTo(
            "{\"fromUid\":\"u\",\"packet\":{\"type\":2,\"data\":[\"e\"],\"nsp\":\"/\"},\"opts\":{\"rooms\":[\"r\"],\"except\":[],\"flags\":{}}}");
  }

  private static String text(byte[] payload) {
    return new String(payload, StandardCharsets.UTF_8);
  }

  @Test
  void takesWhatIsMissingForItsDefault() {
    Frame frame = SOCKET_IO_NATS.decode(bytes("[\"u\",{\"type\":2,\"data\":[]},{}]"));

    assertThat(frame)
        .isEqualTo(new Frame("u", 2, "/", Json.array(), List.of(), List.of(), Json.object()));
    assertThat(frame.event()).isEmpty();
  }

  @Test
  void readsFramesOfDialectMicklWithoutOptions() {
    Frame frame =
        MICKL.decode(bytes("{\"fromUid\":\"u\",\"packet\":{\"type\":2,\"data\":[\"e\"]}}"));

    assertThat(frame.rooms()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{} | a frame must be a JSON array of exactly 3 elements",
        "[] | a frame must be a JSON array of exactly 3 elements",
        "[\"u\",{}] | a frame must be a JSON array of exactly 3 elements",
        "[\"u\",{},{},1] | a frame must be a JSON array of exactly 3 elements",
        "[\"u\",1,{}] | a packet must have a number \"type\" and an array \"data\"",
        "[\"u\",{\"data\":[]},{}] | a packet must have a number \"type\" and an array \"data\"",
        "[\"u\",{\"type\":\"2\",\"data\":[]},{}] | a packet must have a number \"type\" and an array \"data\"",
        "[\"u\",{\"type\":2},{}] | a packet must have a number \"type\" and an array \"data\"",
        "[\"u\",{\"type\":2,\"data\":[]},null] | opts must be an object",
        "[\"u\",{\"type\":2,\"data\":[]},[]] | opts must be an object",
      })
  void refusesWhatIsNoFrameOfDialectSocketIoNats(String payload, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SOCKET_IO_NATS.decode(bytes(payload)))
        .withMessage(message);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[] | a frame must be a JSON object",
        "{} | a packet must have a number \"type\" and an array \"data\"",
        "{\"packet\":{\"type\":2,\"data\":[]},\"opts\":null} | opts must be an object",
      })
  void refusesWhatIsNoFrameOfDialectMickl(String payload, String message) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MICKL.decode(bytes(payload)))
        .withMessage(message);
  }

  @Test
  void refusesWhatIsNoJson() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SOCKET_IO_NATS.decode(bytes("hello")))
        .withMessageStartingWith("not JSON: Unrecognized token 'hello'");
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"u\",{\"type\":2},{\"rooms\":[]}] | {\"fromUid\":\"u\",\"packet\":{\"type\":2},\"opts\":{\"rooms\":[]}}",
        "[\"u\",{\"type\":2}] | {\"fromUid\":\"u\",\"packet\":{\"type\":2}}",
        "[\"u\"] | {\"fromUid\":\"u\"}",
        "{\"fromUid\":\"u\",\"packet\":1,\"opts\":2} | [\"u\",1,2]",
        "[] | []",
        "[\"x\"] | [\"x\"]",
        "no json | no json",
        "{\"a\":1} | {\"a\":1}",
        "7 | 7",
      })
  void translatesGoldenPayloadsIntoDialectMickl(String golden, String translated) {
    assertThat(MICKL.translate(golden)).isEqualTo(translated);
    assertThat(SOCKET_IO_NATS.translate(golden)).isEqualTo(golden);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[\"u\",{\"type\":2,\"data\":[],\"nsp\":\"/\"},{\"rooms\":[],\"except\":[],\"flags\":{\"json\":true}}] | []",
        "[\"u\",{\"type\":2,\"data\":[],\"id\":1},{}] | [id]",
        "[\"u\",{\"type\":2,\"data\":[],\"rooms\":1},{\"nsp\":1}] | [rooms, nsp]",
        "[\"u\",{\"type\":2,\"data\":[{\"x\":1}]},{\"flags\":{\"local\":false}}] | [local]",
      })
  void namesKeysThatTheProtocolDoesNotKnow(String payload, String surplus) {
    assertThat(SOCKET_IO_NATS.surplus(bytes(payload))).hasToString(surplus);
    assertThat(MICKL.surplus(bytes(MICKL.translate(payload)))).hasToString(surplus);
  }
}

package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class SubjectsTest {
  private static final Subjects DEFAULTS = new Subjects("socket.io", ".", Dialect.SOCKET_IO_NATS);

  @TestFactory
  Stream<DynamicTest> agreeWithTheNodeAdapter() {
    return StreamSupport.stream(Vectors.read("subjects.json").spliterator(), false)
        .map(entry -> DynamicTest.dynamicTest(entry.toString(), () -> check(entry)));
  }

  private static void check(JsonNode entry) {
    Subjects subjects =
        new Subjects(
            entry.get("key").asText(), entry.get("delimiter").asText(), Dialect.SOCKET_IO_NATS);
    Set<String> rooms = new LinkedHashSet<>(Vectors.strings(entry.get("rooms")));
    assertThat(subjects.broadcast(entry.get("namespace").asText(), rooms))
        .isEqualTo(entry.get("subject").asText());
  }

  @Test
  void aRoomOfTheMicklDialectHasNoSubject() {
    Subjects subjects = new Subjects("socketIO", ".", Dialect.MICKL);

    assertThat(subjects.broadcast("/chat", Set.of("r"))).isEqualTo("socketIO./chat");
    assertThat(subjects.room("/chat", "r")).isNull();
    assertThat(subjects.roomTooLong("/chat", "r".repeat(5000))).isFalse();
  }

  @Test
  void aRoomTooLongForAControlLineHasNoSubject() {
    String fits = "r".repeat(Subjects.MAX_BYTES - "socket.io./.".length());

    assertThat(DEFAULTS.room("/", fits)).hasSize(Subjects.MAX_BYTES);
    assertThat(DEFAULTS.roomTooLong("/", fits)).isFalse();
    assertThat(DEFAULTS.room("/", fits + "r")).isNull();
    assertThat(DEFAULTS.roomTooLong("/", fits + "r")).isTrue();
  }

  @Test
  void namespacesThatMakeNoSubjectAreRefused() {
    String whiteSpace =
        "must not contain white space or control characters, which NATS takes for the end of the"
            + " subject";
    refused("/a b", "namespace '/a b' " + whiteSpace);
    refused("/a\r\nPUB x 0", "namespace '/a\\u000d\\u000aPUB x 0' " + whiteSpace);
    refused("/a\u00a0b\t", "namespace '/a\u00a0b\\u0009' " + whiteSpace);
    refused("chat", "namespace 'chat' must start with '/'");
    refused(
        "/a..b",
        "namespace '/a..b' makes the subject 'socket.io./a..b', whose dot-separated parts must not"
            + " be empty or '>'");
    refused(
        "/a.>",
        "namespace '/a.>' makes the subject 'socket.io./a.>', whose dot-separated parts must not be"
            + " empty or '>'");
    refused("/\ud800", "namespace '/\\ud800' must not contain unpaired surrogates");
    assertThatThrownBy(() -> DEFAULTS.namespace("/" + "é".repeat(2100)))
        .hasMessageEndingWith("makes a subject longer than 4076 bytes");
  }

  private static void refused(String namespace, String message) {
    assertThatThrownBy(() -> DEFAULTS.namespace(namespace))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }

  @Test
  void keysAndDelimitersThatMakeNoSubjectAreRefused() {
    refused("", ".", "key '' must not be empty");
    refused("k", "", "delimiter '' must not be empty");
    refused("a b", ".", "key 'a b' must be ASCII text without white space or control characters");
    refused(
        "k",
        "\n",
        "delimiter '\\u000a' must be ASCII text without white space or control characters");
    refused("a..b", ".", root("a..b", ".", "a..b./"));
    refused("k.", ".", root("k.", ".", "k../"));
    refused("*", ".", root("*", ".", "*./"));
    refused("k.>", ".", root("k.>", ".", "k.>./"));
    assertThatThrownBy(() -> new Subjects("k", ":", Dialect.MICKL))
        .hasMessage("delimiter ':': dialect MICKL has the fixed delimiter '.'");
  }

  private static String root(String key, String delimiter, String subject) {
    return "key '"
        + key
        + "', delimiter '"
        + delimiter
        + "': '"
        + subject
        + "' is no NATS subject; dot-separated parts must not be empty, '*' or '>'";
  }

  private static void refused(String key, String delimiter, String message) {
    assertThatThrownBy(() -> new Subjects(key, delimiter, Dialect.SOCKET_IO_NATS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(message);
  }
}

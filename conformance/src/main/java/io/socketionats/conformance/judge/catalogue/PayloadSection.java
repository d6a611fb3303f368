package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.Requirement.core;
import static io.socketionats.conformance.judge.catalogue.Requirement.node;
import static io.socketionats.conformance.judge.catalogue.Scenarios.args;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.dialect.TravellingBytes;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.scenario.Broadcast;
import io.socketionats.conformance.judge.scenario.Scenario;
import io.socketionats.conformance.judge.verdict.Emission;
import io.socketionats.conformance.judge.verdict.Emission.Due;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;

/** P: arguments. */
final class PayloadSection {
  /**
   * Beyond nats-server's default max_payload of 1 MiB, within what the servers let their clients
   * have.
   */
  private static final int TOO_LARGE = 1_100_000;

  private PayloadSection() {}

  static List<Requirement> requirements() {
    return List.of(
        core("P01", "argument-count-and-order")
            .states("No argument, one and several arrive in number and order.")
            .from(Scenarios.FRAMES)
            .check(
                s ->
                    each(
                        s,
                        args(),
                        args("one"),
                        args(1, "two", 3),
                        args("a", "b", "c", "d", "e", "f", "g"),
                        args(List.of(1, 2), "x"))),
        core("P02", "json-values")
            .states(
                "null, booleans, numbers, empty text, empty and nested containers arrive as they were.")
            .from(Scenarios.FRAMES)
            .check(
                s ->
                    each(
                        s,
                        args((Object) null),
                        args(true, false),
                        args(0, -1, 1.5, -0.25, 1e21, 123456789012L),
                        args(""),
                        args(List.of(), Map.of()),
                        args(
                            Json.parse(
                                "{\"a\":{\"b\":[{},[],\"\",0,-0.5,true,false,null]},\"c\":null}")),
                        args(null, 2, null))),
        core("P03", "text")
            .states(
                "Text beyond ASCII, astral and control characters, U+2028 and backslashes arrive as they were.")
            .from(Scenarios.FRAMES)
            .check(
                s ->
                    each(
                        s,
                        args("é€漢字", "😀👩‍👩‍👧"),
                        args("\u0000\u0001\u001f", "\t\n\r\b\f"),
                        args("\u2028\u2029", "\u00a0\ufeff", "\uffff"),
                        args("\\u0041 \\ \\\\ \" / \\ud800", "</script>"))),
        core("P04", "big-numbers")
            .states(
                "Integers beyond 2^53 and long decimals are not rounded where both ends can hold them.")
            .from(Scenarios.FRAMES)
            .needs("big-integers")
            .check(PayloadSection::bigNumbers),
        core("P05", "what-json-cannot-say")
            .states("undefined and NaN arrive as null, a date as its ISO 8601 text.")
            .from(Scenarios.FRAMES)
            .check(
                s -> {
                  ArrayNode sent = Json.array();
                  sent.add(Json.object().put("$undefined", true));
                  sent.add(Json.object().put("$number", "NaN"));
                  sent.add(Json.object().put("$date", "1970-01-01T00:00:00.000Z"));
                  sent.add(Json.object().put("$date", "2023-11-14T22:13:20.123Z"));
                  sent.add("end");
                  s.broadcast()
                      .args(sent)
                      .arrivesAs(
                          args(
                              null,
                              null,
                              "1970-01-01T00:00:00.000Z",
                              "2023-11-14T22:13:20.123Z",
                              "end"))
                      .emit();
                }),
        core("P06", "bytes-stay-bytes")
            .states(
                "Bytes, several and nested, arrive as the same bytes where the node can hand them to its clients.")
            .from(Scenarios.FRAMES)
            .needs("binary")
            .check(s -> bytes(s, Json::same)),
        core("P07", "bytes-harm-nobody")
            .states(
                "Bytes arrive as bytes or as {\"type\":\"Buffer\",\"data\":[…]}, and no client is harmed.")
            .from(Scenarios.FRAMES)
            .check(s -> bytes(s, PayloadSection::bytesOrBuffer)),
        core("P08", "bytes-of-an-emitter")
            .states(
                "A packet of type 5 whose bytes are Buffer objects is delivered, as bytes where the node can.")
            .from(Scenarios.FRAMES)
            .check(PayloadSection::bufferObjects),
        core("P09", "placeholders-without-bytes")
            .states(
                "A packet of type 5 whose bytes are missing is delivered with null in their place, and harms no client.")
            .from(Scenarios.HARDENING)
            .check(
                s -> {
                  String event = s.eventName();
                  byte[] payload = payloadOf(s, "P09", event);
                  Emission emission = s.outsider().expected(event, "/", List.of(), List.of(), true);
                  s.outsider()
                      .publish(
                          s.subject("/"),
                          payload,
                          emission.carrying(args((Object) null), Json::same));
                  s.broadcast().emit();
                }),
        core("P10", "data-like-a-placeholder")
            .states("Data of the user that looks like a placeholder for bytes stays data.")
            .from("CVE-2022-2421")
            .check(
                s ->
                    each(
                        s,
                        args(Json.parse("{\"_placeholder\":true,\"num\":0}")),
                        args(Json.parse("{\"a\":[{\"_placeholder\":true,\"num\":7}]}"), "end"))),
        node("P11", "payload-too-large")
            .states(
                "A payload beyond the broker's max_payload reaches local clients, is reported, and the connection lives.")
            .from(Scenarios.HARDENING)
            .needs("errors")
            .check(PayloadSection::tooLarge));
  }

  private static void bytes(Scenario s, BiPredicate<JsonNode, JsonNode> comparison) {
    String room = s.fresh("bytes");
    s.join(s.each("/", 0), room);
    JsonNode one = Json.object().put("$bytes", "AQID/w==");
    JsonNode two = Json.object().put("$bytes", "AA==");
    s.broadcast().to(room).args(args(one)).compare(comparison).emit();
    s.broadcast().args(args("x", one, two)).compare(comparison).emit();
    s.broadcast()
        .to(room)
        .args(
            args(Json.object().<ObjectNode>set("a", one).set("b", Json.array().add(two).add("k"))))
        .compare(comparison)
        .emit();
  }

  /** Whether both say the same when bytes and Buffer objects are taken for one another. */
  private static boolean bytesOrBuffer(JsonNode expected, JsonNode came) {
    return Json.same(TravellingBytes.of(expected), TravellingBytes.of(came));
  }

  private static byte[] payloadOf(Scenario s, String requirement, String event) {
    return Vectors.Payload.of(Vectors.receive(requirement).get(0), event, s.dialect()).bytes();
  }

  private static void bufferObjects(Scenario s) {
    String event = s.eventName();
    byte[] payload = payloadOf(s, "P08", event);
    ArrayNode bytes = args(Json.object().put("$bytes", "AQID/w=="));
    s.outsider()
        .publish(
            s.subject("/"),
            payload,
            s.outsider()
                .expected(event, "/", List.of(), List.of(), true)
                .carrying(bytes, PayloadSection::bytesOrBuffer));
    s.broadcast().emit();
    s.fence();
    for (Client client : s.everybody()) {
      boolean asBytes =
          client.inbox().of(event).stream().allMatch(received -> Json.same(bytes, received.args()));
      if (client.node().can("binary") && !asBytes) {
        s.finding(
            Kind.CORRUPTED,
            client.node(),
            "client %s to get bytes".formatted(client),
            "it got " + client.inbox().of(event));
      }
    }
  }

  private static void tooLarge(Scenario s) {
    JsonNode before = s.cluster().stats(s.node()).path("errors");
    s.broadcast().args(args("x".repeat(TOO_LARGE))).elsewhere(Due.NEVER).emit();
    JsonNode errors = s.cluster().stats(s.node()).path("errors");
    s.require(
        !errors.isEmpty() && !errors.equals(before),
        Kind.STATE,
        "the error listener to hear that the payload is too large",
        "it heard %s".formatted(errors));
    s.broadcast().emit();
    s.siblings().forEach(sibling -> s.broadcast().on(sibling).emit());
  }

  /** Broadcasts each of these to a room, and the last one to the namespace as well. */
  static void each(Scenario s, ArrayNode... payloads) {
    String room = s.fresh("p");
    s.join(s.each("/", 0), room);
    List<Broadcast> broadcasts = new ArrayList<>();
    for (ArrayNode payload : payloads) {
      broadcasts.add(s.broadcast().to(room).args(payload));
    }
    broadcasts.add(s.broadcast().args(payloads[payloads.length - 1]));
    s.emitAll(broadcasts);
  }

  private static void bigNumbers(Scenario s) {
    String long1 = "9007199254740993";
    String long2 = "-9223372036854775807";
    String decimal = "0.1234567890123456789";
    Emission emission =
        s.broadcast()
            .args((ArrayNode) Json.parse("[" + long1 + "," + long2 + "," + decimal + "]"))
            .emit();
    s.fence();
    s.requireFrame(
        emission,
        "a frame with the digits %s, %s, %s".formatted(long1, long2, decimal),
        line -> {
          String text = new String(line.payload(), StandardCharsets.UTF_8);
          return text.contains(long1) && text.contains(long2) && text.contains(decimal);
        });
  }
}

package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.Requirement.core;
import static io.socketionats.conformance.judge.catalogue.Requirement.node;
import static io.socketionats.conformance.judge.catalogue.Scenarios.args;
import static java.util.stream.Collectors.toMap;

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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;

/** P: arguments. */
final class PayloadSection {
  /**
   * Beyond nats-server's default max_payload of 1 MiB, within what the servers let their clients
   * have.
   */
  private static final int TOO_LARGE = 1_100_000;

  private static final int MIB = 1 << 20;

  /** What a frame has beside its arguments at most: uid, event, room, keys. */
  private static final int FRAMING = 1024;

  private static final int DEEP = 100;
  private static final int WIDE = 10_000;
  private static final int KEYS = 2_000;

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
        core("P13", "many-arguments")
            .states(
                "Any number of arguments arrive in number and order, equal ones as often as they are there.")
            .from(Scenarios.FRAMES)
            .check(s -> each(s, ScaleSection.argumentLists().toArray(ArrayNode[]::new))),
        core("P14", "payloads-up-to-the-limit")
            .states(
                "A payload of any size that the broker carries arrives whole, and so does the event behind it.")
            .from(Scenarios.FRAMES)
            .check(s -> each(s, ofSizes((int) Math.min(s.cluster().witness().maxPayload(), MIB)))),
        core("P15", "deep-and-wide-arguments")
            .states(
                "Arguments nested 100 deep, with 10 000 elements or 2 000 keys, arrive as they were.")
            .from(Scenarios.FRAMES)
            .check(
                s ->
                    each(
                        s,
                        args(Json.parse("[".repeat(DEEP) + "1" + "]".repeat(DEEP))),
                        args(Json.parse("{\"a\":".repeat(DEEP) + "null" + "}".repeat(DEEP))),
                        args(IntStream.range(0, WIDE).boxed().toList()),
                        args(
                            IntStream.range(0, KEYS)
                                .boxed()
                                .collect(toMap(i -> "k" + i, i -> i))))),
        core("P17", "text-stays-text")
            .states(
                "Text that looks like a number, a date or JSON stays text; no blank, letter or key of it changes.")
            .from(Scenarios.FRAMES)
            .check(
                s ->
                    each(
                        s,
                        args("1", "01", "1e3", "-0", "true", "null", "undefined", "NaN"),
                        args("1970-01-01T00:00:00.000Z", "{\"a\":1}", "[]", "\"q\"", "a,b"),
                        args(" edge ", "\u00a0", "two  blanks", "line\r\nend", "Case", "case"),
                        args("cafe\u0301", "caf\u00e9", "\ufb01", "\u212b", "zero\u200bwidth"),
                        args("%41", "a%20b", "a+b", "&lt;b&gt;", "<b>", "\\n", "${x}", "{{x}}"),
                        args(
                            Json.parse(
                                "{\"\":1,\" \":2,\"a.b\":3,\"1\":4,\"constructor\":5,\"$ref\":6,"
                                    + "\"Case\":7,\"case\":8,\"type\":9,\"nsp\":\"/x\",\"data\":[10]}")))),
        core("P18", "bytes-of-every-value")
            .states(
                "Bytes of every value and number arrive as they were, many of them in one event.")
            .from(Scenarios.FRAMES)
            .needs("binary")
            .check(
                s ->
                    each(
                        s,
                        args(bytes(0), bytes(1), bytes(256), bytes(1000)),
                        args(bytes(70_000), "end"),
                        args(IntStream.range(0, 40).mapToObj(PayloadSection::bytes).toArray()))),
        node("P11", "payload-too-large")
            .states(
                "A payload beyond the broker's max_payload reaches local clients, is reported, and the connection lives.")
            .from(Scenarios.HARDENING)
            .needs("errors")
            .check(PayloadSection::tooLarge));
  }

  /** One text for each power of four up to a limit, and two that nearly fill a message. */
  private static ArrayNode[] ofSizes(int limit) {
    List<ArrayNode> payloads = new ArrayList<>();
    for (int size = 1024; size < limit; size *= 4) {
      payloads.add(args("x".repeat(size), size));
    }
    payloads.add(args("y".repeat(limit - FRAMING), "end"));
    payloads.add(args("\u00e9".repeat((limit - FRAMING) / 2), "end"));
    payloads.add(args("and a small one"));
    return payloads.toArray(ArrayNode[]::new);
  }

  /** So many bytes, of all values in turn. */
  private static JsonNode bytes(int count) {
    byte[] bytes = new byte[count];
    for (int i = 0; i < count; i++) {
      bytes[i] = (byte) (i * 7);
    }
    return Json.object().put("$bytes", Base64.getEncoder().encodeToString(bytes));
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

  private static void each(Scenario s, ArrayNode... payloads) {
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

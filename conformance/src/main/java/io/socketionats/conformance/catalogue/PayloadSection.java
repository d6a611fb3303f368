package io.socketionats.conformance.catalogue;

import static io.socketionats.conformance.catalogue.Requirement.core;
import static io.socketionats.conformance.catalogue.Scenarios.args;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.scenario.Emission;
import io.socketionats.conformance.scenario.Scenario;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** P: arguments. */
final class PayloadSection {
  private PayloadSection() {}

  static List<Requirement> requirements() {
    return List.of(
        core("P01", "argument-count-and-order")
            .states("No argument, one and several arrive in number and order.")
            .from(Scenarios.FRAMES)
            .check(
                s ->
                    each(s, args(), args("one"), args(1, "two", 3), args("a", "b", "c", "d", "e", "f", "g"), args(List.of(1, 2), "x"))),
        core("P02", "json-values")
            .states("null, booleans, numbers, empty text, empty and nested containers arrive as they were.")
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
                        args(Json.parse("{\"a\":{\"b\":[{},[],\"\",0,-0.5,true,false,null]},\"c\":null}")),
                        args(null, 2, null))),
        core("P03", "text")
            .states("Text beyond ASCII, astral and control characters, U+2028 and backslashes arrive as they were.")
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
            .states("Integers beyond 2^53 and long decimals are not rounded where both ends can hold them.")
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
                      .arrivesAs(args(null, null, "1970-01-01T00:00:00.000Z", "2023-11-14T22:13:20.123Z", "end"))
                      .emit();
                }));
  }

  private static void each(Scenario s, ArrayNode... payloads) {
    String room = s.fresh("p");
    s.join(s.each("/", 0), room);
    List<io.socketionats.conformance.scenario.Broadcast> broadcasts = new ArrayList<>();
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
        s.broadcast().args((ArrayNode) Json.parse("[" + long1 + "," + long2 + "," + decimal + "]")).emit();
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

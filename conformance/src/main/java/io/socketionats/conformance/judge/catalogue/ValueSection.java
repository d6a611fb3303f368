package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.PayloadSection.each;
import static io.socketionats.conformance.judge.catalogue.Requirement.core;
import static io.socketionats.conformance.judge.catalogue.Scenarios.args;
import static java.util.stream.Collectors.toMap;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.socketionats.conformance.Json;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.stream.IntStream;

/** P: arguments in numbers, sizes and shapes that are legal and rare. */
final class ValueSection {
  private static final int MIB = 1 << 20;

  /** What a frame has beside its arguments at most: uid, event, room, keys. */
  private static final int FRAMING = 1024;

  private static final int DEEP = 100;
  private static final int WIDE = 2_000;
  private static final int KEYS = 500;

  private ValueSection() {}

  static List<Requirement> requirements() {
    return List.of(
        core("P13", "many-arguments")
            .states(
                "Any number of arguments arrive in number and order, equal ones as often as they are there.")
            .from(Scenarios.FRAMES)
            .check(s -> each(s, argumentLists().toArray(ArrayNode[]::new))),
        core("P14", "payloads-up-to-the-limit")
            .states(
                "A payload of any size that the broker carries arrives whole, and so does the event behind it.")
            .from(Scenarios.FRAMES)
            .check(s -> each(s, ofSizes((int) Math.min(s.cluster().witness().maxPayload(), MIB)))),
        core("P15", "deep-and-wide-arguments")
            .states(
                "Arguments nested 100 deep, with 2000 elements or 500 keys, arrive as they were.")
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
                        args(IntStream.range(0, 40).mapToObj(ValueSection::bytes).toArray()))));
  }

  /**
   * One text for each power of four up to a limit, one that nearly fills a message, and one of many
   * bytes for each character.
   */
  private static ArrayNode[] ofSizes(int limit) {
    List<ArrayNode> payloads = new ArrayList<>();
    for (int size = 1024; size < limit; size *= 4) {
      payloads.add(args("x".repeat(size), size));
    }
    payloads.add(args("y".repeat(limit - FRAMING), "end"));
    payloads.add(args("\u00e9\ud83d\ude00".repeat(20_000), "end"));
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

  /** Lists of arguments of every size, in which every third is equal to the others. */
  private static List<ArrayNode> argumentLists() {
    List<ArrayNode> lists = new ArrayList<>();
    for (int size : ScaleSection.SIZES) {
      lists.add(
          args(IntStream.range(0, size).mapToObj(i -> i % 3 == 0 ? "same" : (Object) i).toArray()));
    }
    return lists;
  }
}

package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FrameWriterTest {
  private static final ArgumentWriter ARGUMENTS = new ArgumentWriter(new ObjectMapper());

  @TestFactory
  Stream<DynamicTest> writesTheFramesOfTheNodeAdapter() {
    return StreamSupport.stream(Vectors.read("frames.json").spliterator(), false)
        .map(entry -> DynamicTest.dynamicTest(entry.get("name").asText(), () -> check(entry)));
  }

  private static void check(JsonNode entry) {
    JsonNode call = entry.get("call");
    Target target =
        Target.EVERYBODY
            .to(Vectors.strings(call.path("rooms")))
            .except(Vectors.strings(call.path("except")));
    JsonNode flags = call.path("flags");
    for (Iterator<String> names = flags.fieldNames(); names.hasNext(); ) {
      String name = names.next();
      target = target.flag(name, flags.get(name).asBoolean());
    }
    List<Object> arguments =
        StreamSupport.stream(call.get("args").spliterator(), false).map(Vectors::argument).toList();
    String namespace = call.path("namespace").asText("/");
    Event event = Event.of(call.get("event").asText(), arguments.toArray(), ARGUMENTS);

    JsonNode frame = Vectors.parse(write(Dialect.SOCKET_IO_NATS, namespace, event, target));

    assertThat(frame).hasSize(3);
    assertThat(frame.get(0).asText()).isEqualTo("U");
    assertThat(frame.get(1)).isEqualTo(entry.get("packet"));
    for (String part : List.of("rooms", "except", "flags")) {
      JsonNode expected = entry.get("opts").path(part);
      assertThat(frame.get(2).get(part).toString())
          .isEqualTo(
              expected.isMissingNode() ? part.equals("flags") ? "{}" : "[]" : expected.toString());
    }
    Subjects subjects = new Subjects("socket.io", ".", Dialect.SOCKET_IO_NATS);
    assertThat(subjects.broadcast(namespace, target.rooms()))
        .isEqualTo(entry.get("subject").asText());
  }

  private static String write(Dialect dialect, String namespace, Event event, Target target) {
    byte[] bytes = new FrameWriter(dialect).write(new Frame("U", namespace, event, target));
    return new String(bytes, StandardCharsets.UTF_8);
  }

  @Test
  void keepsTheOrderOfKeys() {
    Target target = Target.EVERYBODY.to(List.of("a\"\n")).flag("volatile", true);
    Event event = new Event("m\"", "1,\"é\"");

    assertThat(write(Dialect.SOCKET_IO_NATS, "/", event, target))
        .isEqualTo(
            "[\"U\",{\"type\":2,\"data\":[\"m\\\"\",1,\"é\"],\"nsp\":\"/\"},"
                + "{\"rooms\":[\"a\\\"\\n\"],\"except\":[],\"flags\":{\"volatile\":true}}]");
    assertThat(write(Dialect.MICKL, "/chat", event, Target.EVERYBODY))
        .isEqualTo(
            "{\"fromUid\":\"U\",\"packet\":{\"type\":2,\"data\":[\"m\\\"\",1,\"é\"],\"nsp\":\"/chat\"},"
                + "\"opts\":{\"rooms\":[],\"except\":[],\"flags\":{}}}");
  }
}

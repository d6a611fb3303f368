package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class FrameReaderTest {
  private final FrameReader reader = new FrameReader(Dialect.SOCKET_IO_NATS, "own");
  private final FrameReader mickl = new FrameReader(Dialect.MICKL, "own");

  private Frame read(String payload) throws RejectedFrame {
    return reader.read(payload.getBytes(StandardCharsets.UTF_8));
  }

  private String arguments(String data) throws RejectedFrame {
    return read("[\"u\",{\"type\":2,\"data\":" + data + ",\"nsp\":\"/\"},{}]").event().arguments();
  }

  private DropCause cause(String payload) {
    try {
      return fail(read(payload));
    } catch (RejectedFrame e) {
      return e.dropCause();
    }
  }

  private static DropCause fail(Frame frame) {
    throw new AssertionError("was accepted: " + frame);
  }

  @TestFactory
  Stream<DynamicTest> acceptsWhatTheVectorsSay() {
    return StreamSupport.stream(Vectors.read("receive.json").spliterator(), false)
        .map(entry -> DynamicTest.dynamicTest(entry.get("name").asText(), () -> check(entry)));
  }

  private void check(JsonNode entry) {
    boolean delivered;
    try {
      Frame frame = reader.read(Vectors.payload(entry, "event"));
      delivered = frame.namespace().equals("/") && frame.target().rooms().isEmpty();
    } catch (RejectedFrame e) {
      delivered = false;
    }
    assertThat(delivered).isEqualTo(entry.get("deliver").asBoolean());
  }

  @Test
  void keepsTheTextOfArguments() throws RejectedFrame {
    assertThat(arguments("[\"m\"]")).isEmpty();
    assertThat(arguments("[\"m\" ]")).isEmpty();
    for (String values :
        new String[] {
          "1",
          "-0.50",
          "1e400",
          "123456789012345678901234567890",
          "\"x\"",
          "\"\\ud800\"",
          "\"é\u2028\"",
          "null",
          "true",
          "false",
          "[]",
          "{}",
          "[1,[2]],{\"a\":{\"b\":[null]}},3",
          "1 , 2",
          "\"" + "x".repeat(70_000) + "\",1",
          "\"\ufffd\"",
          "{\"a\":1,\"a\":2}"
        }) {
      assertThat(arguments("[\"m\"," + values + "]")).isEqualTo(values);
      assertThat(arguments(" [ \"m\" , " + values + " ] ")).isEqualTo(values);
    }
    assertThat(arguments("[\"" + "m".repeat(40_000) + "\",1,\"y\"]")).isEqualTo("1,\"y\"");
  }

  @Test
  void ofRepeatedKeysTheLastCounts() throws RejectedFrame {
    Frame frame =
        read(
            "[\"u\",{\"type\":4,\"type\":2,\"data\":[\"a\",1],\"data\":[\"b\"],\"nsp\":\"/\"},"
                + "{\"rooms\":[\"x\"],\"rooms\":[\"y\"]}]");
    assertThat(frame.event()).isEqualTo(new Event("b", ""));
    assertThat(frame.target().rooms()).containsExactly("y");
  }

  @Test
  void nothingOfAnEarlierPartOfTheSameKeyIsLeft() throws RejectedFrame {
    String second = "\"packet\":{\"type\":2,\"data\":[\"b\",2]}";
    for (String first :
        new String[] {
          "{\"type\":5,\"nsp\":\"/chat\",\"data\":[\"a\",1]}",
          "{\"nsp\":[1],\"data\":[1]}",
          "{\"data\":{\"x\":[[]]}}",
          "[[1],{}]",
          "5"
        }) {
      Frame frame = readMickl("{\"fromUid\":\"u\",\"packet\":" + first + "," + second + "}");
      assertThat(frame.namespace()).isEqualTo("/");
      assertThat(frame.event()).isEqualTo(new Event("b", "2"));
    }
    assertThatThrownBy(
            () -> readMickl("{\"fromUid\":\"u\"," + second + ",\"packet\":{\"type\":2}}"))
        .isInstanceOf(RejectedFrame.class)
        .hasMessage("packet.data is missing");
    assertThatThrownBy(() -> readMickl("{\"fromUid\":\"u\"," + second + ",\"packet\":null}"))
        .isInstanceOf(RejectedFrame.class);
    assertThat(
            readMickl("{\"fromUid\":\"own\",\"fromUid\":[],\"fromUid\":\"u\"," + second + "}")
                .uid())
        .isEqualTo("u");
    assertThatThrownBy(() -> readMickl("{\"fromUid\":\"u\",\"fromUid\":\"own\"," + second + "}"))
        .isInstanceOf(RejectedFrame.class)
        .hasMessage("published by this adapter");
  }

  @Test
  void ofRepeatedOptionsTheLastCountsAlone() throws RejectedFrame {
    String start = "{\"fromUid\":\"u\",\"packet\":{\"type\":2,\"data\":[\"m\"]},\"opts\":";
    Frame frame =
        readMickl(
            start
                + "{\"rooms\":[\"a\"],\"except\":[\"b\"],\"flags\":{\"volatile\":true}},\"opts\":{\"rooms\":[\"c\"]}}");
    assertThat(frame.target()).isEqualTo(new Target(Set.of("c"), Set.of(), Map.of()));
    for (String last : new String[] {"null", "{}"}) {
      frame = readMickl(start + "{\"rooms\":[[[]]]},\"opts\":" + last + "}");
      assertThat(frame.target()).isEqualTo(Target.EVERYBODY);
    }
    frame =
        read(
            "[\"u\",{\"type\":2,\"data\":[\"m\"],\"data\":[\"n\",{\"a\":[]}]},"
                + "{\"rooms\":{},\"rooms\":[true,[{}]],\"rooms\":[\"a\"],\"except\":5,\"except\":null,"
                + "\"flags\":{\"volatile\":true,\"volatile\":1}}]");
    assertThat(frame.event()).isEqualTo(new Event("n", "{\"a\":[]}"));
    assertThat(frame.target()).isEqualTo(new Target(Set.of("a"), Set.of(), Map.of()));
    assertThat(cause("[\"u\",{\"type\":2,\"data\":[\"m\"],\"data\":5},{}]"))
        .isEqualTo(DropCause.MALFORMED);
    assertThat(cause("[\"u\",{\"type\":2,\"data\":[\"m\"]},{\"rooms\":[\"a\"],\"rooms\":[[]]}]"))
        .isEqualTo(DropCause.MALFORMED);
  }

  private Frame readMickl(String payload) throws RejectedFrame {
    return mickl.read(payload.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void namesRoomsThatAreNumbersAsTheVectorsSay() throws RejectedFrame {
    for (JsonNode entry : Vectors.read("numbers.json")) {
      String list = "[" + entry.get("json").asText() + "]";
      Target target =
          read("[\"u\",{\"type\":2,\"data\":[\"m\"]},{\"rooms\":"
                  + list
                  + ",\"except\":"
                  + list
                  + "}]")
              .target();
      assertThat(target.rooms()).containsExactly(entry.get("text").asText());
      assertThat(target.except()).isEqualTo(target.rooms());
    }
  }

  @Test
  void takesNumericRoomsAsJavaScriptNamesThem() throws RejectedFrame {
    Frame frame =
        read(
            "[\"u\",{\"type\":2,\"data\":[\"m\"]},{\"rooms\":[123,1.5,-0.0,1e3,\"123\"],\"except\":[7],"
                + "\"flags\":{\"volatile\":true,\"x\":\"y\",\"z\":[1]}}]");
    assertThat(frame.target().rooms()).containsExactly("123", "1.5", "0", "1000");
    assertThat(frame.target().except()).containsExactly("7");
    assertThat(frame.target().flags()).isEqualTo(Map.of("volatile", true));
  }

  @Test
  void namesTheCause() {
    assertThat(cause("[\"own\",garbage")).isEqualTo(DropCause.OWN_FRAME);
    assertThat(cause("[\"u\",{\"type\":1},{}]")).isEqualTo(DropCause.PACKET_TYPE);
    assertThat(cause("[\"u\",{\"type\":2.5,\"data\":[\"m\"]},{}]"))
        .isEqualTo(DropCause.PACKET_TYPE);
    assertThat(cause("[\"u\",{\"type\":2,\"data\":[\"connect_error\"]},{}]"))
        .isEqualTo(DropCause.RESERVED_EVENT);
    assertThat(cause("[\"u\",{\"type\":2,\"data\":[\"m\"],\"nsp\":null},{}]"))
        .isEqualTo(DropCause.WRONG_NAMESPACE);
    assertThat(cause("[\"u\",{\"type\":2,\"data\":[\"\\ud800\"]},{}]"))
        .isEqualTo(DropCause.MALFORMED);
    assertThat(cause("[\"u\",{\"type\":2,\"data\":[\"m\"]},{\"rooms\":[true]}]"))
        .isEqualTo(DropCause.MALFORMED);
    assertThat(cause("[5,{\"type\":2,\"data\":[\"m\"]},{}]")).isEqualTo(DropCause.MALFORMED);
    assertThat(cause("[\"u\",{\"type\":2,\"data\":[\"m\",NaN]},{}]"))
        .isEqualTo(DropCause.MALFORMED);
    assertThat(cause("[\"u\",{\"type\":2,\"data\":[\"m\",01]},{}]")).isEqualTo(DropCause.MALFORMED);
    assertThat(cause("[\"u\",{\"type\":2,\"data\":[\"m\"]},{}] []")).isEqualTo(DropCause.MALFORMED);
  }

  @Test
  void refusesOtherEncodingsAndOverlongForms() {
    String frame = "[\"u\",{\"type\":2,\"data\":[\"m\"]},{}]";
    for (byte[] payload :
        new byte[][] {
          frame.getBytes(StandardCharsets.UTF_16LE),
          frame.getBytes(StandardCharsets.UTF_16BE),
          frame.getBytes(StandardCharsets.UTF_16),
          {'[', '"', (byte) 0xC0, (byte) 0x80, '"', ']'},
          {'[', '"', (byte) 0xED, (byte) 0xA0, (byte) 0x80, '"', ']'}
        }) {
      assertThatThrownBy(() -> reader.read(payload)).isInstanceOf(RejectedFrame.class);
    }
  }

  @Test
  void refusesNestingThatWouldOverflowAClientsStack() throws RejectedFrame {
    String deep = "[".repeat(900) + "]".repeat(900);
    assertThat(arguments("[\"m\"," + deep + "]")).isEqualTo(deep);
    String tooDeep = "[".repeat(10_000) + "]".repeat(10_000);
    assertThatThrownBy(() -> arguments("[\"m\"," + tooDeep + "]"))
        .isInstanceOf(RejectedFrame.class);
  }

  /** The frame, its packet and the packet's data are three levels. */
  @Test
  void countsLevelsAndDigitsTheSameWithEveryJackson() throws RejectedFrame {
    String deepest = "[".repeat(997) + "]".repeat(997);
    String longest = "1".repeat(10_000);
    String frame = "[\"u\",{\"type\":2,\"data\":[\"m\"],";
    assertThat(arguments("[\"m\"," + deepest + "," + longest + "]"))
        .isEqualTo(deepest + "," + longest);
    assertThat(read(frame + "\"x\":[" + deepest + "," + longest + "]},{},0]").uid()).isEqualTo("u");

    assertThat(cause(frame + "\"data\":[\"m\",[" + deepest + "]]},{}]"))
        .isEqualTo(DropCause.MALFORMED);
    assertThat(cause(frame + "\"x\":[[" + deepest + "]]},{}]")).isEqualTo(DropCause.MALFORMED);
    assertThat(cause(frame + "\"data\":[\"m\",[-" + longest + "]]},{}]"))
        .isEqualTo(DropCause.MALFORMED);
    assertThat(cause(frame + "\"x\":1." + longest + "},{}]")).isEqualTo(DropCause.MALFORMED);
    assertThat(cause(frame + "\"x\":1},{\"rooms\":[1" + longest + "]}]"))
        .isEqualTo(DropCause.MALFORMED);
    String longText = "\"" + "x".repeat(21_000_000) + "\"";
    assertThat(arguments("[\"m\"," + longText + "]")).isEqualTo(longText);
  }

  @Test
  void replacesPlaceholdersOfABinaryEventByNull() throws RejectedFrame {
    String placeholder = "{\"_placeholder\":true,\"num\":0}";
    String data =
        "[\"m\","
            + placeholder
            + ",{\"a\":[ "
            + placeholder
            + " ,1]},{\"num\":1,\"x\":"
            + placeholder
            + ",\"_placeholder\":true},{\"\\u005fplaceholder\":true,\"num\":1.0,\"y\":[{}]},"
            + "{\"_placeholder\":false,\"_placeholder\":true,\"num\":\"0\",\"num\":1e3}]";

    assertThat(read("[\"u\",{\"data\":" + data + ",\"type\":5}]").event().arguments())
        .isEqualTo("null,{\"a\":[ null ,1]},null,null,null");
    assertThat(arguments(data)).isEqualTo(data.substring("[\"m\",".length(), data.length() - 1));
  }

  @Test
  void readsPlaceholdersAsTheVectorsSay() throws RejectedFrame {
    int entries = 0;
    for (JsonNode entry : Vectors.read("placeholders.json")) {
      String payload =
          "[\"foreign\",{\"type\":%d,\"data\":[\"m\",%s],\"nsp\":\"/\"},{}]"
              .formatted(entry.get("type").asInt(), entry.get("argument").asText());
      String arguments =
          new FrameReader(Dialect.SOCKET_IO_NATS, "own")
              .read(payload.getBytes(StandardCharsets.UTF_8))
              .event()
              .arguments();
      assertThat(Vectors.parse(arguments))
          .as(entry.get("name").asText())
          .isEqualTo(Vectors.parse(entry.get("becomes").asText()));
      entries++;
    }
    assertThat(entries).isGreaterThan(20);
  }

  @Test
  void keepsWhatOnlyLooksLikeAPlaceholder() throws RejectedFrame {
    for (String value :
        new String[] {
          "{\"_placeholder\":true}",
          "{\"_placeholder\":false,\"num\":0}",
          "{\"_placeholder\":1,\"num\":0}",
          "{\"_placeholder\":{\"_placeholder\":true},\"num\":0}",
          "{\"_placeholder\":true,\"num\":\"0\"}",
          "{\"_placeholder\":true,\"num\":0.5}",
          "{\"_placeholder\":true,\"num\":-1}",
          "{\"_placeholder\":true,\"num\":1e400}",
          "{\"_placeholder\":true,\"num\":[0]}",
          "{\"_placeholder\":true,\"num\":0,\"num\":null}",
          "{\"_placeholder\":true,\"num\":0,\"_placeholder\":false}",
          "{\"_placeholder\":true,\"x\":{\"num\":0}}",
          "[\"_placeholder\",true,\"num\",0]",
          "{\"type\":\"Buffer\",\"data\":[1]}"
        }) {
      assertThat(read("[\"u\",{\"data\":[\"m\"," + value + "],\"type\":5}]").event())
          .isEqualTo(new Event("m", value));
    }
  }

  @Test
  void readsTheMicklDialect() throws RejectedFrame {
    String payload =
        "{\"opts\":{\"rooms\":[\"r\"],\"except\":[],\"flags\":{}},\"x\":[1],"
            + "\"packet\":{\"type\":2,\"data\":[\"m\",1],\"nsp\":\"/chat\"},\"fromUid\":\"u\"}";
    Frame frame = mickl.read(payload.getBytes(StandardCharsets.UTF_8));

    assertThat(frame.namespace()).isEqualTo("/chat");
    assertThat(frame.event()).isEqualTo(new Event("m", "1"));
    assertThat(frame.target().rooms()).containsExactly("r");
    for (String bad :
        new String[] {"[]", "{}", "{\"fromUid\":\"u\"}", "{\"fromUid\":\"own\"}", "null"}) {
      assertThatThrownBy(() -> mickl.read(bad.getBytes(StandardCharsets.UTF_8)))
          .isInstanceOf(RejectedFrame.class);
    }
  }

  @Test
  void readsBackWhatIsWritten() throws RejectedFrame {
    Target target = Target.EVERYBODY.to(java.util.List.of("a", "é\"")).flag("volatile", true);
    Frame frame = new Frame("u", "/chat", new Event("m", "[1],\"x\""), target);

    assertThat(reader.read(new FrameWriter(Dialect.SOCKET_IO_NATS).write(frame))).isEqualTo(frame);
    assertThat(mickl.read(new FrameWriter(Dialect.MICKL).write(frame))).isEqualTo(frame);
  }

  /**
   * Every truncation and many random changes of a good frame are accepted or rejected, and nothing
   * else.
   */
  @Test
  void throwsNothingButRejectedFrame() {
    byte[] good =
        ("[\"u\",{\"type\":5,\"data\":[\"m\",{\"_placeholder\":true,\"num\":0},[1.5,\"é\"]],\"nsp\":\"/\"},"
                + "{\"rooms\":[1,\"a\"],\"except\":null,\"flags\":{\"volatile\":true}},0]")
            .getBytes(StandardCharsets.UTF_8);
    Random random = new Random(42);
    for (int length = 0; length < good.length; length++) {
      survives(java.util.Arrays.copyOf(good, length));
    }
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = good.clone();
      for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
        String alphabet = "[]{}\",:0\\u\u00e9 ";
        changed[random.nextInt(changed.length)] =
            (byte)
                (random.nextBoolean()
                    ? alphabet.charAt(random.nextInt(alphabet.length()))
                    : random.nextInt(256));
      }
      survives(changed);
    }
  }

  private void survives(byte[] payload) {
    for (FrameReader each : new FrameReader[] {reader, mickl}) {
      try {
        assertThat(each.read(payload)).isNotNull();
      } catch (RejectedFrame e) {
        assertThat(e.dropCause().outbound()).isFalse();
      }
    }
  }
}

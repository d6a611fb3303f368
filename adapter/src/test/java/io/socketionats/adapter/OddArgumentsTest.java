package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializable;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.POJONode;
import com.fasterxml.jackson.databind.util.RawValue;
import com.fasterxml.jackson.databind.util.TokenBuffer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Whatever an argument is, it is written as one JSON value or refused: a frame is never broken. */
class OddArgumentsTest {
  private final ArgumentWriter writer = new ArgumentWriter(new ObjectMapper());

  enum Colour {
    RED
  }

  record Point(int x, Object y) {}

  record Raw(@JsonRawValue String raw) {}

  /** Writes itself. */
  private interface Own extends JsonSerializable {
    void write(JsonGenerator out) throws IOException;

    @Override
    default void serialize(JsonGenerator out, SerializerProvider provider) throws IOException {
      write(out);
    }

    @Override
    default void serializeWithType(
        JsonGenerator out, SerializerProvider provider, TypeSerializer types) throws IOException {
      write(out);
    }
  }

  private static Own own(Own own) {
    return own;
  }

  private static final class Fraction extends Number {
    private static final long serialVersionUID = 1L;
    private final String text;

    Fraction(String text) {
      this.text = text;
    }

    @Override
    public int intValue() {
      return 0;
    }

    @Override
    public long longValue() {
      return 0;
    }

    @Override
    public float floatValue() {
      return 0;
    }

    @Override
    public double doubleValue() {
      return 0;
    }

    @Override
    public String toString() {
      return text;
    }
  }

  @TestFactory
  Stream<DynamicTest> written() throws IOException {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    TokenBuffer buffer = new TokenBuffer(null, false);
    buffer.writeStartArray();
    buffer.writeNumber(1.5);
    buffer.writeEndArray();
    Map<Object, String> expected = new LinkedHashMap<>();
    expected.put(new int[] {1, 2}, "[1,2]");
    expected.put(new boolean[] {true}, "[true]");
    expected.put(new char[] {'a', 'b'}, "\"ab\"");
    expected.put(new Object[] {null, new Object[0]}, "[null,[]]");
    expected.put(
        new byte[][] {{1}, {}},
        "[{\"type\":\"Buffer\",\"data\":[1]},{\"type\":\"Buffer\",\"data\":[]}]");
    expected.put(Arrays.asList(1, null), "[1,null]");
    expected.put(
        new Point(1, List.of(new Point(2, null))), "{\"x\":1,\"y\":[{\"x\":2,\"y\":null}]}");
    expected.put(Colour.RED, "\"RED\"");
    expected.put('c', "\"c\"");
    expected.put(new StringBuilder("s"), "\"s\"");
    expected.put("\u2028\u2029\u0000", "\"\u2028\u2029\\u0000\"");
    expected.put(new AtomicInteger(3), "3");
    expected.put(new BigInteger("9".repeat(400)), "9".repeat(400));
    expected.put(new UUID(0, 1), "\"00000000-0000-0000-0000-000000000001\"");
    expected.put(new TreeMap<>(Map.of(1, "a", 2, "b")), "{\"1\":\"a\",\"2\":\"b\"}");
    expected.put(Map.of(Colour.RED, 1), "{\"RED\":1}");
    expected.put(Map.of(1.5, 1), "{\"1.5\":1}");
    expected.put(List.of(1).iterator(), "[1]");
    expected.put(
        nodes.objectNode().put("a", 1L).set("b", nodes.nullNode()), "{\"a\":1,\"b\":null}");
    expected.put(nodes.numberNode(Double.NaN), "null");
    expected.put(new POJONode(new Date(0)), "\"1970-01-01T00:00:00.000Z\"");
    expected.put(new POJONode(new byte[] {1}), "{\"type\":\"Buffer\",\"data\":[1]}");
    expected.put(nodes.rawValueNode(new RawValue("[ 1 ]")), "[ 1 ]");
    expected.put(new RawValue("{\"a\":[1,\"\ud800\"]}"), "{\"a\":[1,\"\\ud800\"]}");
    expected.put(new Raw("[1]"), "{\"raw\":[1]}");
    expected.put(new Raw(null), "{\"raw\":null}");
    expected.put(new Fraction("1.50"), "1.50");
    expected.put(buffer, "[1.5]");
    expected.put(Map.of("buffer", buffer), "{\"buffer\":[1.5]}");
    expected.put(own(out -> out.writeRawValue("1e5")), "1e5");
    expected.put(own(out -> out.writeObject(new Date(0))), "\"1970-01-01T00:00:00.000Z\"");
    expected.put(own(out -> out.writePOJO(new byte[] {1})), "{\"type\":\"Buffer\",\"data\":[1]}");
    expected.put(own(out -> out.writeTree(nodes.arrayNode().add(1.0 / 0))), "[null]");
    expected.put(own(out -> out.writeNumber("12")), "12");
    expected.put(
        own(
            out -> {
              out.writeStartObject();
              out.writeFieldName("a");
              out.writeRaw(":[1]");
              out.writeEndObject();
            }),
        "{\"a\":[1]}");
    expected.put(nested(990), "[".repeat(990) + "]".repeat(990));
    return expected.entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(
                    Text.printable(entry.getValue()),
                    () -> {
                      Object value = entry.getKey();
                      assertThat(writer.write("m", new Object[] {"x", value, 2}))
                          .isEqualTo("\"x\"," + entry.getValue() + ",2");
                    }));
  }

  private static Object nested(int levels) {
    Object value = List.of();
    for (int i = 1; i < levels; i++) {
      value = new Object[] {value};
    }
    return value;
  }

  @TestFactory
  Stream<DynamicTest> refused() {
    List<Object> self = new ArrayList<>();
    self.add(self);
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("object without properties", new Object());
    values.put("stream", new ByteArrayInputStream(new byte[1]));
    values.put("contains itself", self);
    values.put("null key", Collections.singletonMap(null, 1));
    values.put("too deep", nested(991));
    values.put("far too deep", nested(100_000));
    values.put(
        "too deep by raw text", own(out -> out.writeRawValue("[".repeat(998) + "]".repeat(998))));
    values.put("no JSON", new RawValue("x"));
    values.put("two raw values", new RawValue("1,2"));
    values.put("end of the frame", new RawValue("1],\"nsp\":\"/other\"},{}]"));
    values.put("empty raw value", new RawValue(""));
    values.put("blank raw value", new RawValue(" "));
    values.put("NaN as raw value", new RawValue("NaN"));
    values.put("raw property", new Raw("1,\"b\":}"));
    values.put("raw node", JsonNodeFactory.instance.rawValueNode(new RawValue("]")));
    values.put("number that is none", new Fraction("1/2"));
    values.put("number NaN", List.of(new Fraction("NaN")));
    values.put("nothing", own(out -> {}));
    values.put("nothing in a property", new Point(1, own(out -> {})));
    values.put("nothing in the last entry", Map.of("a", own(out -> {})));
    values.put(
        "two values",
        own(
            out -> {
              out.writeNumber(1);
              out.writeNumber(2);
            }));
    values.put(
        "two values in a property",
        new Point(
            1,
            own(
                out -> {
                  out.writeNumber(1);
                  out.writeNumber(2);
                })));
    values.put("writeRaw", own(out -> out.writeRaw("1")));
    values.put(
        "writeRaw after a value",
        own(
            out -> {
              out.writeNumber(1);
              out.writeRaw(",2");
            }));
    values.put("writeRaw of a character", List.of(own(out -> out.writeRaw('}'))));
    values.put("writeRaw of characters", List.of(own(out -> out.writeRaw(new char[] {'}'}, 0, 1))));
    values.put("writeRaw of a part", List.of(own(out -> out.writeRaw("a}b", 1, 1))));
    values.put("open object", own(JsonGenerator::writeStartObject));
    values.put("open array in a property", new Point(1, own(JsonGenerator::writeStartArray)));
    values.put("closed too often", List.of(own(JsonGenerator::writeEndArray)));
    values.put(
        "exception",
        own(
            out -> {
              throw new IllegalStateException("mine");
            }));
    values.put(
        "exception inside",
        List.of(
            own(
                out -> {
                  throw new IllegalStateException("mine");
                })));
    values.put(
        "written past the generator",
        List.of(
            own(
                out ->
                    ((com.fasterxml.jackson.core.util.JsonGeneratorDelegate) out)
                        .delegate()
                        .writeRaw("x"))));
    values.put(
        "quotes switched off",
        own(
            out -> {
              out.disable(
                  com.fasterxml.jackson.core.json.JsonWriteFeature.QUOTE_FIELD_NAMES
                      .mappedFeature());
              out.writeStartObject();
              out.writeNumberField("a", 1);
              out.writeEndObject();
            }));
    return values.entrySet().stream()
        .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> refuses(entry.getValue())));
  }

  private void refuses(Object value) {
    for (Object[] arguments : new Object[][] {{value}, {"x", value}, {value, Map.of()}}) {
      assertThatThrownBy(() -> writer.write("m", arguments))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("the arguments of event 'm' cannot be written as JSON: ");
    }
    assertThat(writer.write("m", new Object[] {"next", 1})).isEqualTo("\"next\",1");
  }

  @Test
  void saysWhatIsWrongWithASerializer() {
    assertThatThrownBy(() -> writer.write("m", new Object[] {own(out -> {})}))
        .hasMessage(
            "the arguments of event 'm' cannot be written as JSON: a serializer wrote 0 values, not 1"
                + " (text of writeRaw is none, that of writeRawValue is one)");
    assertThatThrownBy(() -> writer.write("m", new Object[] {Map.of("a", own(out -> {}))}))
        .hasMessageContaining("a serializer wrote nothing as the value of 'a'");
    assertThatThrownBy(() -> writer.write("m", new Object[] {nested(991)}))
        .hasMessageContaining("nested deeper than 990 levels");
  }

  /** What is sent here must be taken elsewhere. */
  @Test
  void theDeepestArgumentIsReadAgain() throws RejectedFrame {
    Event event = new Event("m", writer.write("m", new Object[] {nested(990)}));
    Frame frame = new Frame("u", "/", event, Target.EVERYBODY);
    for (Dialect dialect : Dialect.values()) {
      assertThat(
              new FrameReader(dialect, "own").read(new FrameWriter(dialect).write(frame)).event())
          .isEqualTo(event);
    }
  }
}

package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonFilter;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonIdentityInfo;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.annotation.ObjectIdGenerators;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.StreamWriteFeature;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.io.IOContext;
import com.fasterxml.jackson.core.io.OutputDecorator;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.jsontype.BasicPolymorphicTypeValidator;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.BeanSerializerFactory;
import com.fasterxml.jackson.databind.ser.impl.SimpleBeanPropertyFilter;
import com.fasterxml.jackson.databind.ser.impl.SimpleFilterProvider;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.OutputStream;
import java.io.Writer;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Each argument becomes what the application's mapper alone makes of it, whatever its settings. */
class MapperFeaturesTest {
  enum Colour {
    RED,
    @JsonProperty("grün")
    GREEN
  }

  record Person(String firstName, int age, Colour colour, String nothing) {}

  static class Hidden {
    private final int secret = 7;
  }

  @JsonIdentityInfo(generator = ObjectIdGenerators.IntSequenceGenerator.class)
  static class Identified {
    public String name = "n";
  }

  @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, include = JsonTypeInfo.As.PROPERTY)
  static class Typed {
    public int a = 1;
  }

  static class Amount {
    @JsonFormat(shape = JsonFormat.Shape.STRING)
    public double text = 1.5;

    public double number = 2.5;
    public BigDecimal big = new BigDecimal("1E+3");
  }

  @JsonFilter("f")
  static class Filtered {
    public int a = 1;
    public int b = 2;
  }

  private static final Identified IDENTIFIED = new Identified();

  private static Map<String, Object> values() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("null", null);
    values.put("text", "hé/\"\u2028\u0001\ud83d\ude00");
    values.put("integer", 5);
    values.put("long", Long.MAX_VALUE);
    values.put("double", 0.5);
    values.put("decimal", new BigDecimal("1.50E+3"));
    values.put("true", true);
    values.put("list", List.of(1, "x", List.of()));
    values.put("list of one", List.of("x"));
    values.put("array of one", new String[] {"x"});
    values.put("ints", new int[] {1, 2});
    values.put("doubles", new double[] {1, 2.5});
    values.put("objects", new Object[] {"x", 1L, null});
    values.put("map", Map.of("k", 1));
    values.put("map with null", Collections.singletonMap("k", null));
    values.put("map by enum", new EnumMap<>(Map.of(Colour.GREEN, 1)));
    values.put("record", new Person("é", 3, Colour.GREEN, null));
    values.put("enum", Colour.RED);
    values.put("uuid", new UUID(1, 2));
    values.put("hidden", new Hidden());
    values.put("identified", IDENTIFIED);
    values.put("identified again", IDENTIFIED);
    values.put("typed", new Typed());
    values.put("list of typed", List.of(new Typed(), new Typed()));
    values.put("amount", new Amount());
    values.put("filtered", new Filtered());
    values.put("tree", new ObjectMapper().createObjectNode().put("a", 1).putNull("b"));
    return values;
  }

  private static Map<String, Supplier<ObjectMapper>> mappers() {
    Map<String, Supplier<ObjectMapper>> all = new LinkedHashMap<>();
    all.put("plain", ObjectMapper::new);
    for (SerializationFeature feature : SerializationFeature.values()) {
      all.put(feature + " on", () -> new ObjectMapper().enable(feature));
      all.put(feature + " off", () -> new ObjectMapper().disable(feature));
    }
    for (MapperFeature feature : MapperFeature.values()) {
      all.put(feature + " on", () -> JsonMapper.builder().enable(feature).build());
      all.put(feature + " off", () -> JsonMapper.builder().disable(feature).build());
    }
    for (JsonWriteFeature feature : JsonWriteFeature.values()) {
      all.put(feature + " on", () -> JsonMapper.builder().enable(feature).build());
      if (feature != JsonWriteFeature.QUOTE_FIELD_NAMES) {
        all.put(feature + " off", () -> JsonMapper.builder().disable(feature).build());
      }
    }
    for (StreamWriteFeature feature : StreamWriteFeature.values()) {
      all.put(feature + " on", () -> JsonMapper.builder().enable(feature).build());
      all.put(feature + " off", () -> JsonMapper.builder().disable(feature).build());
    }
    for (JsonInclude.Include include : JsonInclude.Include.values()) {
      if (include != JsonInclude.Include.CUSTOM) {
        all.put(
            "include " + include, () -> new ObjectMapper().setDefaultPropertyInclusion(include));
      }
    }
    for (ObjectMapper.DefaultTyping typing : ObjectMapper.DefaultTyping.values()) {
      for (JsonTypeInfo.As as : List.of(JsonTypeInfo.As.PROPERTY, JsonTypeInfo.As.WRAPPER_ARRAY)) {
        all.put(
            "typing " + typing + " " + as,
            () ->
                new ObjectMapper()
                    .activateDefaultTyping(
                        BasicPolymorphicTypeValidator.builder().build(), typing, as));
      }
    }
    all.put(
        "naming",
        () -> new ObjectMapper().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE));
    all.put(
        "fields",
        () ->
            new ObjectMapper()
                .setVisibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY));
    all.put("mixin", () -> new ObjectMapper().addMixIn(Person.class, Filtered.class));
    all.put(
        "filter",
        () ->
            new ObjectMapper()
                .setFilterProvider(
                    new SimpleFilterProvider()
                        .addFilter("f", SimpleBeanPropertyFilter.serializeAllExcept("a"))));
    all.put(
        "root name",
        () -> {
          ObjectMapper mapper = new ObjectMapper();
          return mapper.setConfig(mapper.getSerializationConfig().withRootName("root"));
        });
    all.put(
        "module",
        () ->
            new ObjectMapper()
                .registerModule(
                    new SimpleModule()
                        .addSerializer(String.class, new ToStringSerializer(String.class))
                        .addSerializer(Double.class, ToStringSerializer.instance)
                        .addSerializer(double[].class, new Joined())));
    all.put(
        "printer",
        () ->
            new ObjectMapper()
                .enable(SerializationFeature.INDENT_OUTPUT)
                .setDefaultPrettyPrinter(
                    new DefaultPrettyPrinter()
                        .withArrayIndenter(new DefaultPrettyPrinter.NopIndenter())));
    all.put(
        "escapes", () -> mapper(new JsonFactoryBuilder().characterEscapes(new Escapes("\\u00e9"))));
    all.put("root separator", () -> mapper(new JsonFactoryBuilder().rootValueSeparator("\n")));
    all.put("non-ASCII", () -> mapper(new JsonFactoryBuilder().highestNonEscapedChar(127)));
    all.put("subclass", Own::new);
    all.put("subclass of factory", () -> new ObjectMapper(new OwnFactory()));
    return all;
  }

  private static ObjectMapper mapper(JsonFactoryBuilder factory) {
    return new ObjectMapper(factory.build());
  }

  @TestFactory
  Stream<DynamicTest> writesWhatTheMapperWrites() {
    return mappers().entrySet().stream()
        .map(
            entry ->
                DynamicTest.dynamicTest(entry.getKey(), () -> compare(entry.getValue().get())));
  }

  private static void compare(ObjectMapper mapper) {
    ArgumentWriter writer = new ArgumentWriter(mapper);
    List<Object> sound = new ArrayList<>();
    List<String> texts = new ArrayList<>();
    values()
        .forEach(
            (name, value) -> {
              String alone = alone(mapper, value);
              if (alone == null) {
                assertThatThrownBy(() -> writer.write("m", new Object[] {1, value}))
                    .as(name)
                    .isInstanceOf(IllegalArgumentException.class);
                return;
              }
              sound.add(value);
              texts.add(alone);
              assertThat(writer.write("m", new Object[] {value})).as(name).isEqualTo(alone);
            });
    assertThat(sound.size()).isGreaterThan(15);
    assertThat(writer.write("m", sound.toArray())).isEqualTo(String.join(",", texts));
    Vectors.parse("[" + writer.write("m", sound.toArray()) + "]");
  }

  private static String alone(ObjectMapper mapper, Object value) {
    try {
      return mapper.writeValueAsString(value);
    } catch (IOException e) {
      return null;
    }
  }

  @Test
  void refusesAMapperThatDoesNotWriteJson() {
    refused(
        JsonMapper.builder().disable(JsonWriteFeature.QUOTE_FIELD_NAMES).build(),
        "mapper com.fasterxml.jackson.databind.json.JsonMapper has the feature QUOTE_FIELD_NAMES off: "
            + "names without quotes are not JSON; enable it");
    refused(new YAMLMapper(), "does not write JSON text");
    refused(new CBORMapper(), "does not write JSON text");
    refused(mapper(new JsonFactoryBuilder().quoteChar('\'')), "'{'probe':[");
    refused(
        mapper(new JsonFactoryBuilder().outputDecorator(new Decorator())),
        "has an OutputDecorator");
    refused(
        new ObjectMapper()
            .enable(SerializationFeature.INDENT_OUTPUT)
            .setDefaultPrettyPrinter(
                new DefaultPrettyPrinter()
                    .withArrayIndenter(
                        new DefaultPrettyPrinter.FixedSpaceIndenter() {
                          @Override
                          public void writeIndentation(JsonGenerator out, int level)
                              throws IOException {
                            out.writeRaw(';');
                          }
                        })),
        "does not write JSON text");
  }

  private static void refused(ObjectMapper mapper, String message) {
    assertThatThrownBy(() -> new ArgumentWriter(mapper))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(message);
    assertThatThrownBy(
            () -> NatsEmitter.builder().mapper(mapper).servers("nats://127.0.0.1:1").build())
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> NatsAdapter.builder().mapper(mapper).servers("nats://127.0.0.1:1").build())
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void refusesTextThatCharacterEscapesSpoil() {
    ArgumentWriter writer =
        new ArgumentWriter(mapper(new JsonFactoryBuilder().characterEscapes(new Escapes("\""))));
    assertThat(writer.write("m", new Object[] {"e"})).isEqualTo("\"e\"");
    assertThatThrownBy(() -> writer.write("m", new Object[] {"é"}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void numbersThatJsonCannotSayAreNullOrText() {
    Object[] values = {
      Double.NaN, new float[] {Float.NaN}, new double[] {1, -1.0 / 0}, Map.of("a", 1 / 0.0)
    };
    for (boolean quoted : new boolean[] {true, false}) {
      JsonMapper mapper =
          JsonMapper.builder().configure(JsonWriteFeature.WRITE_NAN_AS_STRINGS, quoted).build();
      assertThat(new ArgumentWriter(mapper).write("m", values))
          .isEqualTo("null,[null],[1.0,null],{\"a\":null}");
      assertThat(
              new ArgumentWriter(mapper)
                  .write("m", new Object[] {mapper.getNodeFactory().numberNode(Double.NaN)}))
          .isEqualTo("null");
    }
    JsonMapper text =
        JsonMapper.builder().enable(JsonWriteFeature.WRITE_NUMBERS_AS_STRINGS).build();
    assertThat(new ArgumentWriter(text).write("m", values))
        .isEqualTo("\"NaN\",[\"NaN\"],[\"1.0\",\"-Infinity\"],{\"a\":\"Infinity\"}");
  }

  @Test
  void theMapperStaysAsItIs() throws IOException {
    for (ObjectMapper mapper : List.of(new ObjectMapper(), new Own())) {
      Object[] values = {new byte[] {1}, new java.util.Date(0), Double.NaN};
      String before = mapper.writeValueAsString(values);
      assertThat(new ArgumentWriter(mapper).write("m", values))
          .isEqualTo("{\"type\":\"Buffer\",\"data\":[1]},\"1970-01-01T00:00:00.000Z\",null");
      assertThat(mapper.writeValueAsString(values))
          .isEqualTo(before)
          .isEqualTo("[\"AQ==\",0,\"NaN\"]");
      assertThat(mapper.getFactory().getRootValueSeparator()).isEqualTo(" ");
    }
  }

  @Test
  void aSubclassNeedNoCopyMethod() {
    Own mapper = new Own();
    assertThatThrownBy(mapper::copy).isInstanceOf(IllegalStateException.class);
    assertThat(
            new ArgumentWriter(mapper)
                .write("m", new Object[] {new Person("a", 1, null, null), "x"}))
        .isEqualTo("{\"first_name\":\"a\",\"age\":1},\"x\"");
  }

  @Test
  void aPartThatCannotBeExtendedIsRefused() {
    ObjectMapper mapper = new ObjectMapper();
    mapper.setSerializerFactory(
        new BeanSerializerFactory(null) {
          private static final long serialVersionUID = 1L;
        });
    refused(mapper, "has a part that cannot be extended: Subtype of BeanSerializerFactory");
  }

  /** As applications have them: with settings of their own and without copy(). */
  static class Own extends ObjectMapper {
    private static final long serialVersionUID = 1L;

    Own() {
      setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);
      setDefaultPropertyInclusion(JsonInclude.Include.NON_NULL);
    }
  }

  static class OwnFactory extends JsonFactory {
    private static final long serialVersionUID = 1L;
  }

  private static final class Joined extends JsonSerializer<double[]> {
    @Override
    public void serialize(double[] value, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(Arrays.toString(value));
    }

    @Override
    public void serializeWithType(
        double[] value, JsonGenerator out, SerializerProvider provider, TypeSerializer types)
        throws IOException {
      serialize(value, out, provider);
    }
  }

  private static final class Escapes extends CharacterEscapes {
    private static final long serialVersionUID = 1L;
    private final transient SerializableString forE;

    Escapes(String forE) {
      this.forE = new SerializedString(forE);
    }

    @Override
    public int[] getEscapeCodesForAscii() {
      return standardAsciiEscapesForJSON();
    }

    @Override
    public SerializableString getEscapeSequence(int c) {
      return c == 'é' ? forE : null;
    }
  }

  private static final class Decorator extends OutputDecorator {
    private static final long serialVersionUID = 1L;

    @Override
    public OutputStream decorate(IOContext context, OutputStream out) {
      return out;
    }

    @Override
    public Writer decorate(IOContext context, Writer out) {
      return out;
    }
  }
}

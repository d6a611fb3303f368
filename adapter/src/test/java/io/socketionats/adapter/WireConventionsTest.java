package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.ByteArraySerializer;
import com.fasterxml.jackson.databind.ser.std.DateSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.nio.ByteBuffer;
import java.text.SimpleDateFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import org.junit.jupiter.api.Test;

/**
 * An annotation is stronger than a serializer or setting of the application, this than a
 * convention.
 */
class WireConventionsTest {
  static class Plain {
    public Date date = new Date(7);
    public Instant instant = Instant.ofEpochMilli(7);
    public byte[] bytes = {1};
    public ByteBuffer buffer = ByteBuffer.wrap(new byte[] {2});
    public double number = Double.NaN;
    public Float boxed = Float.POSITIVE_INFINITY;
    public List<Date> dates = List.of(new java.sql.Timestamp(8));
  }

  private static final String CONVENTIONS =
      "{\"date\":\"1970-01-01T00:00:00.007Z\",\"instant\":\"1970-01-01T00:00:00.007Z\","
          + "\"bytes\":{\"type\":\"Buffer\",\"data\":[1]},\"buffer\":{\"type\":\"Buffer\",\"data\":[2]},"
          + "\"number\":null,\"boxed\":null,\"dates\":[\"1970-01-01T00:00:00.008Z\"]}";

  static class Annotated {
    @JsonFormat(pattern = "yyyy-MM-dd", timezone = "UTC")
    public Date day = new Date(7);

    @JsonFormat(shape = JsonFormat.Shape.NUMBER)
    public Date millis = new Date(7);

    @JsonFormat(shape = JsonFormat.Shape.STRING)
    public Date text = new Date(7);

    @JsonFormat(timezone = "GMT+2")
    public Date zoned = new Date(7);

    @JsonFormat(shape = JsonFormat.Shape.NUMBER)
    public List<Date> all = List.of(new Date(7));

    @JsonFormat(shape = JsonFormat.Shape.STRING)
    public double number = 1.5;

    @JsonFormat(shape = JsonFormat.Shape.STRING)
    public Double boxed = Double.NaN;

    @JsonFormat(shape = JsonFormat.Shape.STRING)
    public float small = 0.5f;

    @JsonSerialize(using = ToStringSerializer.class)
    public Instant instant = Instant.ofEpochMilli(7);

    @JsonSerialize(using = ByteArraySerializer.class)
    public byte[] bytes = {1};

    @JsonSerialize(using = DateSerializer.class)
    public Date used = new Date(7);
  }

  private static String write(ObjectMapper mapper, Object... values) {
    return new ArgumentWriter(mapper).write("m", values);
  }

  private static void asAlone(ObjectMapper mapper, Object value) {
    try {
      assertThat(write(mapper, value)).isEqualTo(mapper.writeValueAsString(value));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  @Test
  void standWhereNobodyChose() {
    assertThat(write(new ObjectMapper(), new Plain())).isEqualTo(CONVENTIONS);
    assertThat(
            write(
                new ObjectMapper(),
                new java.sql.Date(0),
                new java.sql.Time(0),
                new java.sql.Timestamp(0)))
        .isEqualTo(
            "\"1970-01-01T00:00:00.000Z\",\"1970-01-01T00:00:00.000Z\",\"1970-01-01T00:00:00.000Z\"");
  }

  @Test
  void annotationsAreStronger() {
    asAlone(new ObjectMapper(), new Annotated());
    assertThat(write(new ObjectMapper(), new Annotated()))
        .contains("\"day\":\"1970-01-01\",\"millis\":7,", "\"all\":[7]", "\"boxed\":\"NaN\"");
    ObjectMapper own =
        new ObjectMapper()
            .setDateFormat(new SimpleDateFormat("yyyy", Locale.ROOT))
            .registerModule(
                new SimpleModule().addSerializer(Date.class, ToStringSerializer.instance));
    assertThat(write(own, new Annotated())).contains("\"used\":\"1970\"");
  }

  static class MomentInWords {
    @JsonFormat(pattern = "yyyy", timezone = "UTC")
    public Instant instant = Instant.EPOCH;
  }

  @Test
  void aFormatForInstantNeedsTheModuleThatKnowsIt() {
    assertThatThrownBy(() -> write(new ObjectMapper(), new MomentInWords()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("jackson-datatype-jsr310");
    assertThat(write(new ObjectMapper().registerModule(new JavaTimeModule()), new MomentInWords()))
        .isEqualTo("{\"instant\":\"1970\"}");
  }

  @Test
  void settingsOfTheMapperAreStronger() {
    ObjectMapper format =
        new ObjectMapper().setDateFormat(new SimpleDateFormat("yyyy", Locale.ROOT));
    assertThat(write(format, new Date(0), Map.of("a", new java.sql.Timestamp(0))))
        .isEqualTo("\"1970\",{\"a\":\"1970\"}");
    ObjectMapper zone =
        new ObjectMapper()
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .setTimeZone(TimeZone.getTimeZone("GMT+1"));
    assertThat(write(zone, new Date(0))).isEqualTo("\"1970-01-01T01:00:00.000+01:00\"");
    ObjectMapper override = new ObjectMapper();
    override
        .configOverride(Date.class)
        .setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.NUMBER));
    override
        .configOverride(Double.class)
        .setFormat(JsonFormat.Value.forShape(JsonFormat.Shape.STRING));
    assertThat(write(override, new Date(7), List.of(new Date(8)), Double.NaN, 1.5))
        .isEqualTo("7,[8],\"NaN\",\"1.5\"");
    ObjectMapper base64 = new ObjectMapper().setBase64Variant(Base64Variants.MODIFIED_FOR_URL);
    asAlone(base64, new byte[] {-1});
    asAlone(base64, ByteBuffer.wrap(new byte[] {-1}));
  }

  @Test
  void serializersOfTheApplicationAreStronger() {
    SimpleModule module = new SimpleModule();
    for (Class<?> type : List.of(Date.class, Instant.class, Double.class, byte[].class)) {
      register(module, type);
    }
    asAlone(new ObjectMapper().registerModule(module), new Date(7));
    asAlone(new ObjectMapper().registerModule(module), Instant.EPOCH);
    asAlone(new ObjectMapper().registerModule(module), List.of(1.5, Double.NaN));
    byte[] bytes = {1};
    assertThat(write(new ObjectMapper().registerModule(module), bytes))
        .isEqualTo('"' + bytes.toString() + '"');
    assertThat(
            write(
                new ObjectMapper()
                    .registerModule(
                        new SimpleModule()
                            .addSerializer(Date.class, new DateSerializer(true, null))),
                new Date(7)))
        .isEqualTo("7");
  }

  private static <T> void register(SimpleModule module, Class<T> type) {
    module.addSerializer(type, new ToStringSerializer(type));
  }

  @Test
  void theModuleForJavaTimeIsStronger() {
    for (boolean numbers : new boolean[] {true, false}) {
      ObjectMapper mapper =
          new ObjectMapper()
              .registerModule(new JavaTimeModule())
              .configure(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, numbers);
      asAlone(mapper, Instant.ofEpochMilli(7));
      asAlone(mapper, List.of(LocalDate.EPOCH, Instant.ofEpochMilli(7)));
    }
  }

  static class WithTypeIds {
    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    public Object bytes = new byte[] {1};

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    public Object buffer = new Buffer();

    @JsonTypeInfo(use = JsonTypeInfo.Id.CLASS)
    public Object date = new Date(0);
  }

  static class Buffer {
    public ByteBuffer data = ByteBuffer.wrap(new byte[] {2});
  }

  @Test
  void typeIdsStandBesideThem() {
    assertThat(write(new ObjectMapper(), new WithTypeIds()))
        .isEqualTo(
            "{\"bytes\":[\"[B\",{\"type\":\"Buffer\",\"data\":[1]}],\"buffer\":{\"@class\":\""
                + Buffer.class.getName()
                + "\",\"data\":{\"type\":\"Buffer\",\"data\":[2]}},"
                + "\"date\":[\"java.util.Date\",\"1970-01-01T00:00:00.000Z\"]}");
  }

  static class Empty {
    public byte[] bytes = {};
    public Date date = new Date(0);
  }

  @Test
  void emptyIsWhatJacksonCallsEmpty() {
    ObjectMapper mapper =
        new ObjectMapper().setDefaultPropertyInclusion(JsonInclude.Include.NON_EMPTY);
    assertThat(write(mapper, new Empty())).isEqualTo("{\"date\":\"1970-01-01T00:00:00.000Z\"}");
  }
}

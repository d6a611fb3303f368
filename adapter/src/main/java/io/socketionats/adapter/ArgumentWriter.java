package io.socketionats.adapter;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;

/**
 * Writes event arguments as {@code JSON.stringify} of Node would: bytes as Node's Buffer objects,
 * points in time as ISO 8601 with milliseconds, numbers that JSON cannot say as null. Never changes
 * what it is given. Thread-safe.
 */
final class ArgumentWriter {
  private final ObjectWriter json;

  /** {@code base} carries the application's modules and is copied, not changed. */
  ArgumentWriter(ObjectMapper base) {
    SimpleModule wire = new SimpleModule("socketio-nats");
    wire.addSerializer(
        byte[].class, serializer((bytes, out) -> writeBytes(bytes, 0, bytes.length, out)));
    wire.addSerializer(ByteBuffer.class, serializer(ArgumentWriter::writeBuffer));
    wire.addSerializer(
        Date.class,
        serializer((date, out) -> writeInstant(Instant.ofEpochMilli(date.getTime()), out)));
    wire.addSerializer(Instant.class, serializer(ArgumentWriter::writeInstant));
    wire.addSerializer(Double.class, serializer(ArgumentWriter::writeDouble));
    wire.addSerializer(double.class, serializer(ArgumentWriter::writeDouble));
    wire.addSerializer(Float.class, serializer(ArgumentWriter::writeFloat));
    wire.addSerializer(float.class, serializer(ArgumentWriter::writeFloat));
    wire.addSerializer(double[].class, serializer(ArgumentWriter::writeDoubles));
    wire.addSerializer(float[].class, serializer(ArgumentWriter::writeFloats));
    json = base.copy().registerModule(wire).writer();
  }

  /**
   * The arguments as JSON texts joined by commas.
   *
   * @throws IllegalArgumentException if an argument cannot be written as JSON
   */
  String write(String event, Object[] arguments) {
    Object[] values = arguments == null ? new Object[] {null} : arguments;
    if (values.length == 0) {
      return "";
    }
    try {
      String array = json.writeValueAsString(values);
      return escapeUnpairedSurrogates(array.substring(1, array.length() - 1));
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(
          "the arguments of event '"
              + Text.printable(event)
              + "' cannot be written as JSON: "
              + e.getOriginalMessage(),
          e);
    }
  }

  /**
   * JSON text holds unpaired surrogates only inside strings, where an escape means the same and is
   * ASCII.
   */
  private static String escapeUnpairedSurrogates(String text) {
    int at = Text.unpairedSurrogate(text, 0);
    if (at < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 10);
    int from = 0;
    for (; at >= 0; at = Text.unpairedSurrogate(text, from)) {
      out.append(text, from, at).append("\\u").append(Integer.toHexString(text.charAt(at)));
      from = at + 1;
    }
    return out.append(text, from, text.length()).toString();
  }

  private static void writeBuffer(ByteBuffer buffer, JsonGenerator out) throws IOException {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.duplicate().get(bytes);
    writeBytes(bytes, 0, bytes.length, out);
  }

  private static void writeBytes(byte[] bytes, int from, int to, JsonGenerator out)
      throws IOException {
    out.writeStartObject();
    out.writeStringField("type", "Buffer");
    out.writeArrayFieldStart("data");
    for (int i = from; i < to; i++) {
      out.writeNumber(bytes[i] & 0xFF);
    }
    out.writeEndArray();
    out.writeEndObject();
  }

  /** As JavaScript's Date.toJSON: three digits of a second, six of a year outside 0 to 9999. */
  private static void writeInstant(Instant instant, JsonGenerator out) throws IOException {
    int year = instant.atOffset(ZoneOffset.UTC).getYear();
    String digits = year >= 0 && year <= 9999 ? "%04d" : year < 0 ? "-%06d" : "+%06d";
    String rest = REST_OF_DATE.format(instant);
    out.writeString(String.format(digits, Math.abs(year)) + rest);
  }

  private static final DateTimeFormatter REST_OF_DATE =
      DateTimeFormatter.ofPattern("-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  private static void writeDouble(double value, JsonGenerator out) throws IOException {
    if (Double.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeNull();
    }
  }

  private static void writeFloat(float value, JsonGenerator out) throws IOException {
    if (Float.isFinite(value)) {
      out.writeNumber(value);
    } else {
      out.writeNull();
    }
  }

  private static void writeDoubles(double[] values, JsonGenerator out) throws IOException {
    out.writeStartArray();
    for (double value : values) {
      writeDouble(value, out);
    }
    out.writeEndArray();
  }

  private static void writeFloats(float[] values, JsonGenerator out) throws IOException {
    out.writeStartArray();
    for (float value : values) {
      writeFloat(value, out);
    }
    out.writeEndArray();
  }

  private interface Writing<T> {
    void write(T value, JsonGenerator out) throws IOException;
  }

  private static <T> JsonSerializer<T> serializer(Writing<? super T> writing) {
    return new JsonSerializer<>() {
      @Override
      public void serialize(T value, JsonGenerator out, SerializerProvider provider)
          throws IOException {
        writing.write(value, out);
      }
    };
  }
}

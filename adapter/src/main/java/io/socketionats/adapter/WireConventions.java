package io.socketionats.adapter;

import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.core.Base64Variants;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.BeanDescription;
import com.fasterxml.jackson.databind.BeanProperty;
import com.fasterxml.jackson.databind.JsonMappingException;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.jsontype.TypeSerializer;
import com.fasterxml.jackson.databind.ser.BeanSerializerModifier;
import com.fasterxml.jackson.databind.ser.ContextualSerializer;
import com.fasterxml.jackson.databind.ser.impl.UnsupportedTypeSerializer;
import com.fasterxml.jackson.databind.ser.std.BeanSerializerBase;
import com.fasterxml.jackson.databind.ser.std.ByteArraySerializer;
import com.fasterxml.jackson.databind.ser.std.ByteBufferSerializer;
import com.fasterxml.jackson.databind.ser.std.DateSerializer;
import com.fasterxml.jackson.databind.type.ArrayType;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Date;
import java.util.Set;

/**
 * Node's conventions in place of Jackson's defaults: bytes as Node's Buffer objects, points in time
 * as ISO 8601 with milliseconds. They stand where Jackson would use a serializer that nobody chose.
 * An annotation, a serializer of the application or of a module of its, and a setting that differs
 * from Jackson's default are the application's word, and stronger.
 */
final class WireConventions extends BeanSerializerModifier {
  private static final long serialVersionUID = 1L;

  /** Of java.sql by name: the module need not be there. */
  private static final Set<String> SQL_DATES =
      Set.of(
          "com.fasterxml.jackson.databind.ser.std.SqlDateSerializer",
          "com.fasterxml.jackson.databind.ser.std.SqlTimeSerializer");

  @Override
  public JsonSerializer<?> modifyArraySerializer(
      SerializationConfig config,
      ArrayType type,
      BeanDescription description,
      JsonSerializer<?> serializer) {
    return isDefaultForBytes(serializer, ByteArraySerializer.class, config)
        ? new BytesSerializer(serializer)
        : serializer;
  }

  @Override
  public JsonSerializer<?> modifySerializer(
      SerializationConfig config, BeanDescription description, JsonSerializer<?> serializer) {
    if (isDefaultForBytes(serializer, ByteBufferSerializer.class, config)) {
      return new BufferSerializer(serializer);
    }
    if (isDefaultForDates(serializer, config)) {
      return new DateTextSerializer(serializer);
    }
    if (description.getBeanClass() == Instant.class && isNoSerializer(serializer)) {
      return new InstantTextSerializer(serializer);
    }
    return serializer;
  }

  private static boolean isDefaultForBytes(
      JsonSerializer<?> serializer, Class<?> standard, SerializationConfig config) {
    return serializer.getClass() == standard
        && config.getBase64Variant() == Base64Variants.getDefaultVariant();
  }

  private static boolean isDefaultForDates(
      JsonSerializer<?> serializer, SerializationConfig config) {
    return config.isEnabled(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
        && (serializer == DateSerializer.instance
            || SQL_DATES.contains(serializer.getClass().getName()));
  }

  private static boolean isNoSerializer(JsonSerializer<?> serializer) {
    return serializer instanceof UnsupportedTypeSerializer
        || serializer instanceof BeanSerializerBase;
  }

  /** Writes a value as Node does instead of {@code standard}, but with its type ids. */
  private abstract static class Convention<T> extends JsonSerializer<T> {
    final JsonSerializer<?> standard;

    Convention(JsonSerializer<?> standard) {
      this.standard = standard;
    }

    @Override
    public final void serializeWithType(
        T value, JsonGenerator out, SerializerProvider provider, TypeSerializer types)
        throws IOException {
      var id = types.writeTypePrefix(out, types.typeId(value, JsonToken.VALUE_STRING));
      serialize(value, out, provider);
      types.writeTypeSuffix(out, id);
    }

    @Override
    public final boolean isEmpty(SerializerProvider provider, T value) {
      return isEmpty(standard, provider, value);
    }

    @SuppressWarnings("unchecked")
    private static <T> boolean isEmpty(
        JsonSerializer<?> standard, SerializerProvider provider, T value) {
      return ((JsonSerializer<T>) standard).isEmpty(provider, value);
    }
  }

  private static final class BytesSerializer extends Convention<byte[]> {
    BytesSerializer(JsonSerializer<?> standard) {
      super(standard);
    }

    @Override
    public void serialize(byte[] bytes, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      if (out instanceof ArgumentGenerator argument) {
        argument.writeBytes(bytes);
        return;
      }
      // a buffer of Jackson's, for a tree or the like
      out.writeStartObject();
      out.writeStringField("type", "Buffer");
      out.writeArrayFieldStart("data");
      for (byte each : bytes) {
        out.writeNumber(each & 0xFF);
      }
      out.writeEndArray();
      out.writeEndObject();
    }
  }

  private static final class BufferSerializer extends Convention<ByteBuffer> {
    private final BytesSerializer bytes;

    BufferSerializer(JsonSerializer<?> standard) {
      super(standard);
      bytes = new BytesSerializer(standard);
    }

    @Override
    public void serialize(ByteBuffer buffer, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      byte[] copy = new byte[buffer.remaining()];
      buffer.duplicate().get(copy);
      bytes.serialize(copy, out, provider);
    }
  }

  private static final class DateTextSerializer extends Convention<Date>
      implements ContextualSerializer {
    DateTextSerializer(JsonSerializer<?> standard) {
      super(standard);
    }

    /** Jackson's own serializer changes exactly when a format has been asked for. */
    @Override
    public JsonSerializer<?> createContextual(SerializerProvider provider, BeanProperty property)
        throws JsonMappingException {
      if (standard instanceof ContextualSerializer contextual) {
        JsonSerializer<?> asked = contextual.createContextual(provider, property);
        return asked == standard ? this : asked;
      }
      return this;
    }

    @Override
    public void serialize(Date date, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(text(Instant.ofEpochMilli(date.getTime())));
    }
  }

  private static final class InstantTextSerializer extends Convention<Instant>
      implements ContextualSerializer {
    InstantTextSerializer(JsonSerializer<?> standard) {
      super(standard);
    }

    /** A format that has been asked for needs the module that knows Instant, as Jackson says. */
    @Override
    public JsonSerializer<?> createContextual(SerializerProvider provider, BeanProperty property) {
      JsonFormat.Value format =
          property == null
              ? provider.getDefaultPropertyFormat(Instant.class)
              : property.findPropertyFormat(provider.getConfig(), Instant.class);
      boolean asked =
          format != null
              && (format.hasPattern()
                  || format.hasTimeZone()
                  || format.hasLocale()
                  || format.getShape().isNumeric());
      return asked ? standard : this;
    }

    @Override
    public void serialize(Instant instant, JsonGenerator out, SerializerProvider provider)
        throws IOException {
      out.writeString(text(instant));
    }
  }

  private static final DateTimeFormatter REST_OF_DATE =
      DateTimeFormatter.ofPattern("-MM-dd'T'HH:mm:ss.SSS'Z'").withZone(ZoneOffset.UTC);

  /** As JavaScript's Date.toJSON: three digits of a second, six of a year outside 0 to 9999. */
  private static String text(Instant instant) {
    int year = instant.atOffset(ZoneOffset.UTC).getYear();
    String digits = year >= 0 && year <= 9999 ? "%04d" : year < 0 ? "-%06d" : "+%06d";
    return String.format(digits, Math.abs(year)) + REST_OF_DATE.format(instant);
  }
}

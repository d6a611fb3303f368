package io.socketionats.adapter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.ser.DefaultSerializerProvider;
import com.fasterxml.jackson.databind.ser.SerializerFactory;
import java.io.IOException;
import java.io.Writer;

/**
 * Writes event arguments: each by itself as the application's mapper would, with {@link
 * WireConventions} in place of Jackson's defaults and numbers that JSON cannot say as null. Never
 * changes what it is given. Thread-safe.
 */
final class ArgumentWriter {
  /** The frame, its packet and the packet's data are open around an argument. */
  private static final int AROUND = 3;

  private final JsonFactory json;
  private final SerializationConfig config;
  private final SerializerFactory serializers;
  private final DefaultSerializerProvider blueprint;
  private final boolean decorated;

  /**
   * Takes over the mapper's settings as they are now, and changes nothing of it.
   *
   * @throws IllegalArgumentException if what the mapper writes is not JSON, or if it has a part of
   *     an own class that can be neither copied nor extended
   */
  ArgumentWriter(ObjectMapper mapper) {
    ObjectMapper base = copyIfPossible(mapper);
    json = base.getFactory();
    config = base.getSerializationConfig();
    decorated = json.getOutputDecorator() != null;
    try {
      serializers = base.getSerializerFactory().withSerializerModifier(new WireConventions());
      blueprint = ((DefaultSerializerProvider) base.getSerializerProvider()).copy();
    } catch (IllegalStateException e) {
      throw new IllegalArgumentException(
          "mapper "
              + mapper.getClass().getName()
              + " has a part that cannot be extended: "
              + e.getMessage()
              + "; override that method, or use Jackson's own class",
          e);
    }
    requireJson(mapper);
  }

  /** A subclass that does not override copy() refuses; then its settings are used as they are. */
  private static ObjectMapper copyIfPossible(ObjectMapper mapper) {
    try {
      return mapper.copy();
    } catch (IllegalStateException e) {
      return mapper;
    }
  }

  private void requireJson(ObjectMapper mapper) {
    String what = "mapper " + mapper.getClass().getName();
    if (!json.isEnabled(JsonWriteFeature.QUOTE_FIELD_NAMES.mappedFeature())) {
      throw new IllegalArgumentException(
          what
              + " has the feature QUOTE_FIELD_NAMES off: names without quotes are not JSON; enable"
              + " it");
    }
    StringBuilder probe = new StringBuilder();
    String problem;
    try (JsonGenerator out = json.createGenerator(new Appender(probe))) {
      config.initialize(out);
      out.writeStartObject();
      out.writeArrayFieldStart("probe");
      out.writeString("\"text\"");
      out.writeNumber(1);
      out.writeNull();
      out.writeEndArray();
      out.writeEndObject();
      out.flush();
      StrictJson.requireOneValue(probe.toString(), AROUND);
      return;
    } catch (JsonProcessingException e) {
      problem = e.getOriginalMessage();
    } catch (IOException | RuntimeException e) {
      problem = e.toString();
    }
    throw new IllegalArgumentException(
        what
            + " with a "
            + json.getClass().getName()
            + " does not write JSON text, which events are made of: '"
            + Text.printable(probe.toString())
            + "', "
            + problem
            + "; use a mapper with a plain JsonFactory");
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
    StringBuilder text = new StringBuilder(64);
    try {
      for (int i = 0; i < values.length; i++) {
        if (i > 0) {
          text.append(',');
        }
        write(values[i], text);
      }
    } catch (JsonProcessingException e) {
      throw refused(event, e.getOriginalMessage(), e);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw refused(event, e.toString(), e);
    }
    return escapeUnpairedSurrogates(text.toString());
  }

  private static IllegalArgumentException refused(String event, String problem, Throwable cause) {
    return new IllegalArgumentException(
        "the arguments of event '"
            + Text.printable(event)
            + "' cannot be written as JSON: "
            + problem,
        cause);
  }

  private void write(Object value, StringBuilder text) throws IOException {
    int start = text.length();
    boolean sure;
    try (JsonGenerator plain = json.createGenerator(new Appender(text))) {
      config.initialize(plain);
      ArgumentGenerator out = new ArgumentGenerator(plain, text, this::write);
      write(out, value);
      out.requireOneValue();
      sure = !decorated && out.isSure();
    }
    if (!sure) {
      StrictJson.requireOneValue(escapeUnpairedSurrogates(text.substring(start)), AROUND);
    }
  }

  /** Object ids and attributes hold for one value, so each has a provider of its own. */
  private void write(JsonGenerator out, Object value) throws IOException {
    blueprint.createInstance(config, serializers).serializeValue(out, value);
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

  /** Appends to a StringBuilder, which StringWriter does not have. */
  private static final class Appender extends Writer {
    private final StringBuilder text;

    Appender(StringBuilder text) {
      super(text);
      this.text = text;
    }

    @Override
    public void write(char[] chars, int offset, int length) {
      text.append(chars, offset, length);
    }

    @Override
    public void write(String chars, int offset, int length) {
      text.append(chars, offset, offset + length);
    }

    @Override
    public void write(int c) {
      text.append((char) c);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
  }
}

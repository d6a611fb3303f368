package io.socketionats.adapter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationConfig;
import com.fasterxml.jackson.databind.ser.DefaultSerializerProvider;
import com.fasterxml.jackson.databind.ser.SerializerFactory;
import io.socketionats.json.StrictJson;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes event arguments: each by itself as the application's mapper would, with {@link
 * WireConventions} in place of Jackson's defaults and numbers that JSON cannot say as null. Never
 * changes what it is given. Thread-safe.
 */
final class ArgumentWriter {
  /** The frame, its packet and the packet's data are open around an argument. */
  private static final int AROUND = 3;

  /** Says that there are bytes among the arguments of which it is not known where. */
  static final Event.Bytes SOMEWHERE = new Event.Bytes(-1, -1, new byte[0]);

  private final JsonFactory json;
  private final SerializationConfig config;
  private final SerializerFactory serializers;
  private final DefaultSerializerProvider blueprint;
  private final boolean commasBetween;

  /**
   * Takes over the mapper's settings as they are now, and changes nothing of it.
   *
   * @throws IllegalArgumentException if what the mapper writes is not JSON, or if it has a part of
   *     an own class that can be neither copied nor extended
   */
  ArgumentWriter(ObjectMapper mapper) {
    ObjectMapper base = copyIfPossible(mapper);
    JsonFactory own = copyIfPossible(base.getFactory());
    commasBetween = own != null;
    json = commasBetween ? own : base.getFactory();
    config = base.getSerializationConfig();
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

  /** A factory that puts commas between values, or null if its class does not override copy(). */
  private static JsonFactory copyIfPossible(JsonFactory factory) {
    try {
      return factory.copy().setCodec(factory.getCodec()).setRootValueSeparator(",");
    } catch (IllegalStateException e) {
      return null;
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
    if (json.getOutputDecorator() != null) {
      throw new IllegalArgumentException(
          what
              + " has an OutputDecorator: what it makes of the text is not known to be JSON; use a"
              + " JsonFactory without one");
    }
    Pieces probe = new Pieces();
    String problem;
    try (JsonGenerator out = json.createGenerator(probe)) {
      config.initialize(out);
      out.writeStartObject();
      out.writeArrayFieldStart("probe");
      out.writeString("\"text\"");
      out.writeNumber(1);
      out.writeNull();
      out.writeEndArray();
      out.writeEndObject();
      out.flush();
      StrictJson.requireOneValue(probe.text(), AROUND);
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
            + Text.printable(probe.text())
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
    return write(event, arguments, new ArrayList<>());
  }

  /**
   * The same.
   *
   * @param bytes what is added to it: where bytes are in the result, in order
   */
  String write(String event, Object[] arguments, List<Event.Bytes> bytes) {
    Object[] values = arguments == null ? new Object[] {null} : arguments;
    if (values.length == 0) {
      return "";
    }
    Pieces text = new Pieces();
    try {
      for (int written = 0; written < values.length; ) {
        if (written > 0) {
          text.write(",");
        }
        written += write(values, written, text, bytes);
      }
    } catch (JsonProcessingException e) {
      throw refused(event, e.getOriginalMessage(), e);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw refused(event, e.toString(), e);
    }
    String written = text.text();
    String escaped = escapeUnpairedSurrogates(written);
    if (escaped.length() != written.length() && !bytes.isEmpty()) {
      bytes.add(SOMEWHERE);
    }
    return escaped;
  }

  /**
   * Writes as many values as one generator can and returns their number: all, or one where the text
   * between values is not known to be a comma.
   */
  private int write(Object[] values, int from, Pieces text, List<Event.Bytes> bytes)
      throws IOException {
    int start = text.length();
    try (JsonGenerator generator = json.createGenerator(text)) {
      config.initialize(generator);
      ArgumentGenerator out = new ArgumentGenerator(generator, text, this::write, bytes);
      if (commasBetween && out.isPlain()) {
        writeAll(values, from, out, text);
        return values.length - from;
      }
      provider().serializeValue(out, values[from]);
      out.requireOneMore(0);
    }
    requireOneValue(text, start);
    return 1;
  }

  private void writeAll(Object[] values, int from, ArgumentGenerator out, Pieces text)
      throws IOException {
    DefaultSerializerProvider provider = null;
    for (int i = from; i < values.length; i++) {
      provider = provider == null || !isScalar(values[i - 1]) ? provider() : provider;
      int start = out.position();
      provider.serializeValue(out, values[i]);
      out.requireOneMore(i - from);
      if (!out.isSure()) {
        out.flush();
        requireOneValue(text, i == from ? start : start + 1);
      }
    }
  }

  private static void requireOneValue(Pieces text, int start) throws IOException {
    String argument = text.textFrom(start);
    StrictJson.requireOneValue(escapeUnpairedSurrogates(argument), AROUND);
  }

  private static IllegalArgumentException refused(String event, String problem, Throwable cause) {
    return new IllegalArgumentException(
        "the arguments of event '"
            + Text.printable(event)
            + "' cannot be written as JSON: "
            + problem,
        cause);
  }

  /** What a serializer inside an argument hands back to be written. */
  private void write(JsonGenerator out, Object value) throws IOException {
    provider().serializeValue(out, value);
  }

  /** Object ids and attributes hold for one value, so that each has a provider of its own. */
  private DefaultSerializerProvider provider() {
    return blueprint.createInstance(config, serializers);
  }

  /** What leaves no object ids behind. */
  private static boolean isScalar(Object value) {
    return value == null
        || value instanceof String
        || value instanceof Number
        || value instanceof Boolean;
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
}

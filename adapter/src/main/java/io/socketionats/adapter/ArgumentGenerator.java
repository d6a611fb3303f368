package io.socketionats.adapter;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonStreamContext;
import com.fasterxml.jackson.core.PrettyPrinter;
import com.fasterxml.jackson.core.SerializableString;
import com.fasterxml.jackson.core.TreeNode;
import com.fasterxml.jackson.core.io.CharacterEscapes;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.json.WriterBasedJsonGenerator;
import com.fasterxml.jackson.core.util.JsonGeneratorDelegate;
import io.socketionats.json.StrictJson;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;

/**
 * Between serializers and the text of one argument: numbers that JSON cannot say become null, and
 * nothing that is not exactly one JSON value passes. What Jackson's own generator writes is checked
 * by counting; where something else has a hand in the text, {@link #isSure} is false and the text
 * must be read once more.
 */
final class ArgumentGenerator extends JsonGeneratorDelegate {
  /** Leaves room for the arrays and objects of the frame around. */
  private static final int MAX_DEPTH = StrictJson.MAX_DEPTH - 10;

  private static final int CHUNK = 256;

  /** Writes a value with the settings of this argument. */
  interface Values {
    void write(JsonGenerator out, Object value) throws IOException;
  }

  private final Values values;
  private final List<Event.Bytes> bytes;
  private final Pieces text;
  private final int settings;
  private final boolean plain;

  /** Whether text may have been written that Jackson has not made. */
  private boolean raw;

  private int depth;

  /** For each open array or object how many names have been written in it. */
  private int[] names = new int[8];

  /**
   * @param bytes what is added to it: where bytes are in the text
   */
  ArgumentGenerator(JsonGenerator out, Pieces text, Values values, List<Event.Bytes> bytes) {
    super(out, false);
    this.bytes = bytes;
    this.text = text;
    this.values = values;
    this.settings = out.getFeatureMask();
    this.plain = out.getClass() == WriterBasedJsonGenerator.class && out.getPrettyPrinter() == null;
    this.raw = out.getCharacterEscapes() != null;
  }

  /** Whether this is Jackson's own generator without layout, which puts values side by side. */
  boolean isPlain() {
    return plain;
  }

  /** Whether what has been written needs no second look. */
  boolean isSure() {
    return plain && !raw && delegate.getFeatureMask() == settings;
  }

  /** How many values have been written side by side. */
  int count() {
    return delegate.getOutputContext().getEntryCount();
  }

  /** Checks one argument before closing, which hides mistakes. */
  void requireOneMore(int before) throws IOException {
    if (!delegate.getOutputContext().inRoot()) {
      _reportError("a serializer left an array or object open");
    }
    int written = count() - before;
    if (written != 1) {
      _reportError(
          "a serializer wrote "
              + written
              + " values, not 1 (text of writeRaw is none, that of writeRawValue is one)");
    }
  }

  private void opened() throws IOException {
    depth++;
    if (depth > MAX_DEPTH) {
      _reportError("nested deeper than " + MAX_DEPTH + " levels");
    }
    if (depth == names.length) {
      names = Arrays.copyOf(names, 2 * depth);
    }
    names[depth] = 0;
  }

  /** How much has been written. */
  int position() {
    return text.length() + delegate.getOutputBuffered();
  }

  @Override
  public void writeStartArray() throws IOException {
    opened();
    delegate.writeStartArray();
  }

  @Override
  @SuppressWarnings("deprecation")
  public void writeStartArray(int size) throws IOException {
    opened();
    delegate.writeStartArray(size);
  }

  @Override
  public void writeStartArray(Object value) throws IOException {
    opened();
    delegate.writeStartArray(value);
  }

  @Override
  public void writeStartArray(Object value, int size) throws IOException {
    opened();
    delegate.writeStartArray(value, size);
  }

  @Override
  public void writeEndArray() throws IOException {
    depth--;
    delegate.writeEndArray();
  }

  @Override
  public void writeStartObject() throws IOException {
    opened();
    delegate.writeStartObject();
  }

  @Override
  public void writeStartObject(Object value) throws IOException {
    opened();
    delegate.writeStartObject(value);
  }

  @Override
  public void writeStartObject(Object value, int size) throws IOException {
    opened();
    delegate.writeStartObject(value, size);
  }

  /** Jackson lets an object end behind a name without a value. */
  @Override
  public void writeEndObject() throws IOException {
    JsonStreamContext object = delegate.getOutputContext();
    if (object.getEntryCount() != names[depth] && !raw && object.inObject()) {
      _reportError("a serializer wrote nothing as the value of '" + object.getCurrentName() + "'");
    }
    depth--;
    delegate.writeEndObject();
  }

  @Override
  public void writeFieldName(String name) throws IOException {
    delegate.writeFieldName(name);
    names[depth]++;
  }

  @Override
  public void writeFieldName(SerializableString name) throws IOException {
    delegate.writeFieldName(name);
    names[depth]++;
  }

  @Override
  public void writeFieldId(long id) throws IOException {
    writeFieldName(Long.toString(id));
  }

  /** Bytes as Node writes them. */
  void writeBytes(byte[] content) throws IOException {
    delegate.writeRawValue(NodeBuffer.HEAD);
    int start = position() - NodeBuffer.HEAD.length();
    char[] chunk = new char[Math.min(content.length, CHUNK) * NodeBuffer.CHARACTERS_PER_BYTE];
    for (int from = 0; from < content.length; from += CHUNK) {
      int to = Math.min(content.length, from + CHUNK);
      delegate.writeRaw(chunk, 0, NodeBuffer.write(content, from, to, chunk));
    }
    delegate.writeRaw(NodeBuffer.TAIL);
    bytes.add(
        plain ? new Event.Bytes(start, position(), content.clone()) : ArgumentWriter.SOMEWHERE);
  }

  @Override
  public void writeNumber(double value) throws IOException {
    if (Double.isFinite(value) || writesNumbersAsText()) {
      delegate.writeNumber(value);
    } else {
      delegate.writeNull();
    }
  }

  @Override
  public void writeNumber(float value) throws IOException {
    if (Float.isFinite(value) || writesNumbersAsText()) {
      delegate.writeNumber(value);
    } else {
      delegate.writeNull();
    }
  }

  private boolean writesNumbersAsText() {
    return delegate.isEnabled(JsonWriteFeature.WRITE_NUMBERS_AS_STRINGS.mappedFeature());
  }

  @Override
  public void writeArray(double[] array, int offset, int length) throws IOException {
    writeStartArray(array, length);
    for (int i = offset; i < offset + length; i++) {
      writeNumber(array[i]);
    }
    writeEndArray();
  }

  @Override
  public void writeNumber(String text) throws IOException {
    raw = true;
    delegate.writeNumber(text);
  }

  @Override
  public void writeNumber(char[] text, int offset, int length) throws IOException {
    raw = true;
    delegate.writeNumber(text, offset, length);
  }

  @Override
  public void writeRaw(String text) throws IOException {
    raw = true;
    delegate.writeRaw(text);
  }

  @Override
  public void writeRaw(String text, int offset, int length) throws IOException {
    raw = true;
    delegate.writeRaw(text, offset, length);
  }

  @Override
  public void writeRaw(SerializableString text) throws IOException {
    raw = true;
    delegate.writeRaw(text);
  }

  @Override
  public void writeRaw(char[] text, int offset, int length) throws IOException {
    raw = true;
    delegate.writeRaw(text, offset, length);
  }

  @Override
  public void writeRaw(char c) throws IOException {
    raw = true;
    delegate.writeRaw(c);
  }

  @Override
  public void writeRawValue(String text) throws IOException {
    raw = true;
    delegate.writeRawValue(text);
  }

  @Override
  public void writeRawValue(String text, int offset, int length) throws IOException {
    raw = true;
    delegate.writeRawValue(text, offset, length);
  }

  @Override
  public void writeRawValue(char[] text, int offset, int length) throws IOException {
    raw = true;
    delegate.writeRawValue(text, offset, length);
  }

  @Override
  public void writeObject(Object value) throws IOException {
    values.write(this, value);
  }

  @Override
  public void writePOJO(Object value) throws IOException {
    values.write(this, value);
  }

  @Override
  public void writeTree(TreeNode tree) throws IOException {
    values.write(this, tree);
  }

  @Override
  public JsonGenerator setPrettyPrinter(PrettyPrinter printer) {
    raw = true;
    delegate.setPrettyPrinter(printer);
    return this;
  }

  @Override
  public JsonGenerator useDefaultPrettyPrinter() {
    raw = true;
    delegate.useDefaultPrettyPrinter();
    return this;
  }

  @Override
  public JsonGenerator setCharacterEscapes(CharacterEscapes escapes) {
    raw = true;
    delegate.setCharacterEscapes(escapes);
    return this;
  }

  /** What is unwrapped could be written to without any of these checks. */
  @Override
  public JsonGenerator delegate() {
    raw = true;
    return delegate;
  }

  /** As in {@link #delegate()}: whoever asks for the target may write to it. */
  @Override
  public Object getOutputTarget() {
    raw = true;
    return delegate.getOutputTarget();
  }
}

package io.socketionats.adapter;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.socketionats.json.StrictJson;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * Bytes as {@code JSON.stringify} writes a Buffer of Node: {@code {"type":"Buffer","data":[…]}}.
 */
final class NodeBuffer {
  static final String HEAD = "{\"type\":\"Buffer\",\"data\":[";
  static final String TAIL = "]}";

  /** Three digits and a comma. */
  static final int CHARACTERS_PER_BYTE = 4;

  private static final String TYPE = "type";
  private static final String DATA = "data";
  private static final String BUFFER = "Buffer";
  private static final int MAX_BYTE = 255;

  private NodeBuffer() {}

  static String text(byte[] bytes) {
    char[] data = new char[bytes.length * CHARACTERS_PER_BYTE];
    return HEAD + new String(data, 0, write(bytes, 0, bytes.length, data)) + TAIL;
  }

  /** Writes some of the bytes' numbers, with the commas before them, and returns the length. */
  static int write(byte[] bytes, int from, int to, char[] out) {
    int at = 0;
    for (int i = from; i < to; i++) {
      int number = bytes[i] & 0xFF;
      if (i > 0) {
        out[at++] = ',';
      }
      if (number >= 100) {
        out[at++] = (char) ('0' + number / 100);
      }
      if (number >= 10) {
        out[at++] = (char) ('0' + number / 10 % 10);
      }
      out[at++] = (char) ('0' + number % 10);
    }
    return at;
  }

  /**
   * What has the form of bytes in arguments from elsewhere: objects with exactly these two keys,
   * and nothing but whole numbers from 0 to 255. Others are somebody's data.
   *
   * @param arguments well-formed JSON values joined by commas
   */
  static List<Event.Bytes> find(String arguments) {
    if (!arguments.contains(BUFFER) && arguments.indexOf('\\') < 0) {
      return List.of();
    }
    List<Event.Bytes> found = new ArrayList<>();
    try (JsonParser in = StrictJson.parser("[" + arguments + "]")) {
      Deque<Container> open = new ArrayDeque<>();
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token == JsonToken.FIELD_NAME) {
          open.element().key = in.currentName();
        } else if (token.isStructEnd()) {
          end(open.pop(), open.peek(), StrictJson.offset(in), found);
        } else {
          if (!open.isEmpty()) {
            open.element().value(token, in);
          }
          if (token.isStructStart()) {
            open.push(new Container(token == JsonToken.START_ARRAY, StrictJson.offset(in) - 1));
          }
        }
      }
    } catch (IOException e) {
      throw new IllegalStateException("what was read as JSON cannot be read again", e);
    }
    return found;
  }

  private static void end(Container ended, Container around, int to, List<Event.Bytes> found) {
    if (ended.array && around != null && DATA.equals(around.key)) {
      around.data = ended.data;
    } else if (!ended.array && ended.isBuffer && ended.data != null) {
      found.add(new Event.Bytes(ended.from, to, ended.data.toByteArray()));
    }
  }

  /** An array or object of which the beginning was read. */
  private static final class Container {
    private final boolean array;
    private final int from;
    private String key;
    private boolean isBuffer;
    private boolean spoilt;

    /** Of an array: its numbers as bytes, {@code null} if there is anything else in it. */
    private ByteArrayOutputStream data;

    Container(boolean array, int from) {
      this.array = array;
      this.from = from;
      this.data = array ? new ByteArrayOutputStream() : null;
    }

    void value(JsonToken token, JsonParser in) throws IOException {
      if (array) {
        element(token, in);
      } else if (TYPE.equals(key)) {
        isBuffer = !spoilt && token == JsonToken.VALUE_STRING && BUFFER.equals(in.getText());
      } else if (DATA.equals(key)) {
        data = null; // an array sets it when it ends
      } else {
        spoilt = true;
        isBuffer = false;
      }
    }

    private void element(JsonToken token, JsonParser in) throws IOException {
      double number = token.isNumeric() ? Double.parseDouble(in.getText()) : -1;
      if (data != null && number >= 0 && number <= MAX_BYTE && number == Math.rint(number)) {
        data.write((int) number);
      } else {
        data = null;
      }
    }
  }
}

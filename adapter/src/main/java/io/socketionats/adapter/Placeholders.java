package io.socketionats.adapter;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.socketionats.json.StrictJson;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.DoubleFunction;

/**
 * Finds what stands for bytes in the arguments of a binary event: an object with {@code
 * "_placeholder":true} and an integer {@code num} of at least 0, the number of the attachment. Any
 * other object is somebody's data.
 */
final class Placeholders {
  private static final String KEY = "_placeholder";

  private Placeholders() {}

  /**
   * Writes other text where placeholders are.
   *
   * @param arguments well-formed JSON values joined by commas
   * @param replacement what to write for the placeholder of a number
   */
  static String replace(String arguments, DoubleFunction<String> replacement) throws IOException {
    if (!arguments.contains(KEY) && arguments.indexOf('\\') < 0) {
      return arguments;
    }
    String array = "[" + arguments + "]";
    StringBuilder out = new StringBuilder(arguments.length());
    int copied = 1;
    for (Found found : find(array)) {
      out.append(array, copied, found.from).append(replacement.apply(found.number));
      copied = found.to;
    }
    return out.append(array, copied, array.length() - 1).toString();
  }

  /** The outermost placeholders, in order. */
  private static Deque<Found> find(String array) throws IOException {
    Deque<Found> open = new ArrayDeque<>();
    Deque<Found> found = new ArrayDeque<>();
    try (JsonParser in = StrictJson.parser(array)) {
      JsonToken token = in.nextToken();
      while (token != null) {
        switch (token) {
          case START_OBJECT -> open.push(new Found(StrictJson.offset(in)));
          case END_OBJECT -> {
            Found object = open.pop();
            if (object.isPlaceholder()) {
              while (!found.isEmpty() && found.getLast().from > object.from) {
                found.removeLast();
              }
              object.to = StrictJson.offset(in) + 1;
              found.addLast(object);
            }
          }
          case FIELD_NAME -> {
            String key = in.currentName();
            token = in.nextToken();
            open.element().property(key, token, in);
            continue;
          }
          default -> {}
        }
        token = in.nextToken();
      }
    }
    return found;
  }

  private static final class Found {
    private final int from;
    private int to;
    private boolean marked;
    private double number = Double.NaN;

    Found(int from) {
      this.from = from;
    }

    /** Of a repeated key the last one counts. */
    void property(String key, JsonToken value, JsonParser in) throws IOException {
      if (key.equals(KEY)) {
        marked = value == JsonToken.VALUE_TRUE;
      } else if (key.equals("num")) {
        number = value.isNumeric() ? Double.parseDouble(in.getText()) : Double.NaN;
      }
    }

    boolean isPlaceholder() {
      return marked && number >= 0 && Double.isFinite(number) && number == Math.rint(number);
    }
  }
}

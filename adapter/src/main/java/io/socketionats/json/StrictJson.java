package io.socketionats.json;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.JsonTokenId;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;

/**
 * Reads JSON as RFC 8259 has it, within limits that are checked here, so that they are the same
 * whatever the version of Jackson.
 */
public final class StrictJson {
  /** Nesting deeper than this is refused; Socket.IO clients recurse when they parse. */
  public static final int MAX_DEPTH = 1000;

  private static final int MAX_NUMBER_LENGTH = 10_000;

  private static final JsonFactory FACTORY = factory();

  private StrictJson() {}

  private static JsonFactory factory() {
    JsonFactory plain =
        JsonFactory.builder().disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES).build();
    boolean hasConstraints = plain.version().getMinorVersion() >= 15;
    return hasConstraints ? Constrained.factory() : plain;
  }

  /** Jackson before 2.15 lacks the constraints: only this class, loaded on demand, names them. */
  private static final class Constrained {
    static JsonFactory factory() {
      return JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH + 1)
                  .maxNumberLength(MAX_NUMBER_LENGTH)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();
    }
  }

  public static JsonParser parser(String text) throws IOException {
    return FACTORY.createParser(text);
  }

  /** Where the current token begins in the text, in characters. */
  public static int offset(JsonParser in) {
    return (int) in.currentTokenLocation().getCharOffset();
  }

  /**
   * Passes over the value that begins with the current token.
   *
   * @param around how many arrays and objects are open around the value
   * @throws JsonParseException if it breaks a limit
   */
  public static void skip(JsonParser in, int around) throws IOException {
    int open = 0;
    JsonToken token = in.currentToken();
    while (true) {
      if (token == null) {
        throw new JsonParseException(in, "the text ends early");
      }
      switch (token.id()) {
        case JsonTokenId.ID_START_OBJECT, JsonTokenId.ID_START_ARRAY -> {
          open++;
          if (around + open > MAX_DEPTH) {
            throw new JsonParseException(in, "nested deeper than " + MAX_DEPTH + " levels");
          }
        }
        case JsonTokenId.ID_END_OBJECT, JsonTokenId.ID_END_ARRAY -> open--;
        case JsonTokenId.ID_NUMBER_INT, JsonTokenId.ID_NUMBER_FLOAT -> requireShort(in);
        default -> {}
      }
      if (open == 0) {
        return;
      }
      token = in.nextToken();
    }
  }

  /**
   * Refuses a number that is longer than any program means it.
   *
   * @throws JsonParseException if it is
   */
  public static void requireShort(JsonParser in) throws IOException {
    if (in.getTextLength() > MAX_NUMBER_LENGTH) {
      throw new JsonParseException(
          in, "a number is longer than " + MAX_NUMBER_LENGTH + " characters");
    }
  }

  /**
   * Checks that {@code text} is exactly one value.
   *
   * @param around how many arrays and objects will be open around the value
   * @throws JsonParseException if it is not
   */
  public static void requireOneValue(String text, int around) throws IOException {
    try (JsonParser in = parser(text)) {
      in.nextToken();
      skip(in, around);
      if (in.nextToken() != null) {
        throw new JsonParseException(in, "a second value follows");
      }
    }
  }
}

package io.socketionats.conformance.judge.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.dialect.WireDialect;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The golden vectors of {@code node-fixtures/vectors}, which adapters' own tests read as well. */
final class Vectors {
  private static final Map<String, JsonNode> FILES = new ConcurrentHashMap<>();

  private Vectors() {}

  /**
   * A payload as it may come from the bus.
   *
   * @param deliver whether the clients of {@code /} get its event
   */
  record Payload(boolean deliver, byte[] bytes) {
    /** The payload with an event name put in, in the words of a dialect. */
    static Payload of(JsonNode vector, String event, WireDialect dialect) {
      boolean deliver = vector.path("deliver").asBoolean();
      if (vector.has("base64")) {
        byte[] bytes = Base64.getDecoder().decode(vector.path("base64").asText());
        return new Payload(deliver, put(bytes, event));
      }
      String text = dialect.translate(textOf(vector).replace("@event@", event));
      return new Payload(deliver, text.getBytes(StandardCharsets.UTF_8));
    }

    private static String textOf(JsonNode vector) {
      JsonNode repeat = vector.path("repeat");
      return repeat.isMissingNode()
          ? vector.path("payload").asText()
          : repeat.path("before").asText()
              + repeat.path("unit").asText().repeat(repeat.path("times").asInt())
              + repeat.path("after").asText();
    }

    /**
     * Bytes that are no valid text are kept as they are: Latin-1 maps each byte to one character
     * and back.
     */
    private static byte[] put(byte[] bytes, String event) {
      return new String(bytes, StandardCharsets.ISO_8859_1)
          .replace("@event@", event)
          .getBytes(StandardCharsets.ISO_8859_1);
    }
  }

  /** Payloads of {@code receive.json} that belong to a requirement; there is at least one. */
  static List<JsonNode> receive(String requirement) {
    List<JsonNode> mine = new ArrayList<>();
    read("receive.json")
        .forEach(
            vector -> {
              if (vector.path("requirement").asText().equals(requirement)) {
                mine.add(vector);
              }
            });
    if (mine.isEmpty()) {
      throw new IllegalStateException("receive.json has no payload for " + requirement);
    }
    return mine;
  }

  /** A whole file, read once. */
  static JsonNode read(String file) {
    return FILES.computeIfAbsent(file, Vectors::load);
  }

  private static JsonNode load(String file) {
    Path path = Checkout.root().resolve("node-fixtures/vectors").resolve(file);
    try {
      return Json.parse(Files.readString(path));
    } catch (IOException e) {
      throw new UnavailableException(
          "the golden vectors '%s' cannot be read: %s; run from a complete checkout"
              .formatted(path, e.getMessage()),
          e);
    }
  }
}

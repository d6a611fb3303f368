package io.socketionats.conformance.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.UnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/** The golden vectors of {@code node-fixtures/vectors}, which adapters' own tests read as well. */
public final class Vectors {
  private static final String ROOT = "interop.root";

  private Vectors() {}

  /**
   * A payload as it may come from the bus.
   *
   * @param deliver whether the clients of {@code /} get its event
   */
  record Payload(String name, boolean deliver, byte[] bytes) {
    /** The payload with an event name put in, in the words of a dialect. */
    static Payload of(JsonNode vector, String event, Scenarios.Translation translation) {
      String text;
      if (vector.has("base64")) {
        byte[] bytes = Base64.getDecoder().decode(vector.path("base64").asText());
        return new Payload(
            vector.path("name").asText(), vector.path("deliver").asBoolean(), put(bytes, event));
      } else if (vector.has("repeat")) {
        JsonNode repeat = vector.path("repeat");
        text =
            repeat.path("before").asText()
                + repeat.path("unit").asText().repeat(repeat.path("times").asInt())
                + repeat.path("after").asText();
      } else {
        text = vector.path("payload").asText();
      }
      String named = translation.translate(text.replace("@event@", event));
      return new Payload(
          vector.path("name").asText(),
          vector.path("deliver").asBoolean(),
          named.getBytes(StandardCharsets.UTF_8));
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

  /** A whole file. */
  static JsonNode read(String file) {
    Path path = root().resolve("node-fixtures/vectors").resolve(file);
    try {
      return Json.parse(Files.readString(path));
    } catch (IOException e) {
      throw new UnavailableException(
          "the golden vectors '%s' cannot be read: %s; run from a complete checkout"
              .formatted(path, e.getMessage()),
          e);
    }
  }

  /**
   * The checkout: the property {@code interop.root}, else the working folder's parent that holds
   * node-fixtures.
   */
  public static Path root() {
    String named = System.getProperty(ROOT);
    if (named != null) {
      return Path.of(named).toAbsolutePath().normalize();
    }
    for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
      if (Files.isDirectory(folder.resolve("node-fixtures/vectors"))) {
        return folder;
      }
    }
    throw new UnavailableException(
        "no checkout found at or above the working folder; set -Dinterop.root=FOLDER");
  }
}

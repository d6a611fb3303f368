package io.socketionats.adapter;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The golden vectors that all implementations in this repository share. */
final class Vectors {
  private static final ObjectMapper JSON = new ObjectMapper();

  private Vectors() {}

  static Iterable<JsonNode> read(String file) {
    try {
      return JSON.readTree(Path.of("../node-fixtures/vectors", file).toFile());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static JsonNode parse(String json) {
    try {
      return JSON.readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static List<String> strings(JsonNode array) {
    List<String> strings = new ArrayList<>();
    array.forEach(value -> strings.add(value.asText()));
    return strings;
  }

  /** The bytes of an entry of receive.json. */
  static byte[] payload(JsonNode entry, String event) {
    if (entry.has("base64")) {
      byte[] bytes = Base64.getDecoder().decode(entry.get("base64").asText());
      String latin = new String(bytes, StandardCharsets.ISO_8859_1).replace("@event@", event);
      return latin.getBytes(StandardCharsets.ISO_8859_1);
    }
    String text = entry.path("payload").asText();
    if (entry.has("repeat")) {
      JsonNode repeat = entry.get("repeat");
      text =
          repeat.get("before").asText()
              + repeat.get("unit").asText().repeat(repeat.get("times").asInt())
              + repeat.get("after").asText();
    }
    return text.replace("@event@", event).getBytes(StandardCharsets.UTF_8);
  }

  /** An argument of frames.json, whose typed values are what JSON cannot say. */
  static Object argument(JsonNode node) {
    if (node.has("$undefined")) {
      return null;
    }
    if (node.has("$number")) {
      return Double.valueOf(node.get("$number").asText());
    }
    if (node.has("$date")) {
      return Date.from(Instant.parse(node.get("$date").asText()));
    }
    if (node.has("$bytes")) {
      return Base64.getDecoder().decode(node.get("$bytes").asText());
    }
    if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(element -> list.add(argument(element)));
      return list;
    }
    if (node.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      node.fieldNames().forEachRemaining(name -> map.put(name, argument(node.get(name))));
      return map;
    }
    return node.isTextual() ? node.asText() : node.isNull() ? null : node;
  }
}

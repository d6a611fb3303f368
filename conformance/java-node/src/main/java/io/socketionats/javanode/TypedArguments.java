package io.socketionats.javanode;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Arguments of the control contract as Java values: what JSON cannot say is written as an object
 * with one {@code $} key.
 */
final class TypedArguments {
  private TypedArguments() {}

  static Object[] of(JsonNode args) {
    List<Object> values = new ArrayList<>();
    args.forEach(arg -> values.add(value(arg)));
    return values.toArray();
  }

  private static Object value(JsonNode node) {
    return switch (node.getNodeType()) {
      case ARRAY -> list(node);
      case OBJECT -> node.size() == 1 ? typed(node) : map(node);
      case BOOLEAN -> node.booleanValue();
      case NUMBER -> node.numberValue();
      case STRING -> node.textValue();
      default -> null;
    };
  }

  private static List<Object> list(JsonNode node) {
    List<Object> list = new ArrayList<>();
    node.forEach(element -> list.add(value(element)));
    return list;
  }

  private static Map<String, Object> map(JsonNode node) {
    Map<String, Object> map = new LinkedHashMap<>();
    node.properties().forEach(field -> map.put(field.getKey(), value(field.getValue())));
    return map;
  }

  private static Object typed(JsonNode node) {
    String key = node.fieldNames().next();
    JsonNode content = node.get(key);
    return switch (key) {
      case "$bytes" -> Base64.getDecoder().decode(content.asText());
      case "$undefined" -> null;
      case "$date" -> Date.from(Instant.parse(content.asText()));
      case "$number" -> Double.valueOf(content.asText());
      default -> map(node);
    };
  }
}

package io.socketionats.conformance.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import java.util.Base64;

/**
 * Bytes as frames carry them: {@code {"type":"Buffer","data":[1,2]}} in place of {@code
 * {"$bytes":"AQI="}}.
 */
public final class TravellingBytes {
  private TravellingBytes() {}

  /** The same value with every {@code $bytes} as a Buffer object. */
  public static JsonNode of(JsonNode value) {
    if (value.isObject() && value.has("$bytes")) {
      ObjectNode buffer = Json.object().put("type", "Buffer");
      ArrayNode data = buffer.putArray("data");
      for (byte b : Base64.getDecoder().decode(value.path("$bytes").asText())) {
        data.add(b & 0xff);
      }
      return buffer;
    }
    if (value.isArray()) {
      ArrayNode array = Json.array();
      value.forEach(element -> array.add(of(element)));
      return array;
    }
    if (value.isObject()) {
      ObjectNode object = Json.object();
      value.properties().forEach(field -> object.set(field.getKey(), of(field.getValue())));
      return object;
    }
    return value;
  }
}

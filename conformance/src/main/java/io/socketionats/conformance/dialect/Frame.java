package io.socketionats.conformance.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * What a frame says, whatever its dialect.
 *
 * @param uid of the sender
 * @param type packet type: 2 event, 5 binary event
 * @param namespace {@code packet.nsp}; {@code /} when missing
 * @param data {@code [event, arg…]}
 * @param rooms empty = the whole namespace
 * @param except what is left out
 * @param flags an object, maybe empty
 */
public record Frame(
    String uid,
    int type,
    String namespace,
    JsonNode data,
    List<String> rooms,
    List<String> except,
    JsonNode flags) {

  static Frame of(JsonNode uid, JsonNode packet, JsonNode opts) {
    if (!packet.isObject() || !packet.path("type").isInt() || !packet.path("data").isArray()) {
      throw new IllegalArgumentException(
          "a packet must have a number \"type\" and an array \"data\"");
    }
    if (opts.isNull() || !(opts.isObject() || opts.isMissingNode())) {
      throw new IllegalArgumentException("opts must be an object");
    }
    JsonNode flags = opts.path("flags");
    return new Frame(
        uid.asText(),
        packet.path("type").asInt(),
        packet.path("nsp").asText("/"),
        packet.path("data"),
        texts(opts.path("rooms")),
        texts(opts.path("except")),
        flags.isObject() ? flags : Json.object());
  }

  private static List<String> texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(element -> texts.add(element.asText()));
    return List.copyOf(texts);
  }

  /** The event's name; empty when there is none. */
  public String event() {
    return data.path(0).asText();
  }
}

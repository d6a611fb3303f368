package io.socketionats.conformance.launch.node;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import java.util.List;

/** A node answered a request with an error. The message names the node and what it was asked. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Node node;
  private final String asked;
  private final String reason;
  private final boolean unsupported;

  RefusedException(Node node, JsonNode request, JsonNode answer) {
    this(node, asked(request), answer);
  }

  private RefusedException(Node node, String asked, JsonNode answer) {
    super("node '%s' refused to %s: %s".formatted(node.name(), asked, reason(answer)));
    this.node = node;
    this.asked = asked;
    this.reason = reason(answer);
    this.unsupported = answer.path("unsupported").asBoolean();
  }

  private static String reason(JsonNode answer) {
    return answer.path("error").asText("no reason given");
  }

  /** Operation and fields; of a batch the first operation speaks for the others. */
  private static String asked(JsonNode request) {
    JsonNode parts = request.path("ops");
    if (!parts.isEmpty()) {
      return parts.size() == 1
          ? asked(parts.get(0))
          : "%s (first of a batch of %d)".formatted(asked(parts.get(0)), parts.size());
    }
    ObjectNode fields = request.deepCopy();
    fields.remove(List.of("op", "id"));
    String op = request.path("op").asText();
    return fields.isEmpty() ? op : op + " " + Json.shortened(fields);
  }

  public Node node() {
    return node;
  }

  /** The operation and its fields, such as {@code join {"socket":"c1","rooms":["a b"]}}. */
  public String asked() {
    return asked;
  }

  /** What the node answered. */
  public String reason() {
    return reason;
  }

  /** Whether the node does not know the operation at all. */
  public boolean unsupported() {
    return unsupported;
  }
}

package io.socketionats.conformance.launch.node;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The first line of a node.
 *
 * @param url where its Socket.IO server listens
 * @param versions of everything that takes part, by name
 * @param capabilities optional behaviour that the node declares
 */
public record Hello(
    String implementation,
    String node,
    long pid,
    URI url,
    Map<String, String> versions,
    Set<String> capabilities) {
  /** The version of the control contract that this harness speaks. */
  public static final int CONTRACT = 1;

  /**
   * @throws IllegalArgumentException when the line is not a hello of this contract; the message
   *     says what is wrong
   */
  static Hello of(JsonNode line) {
    if (!line.isObject() || !line.has("hello")) {
      throw new IllegalArgumentException("the first line must be an object with the key \"hello\"");
    }
    if (line.path("hello").asInt() != CONTRACT) {
      throw new IllegalArgumentException(
          "it speaks version %s of the control contract, this harness speaks %d"
              .formatted(line.path("hello"), CONTRACT));
    }
    Map<String, String> versions = new TreeMap<>();
    line.path("versions")
        .properties()
        .forEach(v -> versions.put(v.getKey(), v.getValue().asText()));
    Set<String> capabilities = new TreeSet<>();
    line.path("capabilities").forEach(capability -> capabilities.add(capability.asText()));
    return new Hello(
        line.path("implementation").asText(),
        line.path("node").asText(),
        line.path("pid").asLong(),
        url(line.path("url").asText()),
        versions,
        capabilities);
  }

  /** The same hello with the address at which the harness finds the server. */
  Hello at(UnaryOperator<URI> reachable) {
    return new Hello(implementation, node, pid, reachable.apply(url), versions, capabilities);
  }

  private static URI url(String text) {
    try {
      URI url = new URI(text);
      if ("http".equals(url.getScheme()) && url.getHost() != null && url.getPort() > 0) {
        return url;
      }
    } catch (URISyntaxException e) {
      // refused below
    }
    throw new IllegalArgumentException(
        "\"url\" must be http://host:port, got '%s'".formatted(text));
  }
}

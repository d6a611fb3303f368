package io.socketionats.javanode;

import io.socketionats.adapter.Dialect;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The environment of the node, checked; {@code docs/control-protocol.md} describes the variables.
 * An empty variable is an absent one.
 */
record Settings(
    Cluster cluster,
    Identity identity,
    Listening listening,
    Clients clients,
    boolean load,
    boolean plain) {
  private static final int HIGHEST_PORT = 65_535;
  private static final List<String> NUMBERS =
      List.of("PING_INTERVAL", "PING_TIMEOUT", "UPGRADE_TIMEOUT", "CONNECT_TIMEOUT", "MAX_PAYLOAD");

  /**
   * Which cluster the node joins, and what it serves from the start.
   *
   * @param servers URLs of NATS
   */
  record Cluster(
      Dialect dialect,
      List<String> servers,
      String key,
      String delimiter,
      List<String> namespaces) {}

  /**
   * How clients are served.
   *
   * @param events whether the node obeys the events of its clients
   * @param guarded namespaces that ask for a token
   * @param times by variable, those that are set; in ms, and in bytes
   */
  record Clients(boolean events, List<String> guarded, Map<String, Integer> times) {}

  /** What the node says of itself. */
  record Identity(String implementation, String node) {}

  /**
   * Where the node listens.
   *
   * @param port for clients; 0 = any free one
   * @param controlPort for control lines; empty = standard input
   */
  record Listening(String host, int port, Optional<Integer> controlPort) {}

  /**
   * @throws SettingsException if a variable breaks its rule
   */
  static Settings of(Map<String, String> environment) {
    Dialect dialect = dialect(text(environment, "DIALECT", "socket.io-nats"));
    String implementation = text(environment, "IMPLEMENTATION", "java");
    return new Settings(
        new Cluster(
            dialect,
            servers(text(environment, "NATS_SERVERS", "nats://127.0.0.1:4222")),
            text(environment, "ADAPTER_KEY", dialect.defaultKey()),
            text(environment, "ADAPTER_DELIMITER", "."),
            listed(text(environment, "NAMESPACES", ""))),
        new Identity(implementation, text(environment, "NODE_NAME", implementation)),
        new Listening(
            text(environment, "SOCKETIO_HOST", "127.0.0.1"),
            port(environment, "SOCKETIO_PORT").orElse(0),
            port(environment, "CONTROL_PORT")),
        new Clients(
            "1".equals(environment.get("CLIENT_EVENTS")),
            listed(text(environment, "GUARDED", "")),
            numbers(environment)),
        "1".equals(environment.get("LOAD")),
        "1".equals(environment.get("PLAIN")));
  }

  private static String text(Map<String, String> environment, String name, String otherwise) {
    String value = environment.getOrDefault(name, "");
    return value.isEmpty() ? otherwise : value;
  }

  private static Dialect dialect(String name) {
    return switch (name) {
      case "socket.io-nats" -> Dialect.SOCKET_IO_NATS;
      case "mickl" -> Dialect.MICKL;
      default ->
          throw new SettingsException(
              "DIALECT is '%s': this node program speaks socket.io-nats and mickl".formatted(name));
    };
  }

  private static List<String> servers(String text) {
    List<String> servers = listed(text);
    if (servers.isEmpty()) {
      throw new SettingsException(
          "NATS_SERVERS is '%s': it has to be nats://host:port, or several with commas between them"
              .formatted(text));
    }
    return servers;
  }

  private static Map<String, Integer> numbers(Map<String, String> environment) {
    Map<String, Integer> numbers = new HashMap<>();
    for (String name : NUMBERS) {
      String value = text(environment, name, "");
      if (!value.isEmpty()) {
        if (!value.matches("[1-9][0-9]{0,8}")) {
          throw new SettingsException(
              "%s is '%s': it has to be a whole number from 1 to 999999999".formatted(name, value));
        }
        numbers.put(name, Integer.valueOf(value));
      }
    }
    return numbers;
  }

  private static List<String> listed(String text) {
    return Arrays.stream(text.split(","))
        .map(String::strip)
        .filter(part -> !part.isEmpty())
        .toList();
  }

  private static Optional<Integer> port(Map<String, String> environment, String name) {
    String value = text(environment, name, "");
    if (value.isEmpty()) {
      return Optional.empty();
    }
    if (!value.matches("[0-9]{1,5}") || Integer.parseInt(value) > HIGHEST_PORT) {
      throw new SettingsException(
          "%s is '%s': it has to be a port, 0 to 65535 (0 = any free one)".formatted(name, value));
    }
    return Optional.of(Integer.valueOf(value));
  }
}

package io.socketionats.conformance.judge.service;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A client library that people use. */
public enum ClientKind {
  JS_1("js-1", 3, "1"),
  JS_2("js-2", 3, "2"),
  JS_3("js-3", 4, "3"),
  JS_4("js-4", 4, "4"),
  /** io.socket:socket.io-client 2.1 for Java, in the harness's own process. */
  JAVA_2("java-2", 4, "");

  /** How a client reaches its server. */
  public enum Transport {
    WEBSOCKET,
    POLLING,
    /** The client's default: it begins by long-polling and goes over to WebSocket. */
    UPGRADE;

    /** As in options and reports. */
    public String label() {
      return name().toLowerCase(java.util.Locale.ROOT);
    }
  }

  private final String id;
  private final int engine;
  private final String generation;

  ClientKind(String id, int engine, String generation) {
    this.id = id;
    this.engine = engine;
    this.generation = generation;
  }

  /** As in options and reports. */
  public String id() {
    return id;
  }

  /** Its version of Engine.IO: 3 or 4. */
  public int engine() {
    return engine;
  }

  /** Of socket.io-client in the client program; empty for a client that is none of its. */
  Optional<String> generation() {
    return generation.isEmpty() ? Optional.empty() : Optional.of(generation);
  }

  /** The kind of that id. */
  public static Optional<ClientKind> of(String id) {
    return Arrays.stream(values()).filter(kind -> kind.id.equals(id)).findFirst();
  }

  /** All ids, in the order of reports. */
  public static List<String> ids() {
    return Arrays.stream(values()).map(ClientKind::id).toList();
  }
}

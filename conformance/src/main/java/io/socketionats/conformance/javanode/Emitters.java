package io.socketionats.conformance.javanode;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.adapter.Dialect;
import io.socketionats.adapter.NatsEmitter;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Emitter objects by name, each with a NATS connection of its own, as in a process without a
 * server.
 */
final class Emitters {
  private final String[] servers;
  private final String key;
  private final String delimiter;
  private final Dialect dialect;
  private final Map<String, NatsEmitter> byName = new HashMap<>();

  Emitters(String[] servers, String key, String delimiter, Dialect dialect) {
    this.servers = servers.clone();
    this.key = key;
    this.delimiter = delimiter;
    this.dialect = dialect;
  }

  /** Runs a chain of calls on one emitter; completes when the broker has what it published. */
  CompletableFuture<Void> run(String name, JsonNode calls) {
    NatsEmitter built = byName.computeIfAbsent(name, fresh -> connect());
    NatsEmitter emitter = built;
    for (JsonNode call : calls) {
      emitter = apply(emitter, call);
    }
    return built.flush().toCompletableFuture();
  }

  private NatsEmitter connect() {
    return NatsEmitter.builder()
        .servers(servers)
        .key(key)
        .delimiter(delimiter)
        .dialect(dialect)
        .build();
  }

  /** The emitter on which the next call of the chain is made. */
  private static NatsEmitter apply(NatsEmitter emitter, JsonNode call) {
    String word = call.path(0).asText();
    return switch (word) {
      case "to" -> emitter.to(call.path(1).asText());
      case "in" -> emitter.in(call.path(1).asText());
      case "of" -> emitter.of(call.path(1).asText());
      case "json" -> emitter.json();
      case "volatile" -> emitter.asVolatile();
      case "broadcast" -> emitter.broadcast();
      case "emit" -> {
        Object[] all = TypedArguments.of(call);
        Object[] args = java.util.Arrays.copyOfRange(all, 2, all.length);
        yield emitter.emit(call.path(1).asText(), args);
      }
      default -> throw new IllegalArgumentException("an emitter has no call '%s'".formatted(word));
    };
  }
}

package io.socketionats.javanode;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.adapter.NatsEmitter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * Emitter objects by name, each with a NATS connection of its own, as in a process without a
 * server.
 */
final class Emitters {
  private final Settings settings;
  private final Map<String, NatsEmitter> byName = new HashMap<>();

  Emitters(Settings settings) {
    this.settings = settings;
  }

  /** Runs a chain of calls on one emitter; completes when the broker has what it published. */
  CompletableFuture<Void> run(String name, JsonNode calls) {
    NatsEmitter emitter = byName.computeIfAbsent(name, fresh -> connect());
    NatsEmitter receiver = emitter;
    for (JsonNode call : calls) {
      receiver = apply(receiver, call);
    }
    return emitter.flush().toCompletableFuture();
  }

  private NatsEmitter connect() {
    return NatsEmitter.builder()
        .servers(settings.cluster().servers().toArray(String[]::new))
        .key(settings.cluster().key())
        .delimiter(settings.cluster().delimiter())
        .dialect(settings.cluster().dialect())
        .build();
  }

  /** Makes one call on what the call before it gave, and gives what the next one is made on. */
  private static NatsEmitter apply(NatsEmitter receiver, JsonNode call) {
    String word = call.path(0).asText();
    return switch (word) {
      case "to" -> receiver.to(call.path(1).asText());
      case "in" -> receiver.in(call.path(1).asText());
      case "of" -> receiver.of(call.path(1).asText());
      case "json" -> receiver.json();
      case "volatile" -> receiver.asVolatile();
      case "broadcast" -> receiver.broadcast();
      case "emit" -> {
        Object[] all = TypedArguments.of(call);
        yield receiver.emit(call.path(1).asText(), Arrays.copyOfRange(all, 2, all.length));
      }
      default -> throw new IllegalArgumentException("an emitter has no call '%s'".formatted(word));
    };
  }
}

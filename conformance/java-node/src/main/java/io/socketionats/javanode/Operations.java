package io.socketionats.javanode;

import com.corundumstudio.socketio.BroadcastOperations;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.transport.NamespaceClient;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.adapter.AdapterCounters;
import io.socketionats.adapter.Broadcast;
import io.socketionats.adapter.NatsAdapter;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;

/** What the harness asks of this node. Every answer waits until the effect is on the broker. */
final class Operations {
  private static final long EFFECT_LIMIT_SECONDS = 15;

  private final Server server;
  private final NatsAdapter adapter;
  private final ErrorLog errors;
  private final Emitters emitters;
  private final Optional<ClientEvents> events;

  Operations(
      Server server,
      NatsAdapter adapter,
      ErrorLog errors,
      Emitters emitters,
      Optional<ClientEvents> events) {
    this.server = server;
    this.adapter = adapter;
    this.errors = errors;
    this.emitters = emitters;
    this.events = events;
  }

  /** Effects that have begun, to be awaited together. */
  private static final class Pending {
    private final List<CompletableFuture<?>> stages = new ArrayList<>();

    void add(CompletionStage<?> stage) {
      stages.add(stage.toCompletableFuture());
    }

    void await() {
      CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new))
          .orTimeout(EFFECT_LIMIT_SECONDS, TimeUnit.SECONDS)
          .join();
    }
  }

  /** The answer to one request, without its id. */
  ObjectNode answer(ObjectNode request) {
    Pending pending = new Pending();
    ObjectNode answer = begin(request, pending);
    try {
      if (request.path("flush").asBoolean(true) && !request.path("op").asText().equals("stop")) {
        pending.add(adapter.flush());
      }
      pending.await();
    } catch (CompletionException e) {
      return failed(e.getCause());
    }
    return answer;
  }

  private ObjectNode begin(ObjectNode request, Pending pending) {
    try {
      return apply(request, pending);
    } catch (RuntimeException e) {
      return failed(e);
    }
  }

  private static ObjectNode failed(Throwable cause) {
    String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
    return Json.object().put("ok", false).put("error", reason);
  }

  private ObjectNode apply(ObjectNode request, Pending pending) {
    ObjectNode answer = Json.object().put("ok", true);
    String op = request.path("op").asText();
    switch (op) {
      case "open" -> open(namespaceOf(request));
      case "close" -> close(namespaceOf(request));
      case "emit" -> emit(request);
      case "join" -> pending.add(adapter.join(socketOf(request), texts(request.path("rooms"))));
      case "leave" -> pending.add(adapter.leave(socketOf(request), texts(request.path("rooms"))));
      case "disconnect" -> disconnect(socketOf(request));
      case "sockets" -> answer.set("sockets", sockets(request));
      case "emitter" ->
          pending.add(emitters.run(request.path("name").asText(), request.path("calls")));
      case "batch" -> answer.set("answers", batch(request.path("ops"), pending));
      case "flush" -> {}
      case "stats" -> stats(answer);
      case "stop" -> answer.put("stopping", true);
      default -> {
        return failed(new IllegalArgumentException("no operation '%s'".formatted(op)))
            .put("unsupported", true);
      }
    }
    return answer;
  }

  private ArrayNode batch(JsonNode ops, Pending pending) {
    ArrayNode answers = Json.array();
    for (JsonNode op : ops) {
      String word = op.path("op").asText();
      answers.add(
          word.equals("batch") || word.equals("stop")
              ? failed(new IllegalArgumentException("no '%s' in a batch".formatted(word)))
              : begin((ObjectNode) op, pending));
    }
    return answers;
  }

  private void open(String namespace) {
    if (!namespace.equals("/") && server.getNamespace(namespace) == null) {
      SocketIONamespace opened = adapter.addNamespace(server, namespace);
      events.ifPresent(obeyed -> obeyed.serve(opened));
    }
  }

  private void close(String namespace) {
    namespace(namespace);
    adapter.removeNamespace(server, namespace);
  }

  private void emit(ObjectNode request) {
    namespace(namespaceOf(request));
    String event = request.path("event").asText();
    Object[] args = TypedArguments.of(request.path("args"));
    switch (request.path("through").asText("adapter")) {
      case "adapter" -> broadcast(request).emit(event, args);
      case "broadcast-operations" -> throughOperations(request, event, args);
      default ->
          throw new IllegalArgumentException(
              "no way to broadcast through '%s'".formatted(request.path("through").asText()));
    }
  }

  private Broadcast broadcast(ObjectNode request) {
    Broadcast broadcast =
        request.has("socket") ? adapter.from(socketOf(request)) : adapter.of(namespaceOf(request));
    broadcast = broadcast.to(texts(request.path("rooms"))).except(texts(request.path("except")));
    JsonNode flags = request.path("flags");
    if (flags.path("local").asBoolean()) {
      broadcast = broadcast.local();
    }
    if (flags.path("volatile").asBoolean()) {
      broadcast = broadcast.asVolatile();
    }
    if (flags.has("compress")) {
      broadcast = broadcast.compress(flags.path("compress").asBoolean());
    }
    return broadcast;
  }

  /**
   * netty-socketio's own API, which existing code uses; what it excludes it excludes by predicate.
   */
  private void throughOperations(ObjectNode request, String event, Object[] args) {
    SocketIONamespace namespace = namespace(namespaceOf(request));
    String[] rooms = texts(request.path("rooms"));
    BroadcastOperations operations =
        rooms.length == 0 ? namespace.getBroadcastOperations() : namespace.getRoomOperations(rooms);
    Set<String> excluded = Set.of(texts(request.path("except")));
    if (excluded.isEmpty()) {
      operations.sendEvent(event, args);
    } else {
      operations.sendEvent(
          event, client -> excluded.contains(client.getSessionId().toString()), args);
    }
  }

  private void disconnect(SocketIOClient client) {
    ((NamespaceClient) client)
        .getBaseClient()
        .disconnect(); // client.disconnect() leaves it in its rooms
  }

  private ArrayNode sockets(ObjectNode request) {
    ArrayNode sockets = Json.array();
    String namespace = namespaceOf(request);
    for (SocketIOClient client : namespace(namespace).getAllClients()) {
      ObjectNode socket = sockets.addObject();
      tagOf(client).ifPresent(tag -> socket.put("tag", tag));
      String id = client.getSessionId().toString();
      socket.put("id", id);
      List<String> rooms =
          client.getAllRooms().stream()
              .filter(room -> !room.equals(id) && !room.equals(client.getNamespace().getName()))
              .toList();
      socket.set("rooms", Json.of(rooms));
    }
    return sockets;
  }

  private void stats(ObjectNode answer) {
    AdapterCounters counters = adapter.counters();
    answer.put("uid", adapter.uid());
    ObjectNode numbers = answer.putObject("counters");
    numbers.put("framesIn", counters.framesIn());
    numbers.put("framesOut", counters.framesOut());
    numbers.put("deliveries", counters.deliveries());
    numbers.put("subscriptions", counters.subscriptions());
    numbers.put("publishFailures", counters.publishFailures());
    counters.dropped().forEach((cause, count) -> numbers.put("dropped." + cause, count));
    answer.set("errors", Json.of(errors.errors()));
  }

  private SocketIOClient socketOf(ObjectNode request) {
    String namespace = namespaceOf(request);
    String tag = request.path("socket").asText();
    Collection<SocketIOClient> clients = namespace(namespace).getAllClients();
    return clients.stream()
        .filter(client -> tagOf(client).filter(tag::equals).isPresent())
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no socket '%s' in namespace '%s'".formatted(tag, namespace)));
  }

  private static Optional<String> tagOf(SocketIOClient client) {
    return Optional.ofNullable(client.getHandshakeData().getSingleUrlParam("tag"));
  }

  private static String namespaceOf(ObjectNode request) {
    return request.path("namespace").asText("/");
  }

  private SocketIONamespace namespace(String name) {
    SocketIONamespace namespace = server.getNamespace(name.equals("/") ? "" : name);
    if (namespace == null) {
      throw new IllegalArgumentException("no namespace '%s' here".formatted(name));
    }
    return namespace;
  }

  private static String[] texts(JsonNode list) {
    List<String> texts = new ArrayList<>();
    list.forEach(element -> texts.add(element.asText()));
    return texts.toArray(String[]::new);
  }
}

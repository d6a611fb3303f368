package io.socketionats.conformance.launch.containers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.socketionats.conformance.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;

/**
 * Plays a Docker engine over TCP: whatever is asked of it succeeds and does nothing, except for
 * what it has been told to do wrong.
 */
final class FakeEngine implements AutoCloseable {
  private static final int HANGS = -1;

  private record Reply(int status, String body) {}

  private final HttpServer server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final CountDownLatch closed = new CountDownLatch(1);
  private final Map<Pattern, Reply> wrongs = new LinkedHashMap<>();
  private final Map<String, JsonNode> containers = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> published = new ConcurrentHashMap<>();
  private final Map<String, String> notStarting = new ConcurrentHashMap<>();
  private final AtomicInteger numbers = new AtomicInteger();

  FakeEngine() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::serve);
    server.start();
  }

  /** What {@code DOCKER_HOST} is to be. */
  String address() {
    return "tcp://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Never answers requests such as {@code POST /networks/create}. */
  FakeEngine hangsAt(String requests) {
    wrongs.put(Pattern.compile(requests), new Reply(HANGS, ""));
    return this;
  }

  /** Answers requests with a status and a message. */
  FakeEngine refuses(String requests, int status, String message) {
    wrongs.put(
        Pattern.compile(requests),
        new Reply(status, Json.text(Json.object().put("message", message))));
    return this;
  }

  /** Does not start containers of images whose names begin so. */
  FakeEngine startsNone(String image, String message) {
    notStarting.put(image, message);
    return this;
  }

  /** Says that a container's port is published as another one. */
  FakeEngine publishes(int inside, int outside) {
    published.put(inside, outside);
    return this;
  }

  private void serve(HttpExchange exchange) throws IOException {
    String path = exchange.getRequestURI().getPath().replaceFirst("^/v1\\.\\d+", "");
    String request = exchange.getRequestMethod() + " " + path;
    String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    Reply reply =
        wrongs.entrySet().stream()
            .filter(wrong -> wrong.getKey().matcher(request).matches())
            .map(Map.Entry::getValue)
            .findFirst()
            .orElseGet(() -> reply(request, path, body));
    if (reply.status() == HANGS) {
      awaitClose();
    } else {
      byte[] bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.getResponseHeaders().add("Content-Type", "application/json");
      exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private void awaitClose() {
    try {
      closed.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Reply reply(String request, String path, String body) {
    if (request.equals("GET /_ping")) {
      return new Reply(200, "OK");
    }
    if (request.equals("GET /info") || request.equals("GET /version")) {
      return new Reply(
          200,
          """
          {"ServerVersion": "20.10.24", "Version": "20.10.24", "ApiVersion": "1.41", "MinAPIVersion": "1.12",
           "Os": "linux", "Arch": "amd64", "OperatingSystem": "none", "MemTotal": 1, "Driver": "none"}""");
    }
    if (request.equals("POST /networks/create")) {
      return new Reply(201, "{\"Id\": \"n%d\"}".formatted(numbers.incrementAndGet()));
    }
    if (request.startsWith("GET /networks/")) {
      return new Reply(
          200, "{\"Id\": \"n\", \"IPAM\": {\"Config\": [{\"Subnet\": \"10.1.2.0/24\"}]}}");
    }
    if (request.startsWith("GET /images/")) {
      return new Reply(200, "{\"Id\": \"sha256:1\", \"Architecture\": \"amd64\"}");
    }
    if (request.equals("POST /containers/create")) {
      String id = "c" + numbers.incrementAndGet();
      containers.put(id, Json.parse(body));
      return new Reply(201, "{\"Id\": \"%s\"}".formatted(id));
    }
    if (request.matches("POST /containers/[^/]+/start")) {
      return start(containers.get(path.split("/")[2]).path("Image").asText());
    }
    if (request.matches("GET /containers/[^/]+/json")) {
      return new Reply(200, Json.text(inspected(path.split("/")[2])));
    }
    if (request.equals("GET /containers/json") || request.equals("GET /networks")) {
      return new Reply(200, "[]");
    }
    return request.endsWith("/prune") ? new Reply(200, "{}") : new Reply(204, "");
  }

  private Reply start(String image) {
    return notStarting.entrySet().stream()
        .filter(entry -> image.startsWith(entry.getKey()))
        .findFirst()
        .map(entry -> new Reply(500, Json.text(Json.object().put("message", entry.getValue()))))
        .orElse(new Reply(204, ""));
  }

  private ObjectNode inspected(String id) {
    ObjectNode container = Json.object().put("Id", id).put("Image", "sha256:1").put("Name", id);
    container.putObject("State").put("Running", true).put("Pid", 1).put("Status", "running");
    ObjectNode ports = container.putObject("NetworkSettings").putObject("Ports");
    containers
        .get(id)
        .path("ExposedPorts")
        .fieldNames()
        .forEachRemaining(
            port -> {
              int inside = Integer.parseInt(port.split("/")[0]);
              ports
                  .putArray(port)
                  .addObject()
                  .put("HostIp", "127.0.0.1")
                  .put("HostPort", String.valueOf(published.getOrDefault(inside, inside)));
            });
    return container;
  }

  @Override
  public void close() {
    closed.countDown();
    server.stop(0);
    threads.shutdownNow();
  }
}

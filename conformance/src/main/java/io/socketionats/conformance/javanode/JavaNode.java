package io.socketionats.conformance.javanode;

import com.corundumstudio.socketio.AckMode;
import com.corundumstudio.socketio.Configuration;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nats.client.Nats;
import io.socketionats.adapter.Dialect;
import io.socketionats.adapter.NatsAdapter;
import io.socketionats.conformance.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The Java node: a netty-socketio server with the adapter, driven by control lines. Its environment
 * and its lines are described in {@code docs/control-protocol.md}.
 */
public final class JavaNode {
  private static final int STATUS_FAILED = 70;
  private static final int STATUS_CANNOT_START = 68;
  private static final int LONGEST_MESSAGE = 1 << 20;
  private static final int BACKLOG = 4096; // connections that come at once are not to be refused
  private static final List<String> CAPABILITIES =
      List.of(
          "big-integers",
          "broadcast-operations",
          "emitter",
          "errors",
          "except-rooms",
          "namespaces");

  private JavaNode() {}

  public static void main(String[] arguments) {
    PrintStream lines = System.out;
    System.setOut(System.err);
    Thread.setDefaultUncaughtExceptionHandler(
        (thread, failure) -> {
          failure.printStackTrace();
          Runtime.getRuntime().halt(STATUS_FAILED);
        });
    try {
      run(System.getenv(), lines);
      Runtime.getRuntime().halt(0); // netty-socketio's stop() takes 4 s of quiet periods
    } catch (IOException | UncheckedIOException e) {
      System.err.println("the Java node cannot start: " + e.getMessage());
      Runtime.getRuntime().halt(STATUS_CANNOT_START);
    } catch (RuntimeException e) {
      System.err.println("the Java node cannot start: " + e.getMessage());
      e.printStackTrace();
      Runtime.getRuntime().halt(STATUS_CANNOT_START);
    }
  }

  private static void run(Map<String, String> environment, PrintStream output) throws IOException {
    Dialect dialect =
        environment.getOrDefault("DIALECT", "socket.io-nats").equals("mickl")
            ? Dialect.MICKL
            : Dialect.SOCKET_IO_NATS;
    ErrorLog errors = new ErrorLog();
    String[] servers = environment.getOrDefault("NATS_SERVERS", "nats://127.0.0.1:4222").split(",");
    NatsAdapter.Builder builder =
        NatsAdapter.builder().servers(servers).dialect(dialect).listener(errors);
    String key = environment.getOrDefault("ADAPTER_KEY", dialect.defaultKey());
    String delimiter = environment.getOrDefault("ADAPTER_DELIMITER", ".");
    NatsAdapter adapter = builder.key(key).delimiter(delimiter).build();
    Server server = new Server(configuration(environment, adapter));
    Operations operations =
        new Operations(server, adapter, errors, new Emitters(servers, key, delimiter, dialect));
    for (String namespace : environment.getOrDefault("NAMESPACES", "").split(",")) {
      if (!namespace.isBlank()) {
        adapter.addNamespace(server, namespace);
      }
    }
    if (inLoadMode(environment)) {
      server.getAllNamespaces().forEach(namespace -> LoadMode.serve(namespace, adapter));
    }
    listen(server, environment);
    await(adapter);
    try (Control control = Control.of(environment, output)) {
      control.say(hello(environment, server, control));
      control.serve(operations::answer);
    }
    adapter.close();
  }

  private static void listen(Server server, Map<String, String> environment) throws IOException {
    try {
      server.start();
    } catch (Exception e) { // netty throws checked exceptions that it does not declare
      throw new IOException(
          "SOCKETIO_PORT %s of %s cannot be listened on: %s; choose another port, or 0 for any free one"
              .formatted(
                  environment.getOrDefault("SOCKETIO_PORT", "0"),
                  environment.getOrDefault("SOCKETIO_HOST", "127.0.0.1"),
                  e.getMessage()),
          e);
    }
  }

  private static void await(NatsAdapter adapter) {
    adapter.flush().toCompletableFuture().join();
  }

  private static int port(Map<String, String> environment) throws IOException {
    String port = environment.getOrDefault("SOCKETIO_PORT", "0");
    try {
      int number = Integer.parseInt(port);
      if (number >= 0 && number <= 65_535) {
        return number;
      }
    } catch (NumberFormatException e) {
      // refused below
    }
    throw new IOException(
        "SOCKETIO_PORT must be a port, 0 to 65535 (0 = any free one), got '%s'".formatted(port));
  }

  private static Configuration configuration(Map<String, String> environment, NatsAdapter adapter)
      throws IOException {
    Configuration configuration = new Configuration();
    configuration.setHostname(environment.getOrDefault("SOCKETIO_HOST", "127.0.0.1"));
    configuration.setPort(port(environment));
    configuration.setBossThreads(1);
    configuration.setWorkerThreads(2);
    configuration.setRandomSession(true);
    configuration.setWebsocketCompression(false);
    configuration.setAckMode(AckMode.MANUAL);
    configuration.setMaxFramePayloadLength(LONGEST_MESSAGE);
    configuration.setMaxHttpContentLength(LONGEST_MESSAGE);
    configuration.getSocketConfig().setReuseAddress(true);
    configuration.getSocketConfig().setAcceptBackLog(BACKLOG);
    configuration.setStoreFactory(adapter.storeFactory());
    return configuration;
  }

  private static boolean inLoadMode(Map<String, String> environment) {
    return "1".equals(environment.get("LOAD"));
  }

  private static ObjectNode hello(Map<String, String> environment, Server server, Control control) {
    ObjectNode hello = Json.object().put("hello", 1);
    String implementation = environment.getOrDefault("IMPLEMENTATION", "java");
    hello.put("implementation", implementation);
    hello.put("node", environment.getOrDefault("NODE_NAME", implementation));
    hello.put("pid", ProcessHandle.current().pid());
    hello.put(
        "url",
        "http://%s:%d"
            .formatted(environment.getOrDefault("SOCKETIO_HOST", "127.0.0.1"), server.port()));
    control.port().ifPresent(port -> hello.put("controlPort", port));
    JsonNode versions =
        Json.of(
            Map.of(
                "java",
                System.getProperty("java.version"),
                "netty-socketio",
                versionOf(com.corundumstudio.socketio.SocketIOServer.class, "2.0.14"),
                "jnats",
                Nats.CLIENT_VERSION,
                "adapter",
                versionOf(NatsAdapter.class, "0.1.0-SNAPSHOT")));
    hello.set("versions", versions);
    List<String> capabilities = new ArrayList<>(CAPABILITIES);
    if (inLoadMode(environment)) {
      capabilities.add("load");
    }
    hello.set("capabilities", Json.of(capabilities));
    return hello;
  }

  private static String versionOf(Class<?> type, String built) {
    String version = type.getPackage().getImplementationVersion();
    return version == null ? built : version;
  }
}

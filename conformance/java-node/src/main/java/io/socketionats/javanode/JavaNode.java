package io.socketionats.javanode;

import com.corundumstudio.socketio.AckMode;
import com.corundumstudio.socketio.Configuration;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.nats.client.Nats;
import io.socketionats.adapter.NatsAdapter;
import io.socketionats.engine.EngineOptions;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The Java node: a netty-socketio server with the adapter, driven by control lines. Its environment
 * and its lines are described in {@code docs/control-protocol.md}.
 */
public final class JavaNode {
  private static final int STATUS_FAILED = 70;
  private static final int STATUS_USAGE = 64;
  private static final int STATUS_NATS_UNREACHABLE = 68;
  private static final int STATUS_CANNOT_LISTEN = 71;
  private static final int LONGEST_MESSAGE = 16_000_000;
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
      run(Settings.of(System.getenv()), lines);
      Runtime.getRuntime().halt(0); // netty-socketio's stop() takes 4 s of quiet periods
    } catch (SettingsException e) {
      refuse(STATUS_USAGE, e);
    } catch (UncheckedIOException e) {
      refuse(STATUS_NATS_UNREACHABLE, e);
    } catch (IOException e) {
      refuse(STATUS_CANNOT_LISTEN, e);
    } catch (RuntimeException e) {
      e.printStackTrace();
      Runtime.getRuntime().halt(STATUS_FAILED);
    }
  }

  private static void refuse(int status, Exception cause) {
    System.err.println(cause.getMessage());
    Runtime.getRuntime().halt(status);
  }

  private static void run(Settings settings, PrintStream output) throws IOException {
    ErrorLog errors = new ErrorLog();
    NatsAdapter adapter = connect(settings, errors);
    Server server =
        new Server(configuration(settings, adapter), settings.plain(), options(settings));
    settings.cluster().namespaces().forEach(namespace -> open(namespace, server, adapter));
    Optional<ClientEvents> events =
        settings.clients().events()
            ? Optional.of(new ClientEvents(settings.clients().guarded()))
            : Optional.empty();
    events.ifPresent(obeyed -> server.getAllNamespaces().forEach(obeyed::serve));
    if (settings.load()) {
      server.getAllNamespaces().forEach(namespace -> LoadMode.serve(namespace, adapter));
    }
    Operations operations = new Operations(server, adapter, errors, new Emitters(settings), events);
    listen(server, settings);
    await(adapter);
    try (Control control = control(settings, output)) {
      control.say(hello(settings, server, control));
      control.serve(operations::answer);
    }
    adapter.close();
  }

  private static NatsAdapter connect(Settings settings, ErrorLog errors) {
    NatsAdapter.Builder builder =
        NatsAdapter.builder().dialect(settings.cluster().dialect()).listener(errors);
    try {
      builder
          .servers(settings.cluster().servers().toArray(String[]::new))
          .key(settings.cluster().key())
          .delimiter(settings.cluster().delimiter());
      return builder.build();
    } catch (IllegalArgumentException e) {
      throw new SettingsException("the adapter refuses its options: " + e.getMessage());
    }
  }

  private static void open(String namespace, Server server, NatsAdapter adapter) {
    try {
      adapter.addNamespace(server, namespace);
    } catch (IllegalArgumentException e) {
      throw new SettingsException("NAMESPACES holds '%s': %s".formatted(namespace, e.getMessage()));
    }
  }

  private static void listen(Server server, Settings settings) throws IOException {
    try {
      server.start();
    } catch (Exception e) { // netty throws checked exceptions that it does not declare
      throw cannotListen(
          "SOCKETIO_PORT", settings.listening().port(), settings.listening().host(), e);
    }
  }

  private static Control control(Settings settings, PrintStream output) throws IOException {
    try {
      return Control.of(settings, output);
    } catch (IOException e) {
      throw cannotListen(
          "CONTROL_PORT",
          settings.listening().controlPort().orElseThrow(),
          settings.listening().host(),
          e);
    }
  }

  private static IOException cannotListen(String name, int port, String host, Exception cause) {
    return new IOException(
        "%s %d of %s cannot be listened on: %s; choose another port, or 0 for any free one"
            .formatted(name, port, host, cause.getMessage()),
        cause);
  }

  private static void await(NatsAdapter adapter) {
    adapter.flush().toCompletableFuture().join();
  }

  private static Configuration configuration(Settings settings, NatsAdapter adapter) {
    Configuration configuration = new Configuration();
    configuration.setHostname(settings.listening().host());
    configuration.setPort(settings.listening().port());
    configuration.setBossThreads(1);
    configuration.setWorkerThreads(2);
    configuration.setRandomSession(true);
    configuration.setWebsocketCompression(false);
    configuration.setAckMode(AckMode.MANUAL);
    Map<String, Integer> numbers = settings.clients().times();
    int longest = numbers.getOrDefault("MAX_PAYLOAD", LONGEST_MESSAGE);
    configuration.setMaxFramePayloadLength(longest);
    configuration.setMaxHttpContentLength(longest);
    Optional.ofNullable(numbers.get("PING_INTERVAL")).ifPresent(configuration::setPingInterval);
    Optional.ofNullable(numbers.get("PING_TIMEOUT")).ifPresent(configuration::setPingTimeout);
    Optional.ofNullable(numbers.get("UPGRADE_TIMEOUT")).ifPresent(configuration::setUpgradeTimeout);
    configuration.getSocketConfig().setReuseAddress(true);
    configuration.getSocketConfig().setAcceptBackLog(BACKLOG);
    configuration.setStoreFactory(adapter.storeFactory());
    return configuration;
  }

  private static EngineOptions options(Settings settings) {
    Map<String, Integer> numbers = settings.clients().times();
    EngineOptions options =
        EngineOptions.defaults().maxPayload(numbers.getOrDefault("MAX_PAYLOAD", LONGEST_MESSAGE));
    Integer connectTimeout = numbers.get("CONNECT_TIMEOUT");
    return connectTimeout == null
        ? options
        : options.connectTimeout(Duration.ofMillis(connectTimeout));
  }

  private static ObjectNode hello(Settings settings, Server server, Control control) {
    ObjectNode hello = Json.object().put("hello", 1);
    hello.put("implementation", settings.identity().implementation());
    hello.put("node", settings.identity().node());
    hello.put("pid", ProcessHandle.current().pid());
    hello.put("url", "http://%s:%d".formatted(settings.listening().host(), server.port()));
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
    if (!settings.plain()) {
      capabilities.add("binary");
    }
    if (settings.clients().events()) {
      capabilities.add("client-events");
    }
    if (settings.load()) {
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

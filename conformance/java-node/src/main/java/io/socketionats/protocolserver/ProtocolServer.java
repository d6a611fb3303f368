package io.socketionats.protocolserver;

import com.corundumstudio.socketio.AckMode;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.SocketIOServer;
import io.socketionats.engine.EngineIoServer;
import io.socketionats.engine.EngineOptions;
import io.socketionats.engine.SocketIoEngine;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Serves what one of the suites asks for, until it is ended from outside. */
public final class ProtocolServer {
  private static final String USAGE =
      "usage: protocol-server SUITE --port N [--workers N]\n"
          + "  SUITE is socket.io-v5, engine.io-v4 or engine.io-v3";
  private static final List<String> SUITES =
      List.of("socket.io-v5", "engine.io-v4", "engine.io-v3");
  private static final int STATUS_USAGE = 2;
  private static final int STATUS_CANNOT_LISTEN = 3;
  private static final int PING_INTERVAL_MS = 300;
  private static final int PING_TIMEOUT_MS = 200;
  private static final int MAX_PAYLOAD = 1_000_000;
  private static final int MAX_ARGUMENTS = 16;
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);

  private ProtocolServer() {}

  /** Ends with 2 for wrong arguments, and with 3 if the port cannot be listened on. */
  public static void main(String[] arguments) throws Exception {
    Map<String, Integer> numbers = new HashMap<>(Map.of("--port", -1, "--workers", 2));
    if (arguments.length % 2 != 1 || !SUITES.contains(arguments[0])) {
      refuse(USAGE);
    }
    for (int i = 1; i < arguments.length; i += 2) {
      boolean known = numbers.containsKey(arguments[i]) && arguments[i + 1].matches("[0-9]{1,5}");
      if (!known) {
        refuse(
            "%s %s: no such option or no number%n%s"
                .formatted(arguments[i], arguments[i + 1], USAGE));
      }
      numbers.put(arguments[i], Integer.valueOf(arguments[i + 1]));
    }
    if (numbers.get("--port") < 0) {
      refuse("--port is missing\n" + USAGE);
    }
    Configuration configuration = configuration(numbers.get("--port"), numbers.get("--workers"));
    try {
      switch (arguments[0]) {
        case "socket.io-v5" -> socketIo(configuration);
        case "engine.io-v4" -> engineIo(configuration, false);
        default -> engineIo(configuration, true);
      }
    } catch (Exception e) { // netty throws checked exceptions that it does not declare
      System.err.println("cannot listen on port " + numbers.get("--port") + ": " + e.getMessage());
      Runtime.getRuntime().halt(STATUS_CANNOT_LISTEN);
    }
    System.out.println("serving " + arguments[0] + " on port " + numbers.get("--port"));
    Thread.currentThread().join(); // for ever: whoever has started it ends it
  }

  private static void refuse(String reason) {
    System.err.println(reason);
    Runtime.getRuntime().halt(STATUS_USAGE);
  }

  private static Configuration configuration(int port, int workers) {
    Configuration configuration = new Configuration();
    configuration.setHostname("127.0.0.1");
    configuration.setPort(port);
    configuration.setBossThreads(1);
    configuration.setWorkerThreads(workers);
    configuration.setPingInterval(PING_INTERVAL_MS);
    configuration.setPingTimeout(PING_TIMEOUT_MS);
    configuration.setAckMode(AckMode.MANUAL);
    configuration.getSocketConfig().setReuseAddress(true);
    return configuration;
  }

  private static EngineOptions options(boolean allowEio3) {
    return EngineOptions.defaults()
        .allowEio3(allowEio3)
        .maxPayload(MAX_PAYLOAD)
        .connectTimeout(CONNECT_TIMEOUT);
  }

  private static void socketIo(Configuration configuration) {
    SocketIOServer server = new SocketIOServer(configuration);
    server.setPipelineFactory(new SocketIoEngine(options(false)));
    serve(server.getNamespace(""));
    serve(server.addNamespace("/custom"));
    server.start();
  }

  private static void serve(SocketIONamespace namespace) {
    Class<?>[] any = new Class<?>[MAX_ARGUMENTS];
    Arrays.fill(any, Object.class);
    namespace.addConnectListener(
        client -> client.sendEvent("auth", client.getHandshakeData().getAuthToken()));
    namespace.addMultiTypeEventListener(
        "message",
        (client, arguments, ack) -> client.sendEvent("message-back", arguments.getArgs().toArray()),
        any);
    namespace.addMultiTypeEventListener(
        "message-with-ack", (client, arguments, ack) -> ack.sendAckData(arguments.getArgs()), any);
  }

  private static void engineIo(Configuration configuration, boolean version3) {
    configuration.setContext("/engine.io");
    EngineIoServer.start(
        configuration,
        options(version3),
        new EngineIoServer.Listener() {
          @Override
          public void message(EngineIoServer.Connection connection, String text) {
            connection.send(text);
          }

          @Override
          public void message(EngineIoServer.Connection connection, byte[] bytes) {
            connection.send(bytes);
          }
        });
  }
}

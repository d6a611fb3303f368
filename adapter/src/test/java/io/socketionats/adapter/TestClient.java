package io.socketionats.adapter;

import static org.awaitility.Awaitility.await;

import io.socket.client.IO;
import io.socket.client.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.json.JSONObject;

/**
 * A real Socket.IO client with an inbox. Each event is one line: its name and arguments, separated
 * by spaces.
 */
final class TestClient implements AutoCloseable {
  /** For what must come: a machine that is busy takes long to start a first client. */
  static final long LIMIT_SECONDS = 30;

  private final Socket socket;
  private final String namespace;
  private final BlockingQueue<String> inbox = new LinkedBlockingQueue<>();
  private final List<String> disconnects = new CopyOnWriteArrayList<>();

  private TestClient(Socket socket, String namespace) {
    this.socket = socket;
    this.namespace = namespace;
  }

  static TestClient connect(int port, String namespace) {
    return connect(port, namespace, "websocket");
  }

  /** With these transports, the first of which connects. */
  static TestClient connect(int port, String namespace, String... transports) {
    IO.Options options =
        IO.Options.builder()
            .setForceNew(true)
            .setReconnection(false)
            .setTransports(transports)
            .build();
    Socket socket = IO.socket(URI.create("http://127.0.0.1:" + port + namespace), options);
    TestClient client = new TestClient(socket, namespace);
    socket.onAnyIncoming(
        arguments ->
            client.inbox.add(
                String.join(" ", Arrays.stream(arguments).map(TestClient::text).toList())));
    socket.on(Socket.EVENT_DISCONNECT, reason -> client.disconnects.add(String.valueOf(reason[0])));
    socket.connect();
    await().atMost(LIMIT_SECONDS, TimeUnit.SECONDS).until(socket::connected);
    return client;
  }

  /** Bytes as {@code hex:…}, anything else as it prints. */
  private static String text(Object argument) {
    if (argument instanceof byte[] bytes) {
      return "hex:" + HexFormat.of().formatHex(bytes);
    }
    if (argument instanceof JSONObject object && object.length() == 1) {
      String key = String.valueOf(object.keys().next());
      return object.opt(key) instanceof byte[] bytes
          ? "{\"" + key + "\":\"" + text(bytes) + "\"}"
          : object.toString();
    }
    return String.valueOf(argument);
  }

  String id() {
    return socket.id();
  }

  String namespace() {
    return namespace;
  }

  Socket socket() {
    return socket;
  }

  boolean isConnected() {
    return socket.connected();
  }

  /** Why it was disconnected, each time. */
  List<String> disconnects() {
    return disconnects;
  }

  /**
   * Everything that came before the event {@code fence}, which must come within 30 s of the event
   * before it.
   */
  List<String> until(String fence) {
    List<String> before = new ArrayList<>();
    while (true) {
      String next;
      try {
        next = inbox.poll(LIMIT_SECONDS, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        throw new IllegalStateException(e);
      }
      if (next == null) {
        throw new AssertionError(
            "'%s' did not come within %d s; before it came %s"
                .formatted(fence, LIMIT_SECONDS, before));
      }
      if (next.equals(fence)) {
        return before;
      }
      before.add(next);
    }
  }

  @Override
  public void close() {
    socket.disconnect();
  }
}

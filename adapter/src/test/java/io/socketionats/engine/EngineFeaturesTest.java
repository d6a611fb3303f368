package io.socketionats.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.AckMode;
import com.corundumstudio.socketio.AuthTokenResult;
import com.corundumstudio.socketio.AuthorizationResult;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.annotation.OnConnect;
import com.corundumstudio.socketio.annotation.OnEvent;
import com.corundumstudio.socketio.listener.ExceptionListenerAdapter;
import java.io.IOException;
import java.io.InputStream;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** netty-socketio's own features, served by the engine. */
class EngineFeaturesTest {
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private TestServer server = TestServer.make();

  @AfterEach
  void stop() {
    server.close();
  }

  private RawSocket entered() throws InterruptedException {
    RawSocket socket = server.socket(4);
    assertThat(socket.send("40").next()).startsWith("40{");
    return socket;
  }

  private SocketIOClient client() {
    await().atMost(RawHttp.LIMIT).until(() -> server.getAllClients().size() == 1);
    return server.getAllClients().iterator().next();
  }

  /** Listeners by annotation. */
  public final class Annotated {
    @OnConnect
    public void connected(SocketIOClient client) {
      heard.add("connected");
    }

    @OnEvent("say")
    public void said(SocketIOClient client, String text) {
      heard.add("said " + text);
    }
  }

  @Test
  void annotationsAndAutomaticAcknowledgements() throws Exception {
    server = TestServer.make(EngineOptions.defaults(), c -> c.setAckMode(AckMode.AUTO));
    server.addListeners(new Annotated());
    server.started();
    try (RawSocket socket = entered()) {
      assertThat(socket.send("423[\"say\",\"hello\"]").next()).isEqualTo("433[]");
      assertThat(heard).containsExactly("connected", "said hello");
    }
  }

  @Test
  void typedListenersGetBytesAsBytes() throws Exception {
    CompletableFuture<byte[]> got = new CompletableFuture<>();
    server.addEventListener("b", byte[].class, (client, bytes, ack) -> got.complete(bytes));
    server.started();
    try (RawSocket socket = entered()) {
      socket.send("451-[\"b\",{\"_placeholder\":true,\"num\":0}]").sendHex("000102");
      assertThat(got.get(30, TimeUnit.SECONDS)).containsExactly(0, 1, 2);
    }
  }

  @Test
  void anEventThatDoesNotFitItsListenerHarmsNobody() throws Exception {
    server.addEventListener("n", Integer.class, (client, number, ack) -> heard.add("n " + number));
    server.started();
    try (RawSocket socket = entered()) {
      socket.send("42[\"n\",{}]").send("42[\"unheard\",1]").send("42[7]").send("42[\"n\",5]");
      await().atMost(RawHttp.LIMIT).until(() -> heard.equals(List.of("n 5")));
    }
  }

  @Test
  void exceptionsOfListenersReachTheExceptionListener() throws Exception {
    server =
        TestServer.make(
            EngineOptions.defaults(),
            configuration ->
                configuration.setExceptionListener(
                    new ExceptionListenerAdapter() {
                      @Override
                      public void onEventException(
                          Exception e, List<Object> args, SocketIOClient client) {
                        heard.add("failed " + e.getMessage());
                      }

                      @Override
                      public void onAuthException(Throwable e, SocketIOClient client) {}
                    }));
    server.addEventListener(
        "fail",
        Object.class,
        (client, data, ack) -> {
          throw new IllegalStateException("on purpose");
        });
    server.started();
    try (RawSocket socket = entered()) {
      socket.send("42[\"fail\",1]");
      await().atMost(RawHttp.LIMIT).until(() -> heard.equals(List.of("failed on purpose")));
      client().sendEvent("still");
      assertThat(socket.next()).isEqualTo("42[\"still\"]");
    }
  }

  private AckCallback<String> callback(int seconds) {
    return new AckCallback<>(String.class, seconds) {
      @Override
      public void onSuccess(String result) {
        heard.add("answer " + result);
      }

      @Override
      public void onTimeout() {
        heard.add("no answer");
      }
    };
  }

  @Test
  void acknowledgementsOfClientsComeOrTimeOut() throws Exception {
    server.started();
    try (RawSocket socket = entered()) {
      SocketIOClient client = client();
      client.sendEvent("q", callback(30), 1);
      assertThat(socket.next()).isEqualTo("420[\"q\",1]");
      socket.send("430[\"yes\"]").send("430[\"again\"]").send("43[\"nobody's\"]");
      await().atMost(RawHttp.LIMIT).until(() -> heard.contains("answer yes"));
      client.sendEvent("q", callback(1), 2);
      assertThat(socket.next()).isEqualTo("421[\"q\",2]");
      await().atMost(RawHttp.LIMIT).until(() -> heard.contains("no answer"));
      socket.send("431[\"late\"]");
      client.sendEvent("q", callback(30), 3);
    }
    await().atMost(RawHttp.LIMIT).until(() -> heard.size() == 3); // its connection has ended
    assertThat(heard).containsExactly("answer yes", "no answer", "no answer");
  }

  @Test
  void pingsAndPongsAreHeard() throws Exception {
    server = TestServer.make(EngineOptions.defaults(), c -> c.setPingInterval(50));
    server.addPongListener(client -> heard.add("pong"));
    server.addPingListener(client -> heard.add("ping"));
    server.started();
    try (RawSocket newer = entered();
        RawSocket older = server.socket(3)) {
      older.next();
      older.send("2");
      assertThat(newer.isClosed()).isFalse();
      await().atMost(RawHttp.LIMIT).until(() -> heard.containsAll(List.of("ping", "pong")));
    }
  }

  @Test
  void whoIsNotAuthorizedIsRefusedAtTheDoor() throws Exception {
    server =
        TestServer.make(
            EngineOptions.defaults().corsOrigins("http://page.example"),
            configuration ->
                configuration.setAuthorizationListener(
                    data ->
                        "yes".equals(data.getSingleUrlParam("let"))
                            ? new AuthorizationResult(true, Map.of("who", "ann"))
                            : AuthorizationResult.FAILED_AUTHORIZATION));
    server.started();
    HttpResponse<String> refused =
        RawHttp.send(
            server
                .http(4)
                .request("&transport=polling")
                .header("Origin", "http://page.example")
                .build());
    assertThat(refused.statusCode()).isEqualTo(403);
    assertThat(refused.body()).isEqualTo("{\"code\":4,\"message\":\"Forbidden\"}");
    assertThat(refused.headers().firstValue("access-control-allow-origin"))
        .hasValue("http://page.example");
    try (RawSocket socket = RawSocket.connect(server.http(4), "&transport=websocket&let=yes")) {
      socket.next();
      socket.send("40").next();
      assertThat(client().<String>get("who")).isEqualTo("ann");
      assertThat(client().getTransport()).isEqualTo(Transport.WEBSOCKET);
    }
  }

  @Test
  void whatIsDoneToAClientBeforeItIsInWaitsForItsAdmission() throws Exception {
    SocketIONamespace chat = server.addNamespace("/chat");
    chat.addAuthTokenListener(
        (credentials, client) -> {
          client.joinRoom("early");
          client.sendEvent("early", chat.getAllClients().size());
          return ((Map<?, ?>) credentials).isEmpty()
              ? AuthTokenResult.AuthTokenResultSuccess
              : new AuthTokenResult(false, Map.of("message", "no", "code", 7));
        });
    server.started();
    try (RawSocket socket = server.socket(4)) {
      String refusal = socket.send("40/chat,{\"a\":1}").next();
      assertThat(refusal).startsWith("44/chat,{").contains("\"message\":\"no\"", "\"code\":7");
      assertThat(chat.getRoomOperations("early").getClients()).isEmpty();

      assertThat(socket.send("40/chat,").next()).startsWith("40/chat,{");
      assertThat(socket.next()).isEqualTo("42/chat,[\"early\",0]");
      assertThat(chat.getRoomOperations("early").getClients()).hasSize(1);
    }
  }

  @Test
  void whoHasGoneJoinsNothingAndIsSentNothing() throws Exception {
    server.started();
    SocketIOClient client;
    try (RawSocket socket = entered()) {
      client = client();
      socket.send("41");
      await().atMost(RawHttp.LIMIT).until(() -> server.getAllClients().isEmpty());
      client.joinRoom("r");
      client.joinRooms(Set.of("s"));
      client.sendEvent("gone");
      client.sendEvent("gone", callback(30));
      assertThat(heard).containsExactly("no answer");
      assertThat(socket.send("40").next()).startsWith("40{");
      assertThat(client.getAllRooms()).isEmpty();
      assertThat(server.getNamespace("").getRoomOperations("r").getClients()).isEmpty();
    }
  }

  @Test
  void longMessagesAreCompressedWhereTheClientCanReadThem() throws Exception {
    server.addEventListener("e", String.class, (client, text, ack) -> client.sendEvent("e", text));
    server.started();
    String text = "compressible ".repeat(1000);
    try (Socket connection = new Socket("127.0.0.1", server.port())) {
      connection.setSoTimeout(30_000);
      connection
          .getOutputStream()
          .write(
              ("GET /socket.io/?EIO=3&transport=websocket HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"
                      + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                      + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                      + "Sec-WebSocket-Extensions: permessage-deflate\r\n\r\n")
                  .getBytes());
      client().sendEvent("long", text);
      InputStream in = connection.getInputStream();
      StringBuilder head = new StringBuilder();
      while (head.indexOf("\r\n\r\n") < 0) {
        head.append((char) in.read());
      }
      assertThat(head.toString().toLowerCase()).contains("permessage-deflate");
      assertThat(frame(in)[0]).isEqualTo((byte) 0x81); // the handshake is short
      assertThat(frame(in)[0]).isEqualTo((byte) 0x81); // 40
      byte[] compressed = frame(in);
      assertThat(compressed[0]).isEqualTo((byte) 0xC1);
      assertThat(compressed.length).isLessThan(text.length() / 10);
    }
  }

  private static byte[] frame(InputStream in) throws Exception {
    byte[] head = in.readNBytes(2);
    int length = head[1] == 126 ? in.read() << 8 | in.read() : head[1];
    byte[] body = in.readNBytes(length);
    byte[] frame = new byte[1 + body.length];
    frame[0] = head[0];
    System.arraycopy(body, 0, frame, 1, body.length);
    return frame;
  }

  @Test
  void longAnswersAreCompressedWhereTheClientCanReadThem() throws Exception {
    server.started();
    String sid = server.http(3).open();
    client().sendEvent("long", "compressible ".repeat(1000));
    HttpResponse<byte[]> answer =
        RawHttp.CLIENT.send(
            server
                .http(3)
                .request("&transport=polling&sid=" + sid)
                .header("Accept-Encoding", "gzip")
                .build(),
            HttpResponse.BodyHandlers.ofByteArray());
    assertThat(answer.headers().firstValue("content-encoding")).hasValue("gzip");
    assertThat(answer.body().length).isLessThan(1300);
  }

  @Test
  void pagesOfConfiguredOriginsAreGivenPermission() throws Exception {
    server =
        TestServer.make(
            EngineOptions.defaults(),
            configuration -> {
              configuration.setOrigin("http://page.example");
              configuration.setAllowHeaders("x-own");
            });
    server.started();
    HttpRequest.Builder preflight =
        server
            .http(4)
            .request("&transport=polling")
            .header("Access-Control-Request-Method", "POST")
            .method("OPTIONS", HttpRequest.BodyPublishers.noBody());
    HttpResponse<String> allowed =
        RawHttp.send(preflight.copy().header("Origin", "http://page.example").build());
    assertThat(allowed.statusCode()).isEqualTo(204);
    assertThat(allowed.headers().firstValue("access-control-allow-origin"))
        .hasValue("http://page.example");
    assertThat(allowed.headers().firstValue("access-control-allow-headers")).hasValue("x-own");
    assertThat(allowed.headers().firstValue("access-control-allow-credentials")).hasValue("true");
    HttpResponse<String> other =
        RawHttp.send(preflight.copy().header("Origin", "http://other.example").build());
    assertThat(other.headers().map()).doesNotContainKey("access-control-allow-origin");
    assertThat(server.engine.counters().opened()).isZero();
  }

  @Test
  void transportsThatAreNotConfiguredAreNotServed() throws Exception {
    server = TestServer.make(EngineOptions.defaults(), c -> c.setTransports(Transport.POLLING));
    server.started();
    assertThat(server.http(4).get("&transport=polling").body()).contains("\"upgrades\":[]");
    assertThatThrownBy(() -> RawSocket.connect(server.http(4), "&transport=websocket"))
        .hasMessageContaining("WebSocketHandshake");
  }

  @Test
  void aConnectionThatSaysNothingIsClosed() throws Exception {
    server = TestServer.make(EngineOptions.defaults(), c -> c.setFirstDataTimeout(100));
    server.started();
    try (Socket connection = new Socket("127.0.0.1", server.port())) {
      connection.setSoTimeout(30_000);
      assertThat(connection.getInputStream().read()).isEqualTo(-1);
    }
  }

  @Test
  void aClientThatDoesNotReadIsDisconnectedAtItsBound() throws Exception {
    server =
        TestServer.make(
            EngineOptions.defaults()
                .maxQueued(1 << 20, 1 << 30, EngineOptions.WhenQueueFull.DISCONNECT),
            c -> c.setWebsocketCompression(false));
    server.addDisconnectListener(
        client -> heard.add("left: " + SocketIoEngine.closeReason(client).orElseThrow()));
    server.started();
    String sid = server.http(3).open();
    SocketIOClient client = client();
    String text = "x".repeat(100_000);
    for (int i = 0; i < 12; i++) {
      client.sendEvent("e", text);
    }
    await().atMost(RawHttp.LIMIT).until(() -> heard.equals(List.of("left: slow client")));
    assertThat(server.engine.counters().queueFull()).isPositive();
    assertThat(server.engine.counters().queued()).isZero();
    assertThat(server.http(3).poll(sid).statusCode()).isEqualTo(400);
  }

  @Test
  void aWebSocketThatIsNotReadIsClosedAtItsBound() throws Exception {
    server =
        TestServer.make(
            EngineOptions.defaults()
                .maxQueued(1 << 20, 1 << 30, EngineOptions.WhenQueueFull.DISCONNECT),
            c -> c.setWebsocketCompression(false));
    server.addDisconnectListener(
        client -> heard.add("left: " + SocketIoEngine.closeReason(client).orElseThrow()));
    server.started();
    try (Socket connection = new Socket("127.0.0.1", server.port())) {
      connection
          .getOutputStream()
          .write(
              ("GET /socket.io/?EIO=3&transport=websocket HTTP/1.1\r\nHost: a\r\nUpgrade: websocket\r\n"
                      + "Connection: Upgrade\r\nSec-WebSocket-Version: 13\r\n"
                      + "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n")
                  .getBytes());
      SocketIOClient client = client();
      String text = "x".repeat(100_000);
      while (heard.isEmpty()) {
        client.sendEvent("e", text);
        Thread.sleep(1);
      }
      assertThat(heard).containsExactly("left: slow client");
      assertThat(server.engine.counters().queued()).isZero();
    }
  }

  @Test
  void eventsForAClientThatDoesNotReadAreDroppedWhereThatIsWanted() throws Exception {
    server =
        TestServer.make(
            EngineOptions.defaults().maxQueued(1 << 30, 1 << 20, EngineOptions.WhenQueueFull.DROP),
            c -> c.setWebsocketCompression(false));
    server.started();
    String sid = server.http(3).open();
    SocketIOClient client = client();
    String text = "x".repeat(100_000);
    for (int i = 0; i < 30; i++) {
      client.sendEvent("e", text);
    }
    await().atMost(RawHttp.LIMIT).until(() -> server.engine.counters().queueFull() > 0);
    assertThat(server.http(3).poll(sid).body().length()).isBetween(1_000_000, 1_400_000);
    assertThat(server.engine.counters().queued()).isZero();
    client.sendEvent("again");
    assertThat(server.http(3).poll(sid).body()).contains("again");
  }

  @Test
  void timesThatMakeNoSenseAreRefused() {
    server = TestServer.make(EngineOptions.defaults(), c -> c.setPingTimeout(0));
    assertThatThrownBy(server::start)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("pingTimeout is 0 ms: it has to be at least 1 ms");
    assertThatThrownBy(() -> EngineOptions.defaults().maxPayload(0))
        .hasMessage("maxPayload is 0: it has to be at least 1 byte");
  }

  @Test
  void aStoppedServerOfTheEngineTellsItsClientsAndListeners() throws Exception {
    Configuration configuration = new Configuration();
    configuration.setHostname("127.0.0.1");
    configuration.setPort(port());
    configuration.getSocketConfig().setReuseAddress(true);
    EngineServer stopping = new EngineServer(configuration);
    stopping.addDisconnectListener(
        client -> heard.add("left: " + SocketIoEngine.closeReason(client).orElseThrow()));
    stopping.start();
    RawHttp http = new RawHttp(configuration.getPort(), "/socket.io/?EIO=3");
    try (RawSocket socket = RawSocket.connect(http, "&transport=websocket")) {
      socket.next();
      assertThat(socket.next()).isEqualTo("40");
      assertThat(stopping.counters().sessions()).isEqualTo(1);
      stopping.stop();
      assertThat(socket.awaitClose()).isEqualTo(1000);
    }
    assertThat(heard).containsExactly("left: server shutting down");
    server.started();
  }

  private static int port() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  @Test
  void aStoppedServerTellsItsListeners() throws Exception {
    server.addDisconnectListener(
        client -> heard.add("left: " + SocketIoEngine.closeReason(client).orElseThrow()));
    server.started();
    String sid = server.http(3).open();
    server.http(3).poll(sid); // that it is in
    server.http(3).pollLater(sid);
    await().atMost(RawHttp.LIMIT).until(() -> client().isWritable()); // the poll is open
    server.stop();
    assertThat(heard).hasSize(1); // netty-socketio ends the connections first
    server = TestServer.make().started();
  }
}

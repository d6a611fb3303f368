package io.socketionats.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.corundumstudio.socketio.AuthTokenResult;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIONamespace;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Socket.IO by the letter, over WebSocket. Clients answer pings, so that a close has no other cause
 * than the one that is tested, and after each the server must serve the next.
 */
class SocketIoProtocolTest {
  private final List<String> heard = new CopyOnWriteArrayList<>();
  private TestServer server;

  @BeforeEach
  void start() {
    start(EngineOptions.defaults());
  }

  private void start(EngineOptions options) {
    server = TestServer.make(options, configuration -> configuration.setPingInterval(100));
    serve(server.getNamespace(""));
    serve(server.addNamespace("/chat"));
    SocketIONamespace secret = server.addNamespace("/secret");
    serve(secret);
    secret.addAuthTokenListener(SocketIoProtocolTest::check);
    server.started();
  }

  private static AuthTokenResult check(Object credentials, SocketIOClient client) {
    boolean open =
        credentials instanceof Map<?, ?> map && "open".equals(map.get("token"))
            || client.getEngineIOVersion() != EngineIOVersion.V4
                && "open".equals(client.getHandshakeData().getSingleUrlParam("token"));
    return open ? AuthTokenResult.AuthTokenResultSuccess : new AuthTokenResult(false, "refused");
  }

  private void serve(SocketIONamespace namespace) {
    Class<?>[] any = new Class<?>[4];
    Arrays.fill(any, Object.class);
    String name = namespace.getName();
    namespace.addConnectListener(
        client -> {
          heard.add("connect " + name);
          client.sendEvent("auth", client.getHandshakeData().getAuthToken());
        });
    namespace.addDisconnectListener(
        client ->
            heard.add(
                "disconnect "
                    + name
                    + SocketIoEngine.closeReason(client).map(reason -> ": " + reason).orElse("")));
    namespace.addMultiTypeEventListener(
        "message",
        (client, arguments, ack) -> {
          heard.add("message " + name);
          client.sendEvent("message-back", arguments.getArgs().toArray());
          ack.sendAckData(arguments.getArgs());
        },
        any);
    namespace.addEventListener("kick", Object.class, (client, data, ack) -> client.disconnect());
  }

  @AfterEach
  void stop() throws Exception {
    try (RawSocket next = server.socket(4)) {
      assertThat(next.send("40").next()).startsWith("40{\"sid\":");
      assertThat(next.next()).isEqualTo("42[\"auth\",{}]");
      assertThat(next.send("42[\"message\",1]").next()).isEqualTo("42[\"message-back\",1]");
    }
    server.close();
  }

  @Test
  void clientsAreLetIntoNamespacesByThemselves() throws Exception {
    try (RawSocket socket = server.socket(4)) {
      String root = socket.send("40{\"token\":\"123\"}").next();
      assertThat(socket.next()).isEqualTo("42[\"auth\",{\"token\":\"123\"}]");
      String chat = socket.send("40/chat,").next();
      assertThat(socket.next()).isEqualTo("42/chat,[\"auth\",{}]");
      assertThat(root).matches("40\\{\"sid\":\"[-0-9a-f]{36}\"}");
      assertThat(chat).matches("40/chat,\\{\"sid\":\"[-0-9a-f]{36}\"}");
      assertThat(root.substring(2)).isNotEqualTo(chat.substring(8));
      assertThat(server.getAllClients()).hasSize(1);
    }
  }

  @Test
  void clientsOfVersion3AreInTheDefaultNamespaceAtOnce() throws Exception {
    try (RawSocket socket = server.socket(3)) {
      assertThat(socket.next()).isEqualTo("40");
      assertThat(socket.next()).isEqualTo("42[\"auth\",{}]");
      assertThat(socket.send("40/chat?a=b,").next()).isEqualTo("40/chat,");
      assertThat(socket.next()).isEqualTo("42/chat,[\"auth\",{\"a\":\"b\"}]");
      assertThat(socket.send("40/nowhere?a=b").next())
          .isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");
      assertThat(socket.send("40/secret?token=shut").next()).isEqualTo("44/secret,\"refused\"");
      assertThat(socket.send("40/secret?token=open").next()).isEqualTo("40/secret,");
    }
  }

  @Test
  void unknownNamespacesAreRefused() throws Exception {
    try (RawSocket socket = server.socket(4)) {
      assertThat(socket.send("40/nowhere").next())
          .isEqualTo("44/nowhere,{\"message\":\"Invalid namespace\"}");
      assertThat(socket.send("40").next()).startsWith("40{");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"40/secret,", "40/secret,{}", "40/secret,{\"token\":\"[?shut\"}"})
  void whoIsRefusedHearsNothingAndIsNotHeard(String connect) throws Exception {
    try (RawSocket socket = server.socket(4)) {
      assertThat(socket.send(connect).next()).isEqualTo("44/secret,{\"message\":\"refused\"}");
      assertThat(server.getNamespace("/secret").getAllClients()).isEmpty();
      server.getNamespace("/secret").getBroadcastOperations().sendEvent("secret");
      socket.send("42/secret,[\"message\",7]").awaitClose();
      assertThat(socket.next()).isEqualTo("(closed)");
      assertThat(heard).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "4abc",
        "4",
        "49",
        "42",
        "42{}",
        "42[]",
        "42[null]",
        "42abc[\"message\",1]",
        "42[\"message\"",
        "42[\"disconnect\"]",
        "42[\"message\"]x",
        "40",
        "40[\"bad\"]",
        "41{}",
        "43",
        "44{\"message\":\"no\"}",
        "42/chat,[\"message\",1]",
        "41/chat",
        "45-[\"message\"]",
        "450-[\"message\"]",
        "4511-[\"message\"]",
        "9",
        "abc",
      })
  void whatBreaksTheProtocolEndsTheSession(String packet) throws Exception {
    try (RawSocket socket = server.socket(4)) {
      socket.send("40").next();
      socket.next();
      socket.send(packet).awaitClose();
    }
    await()
        .atMost(RawHttp.LIMIT)
        .until(
            () ->
                heard.contains("disconnect : forced close")
                    || heard.contains("disconnect : parse error"));
    assertThat(heard).doesNotContain("message ", "message /chat");
  }

  @ParameterizedTest
  @ValueSource(strings = {"42[\"message\",7]", "43[]", "41", "452-[\"message\"]"})
  void whatComesBeforeTheClientIsInEndsTheSession(String packet) throws Exception {
    try (RawSocket socket = server.socket(4)) {
      if (packet.startsWith("45")) {
        socket.send(packet).sendHex("00").sendHex("00").awaitClose();
      } else {
        socket.send(packet).awaitClose();
      }
    }
    assertThat(heard).isEmpty();
  }

  @Test
  void whoIsLetInNowhereIsDisconnected() throws Exception {
    server.close();
    start(EngineOptions.defaults().connectTimeout(Duration.ofMillis(500)));
    try (RawSocket socket = server.socket(4)) {
      socket.awaitClose();
    }
    try (RawSocket socket = server.socket(4)) {
      socket.send("40/secret,").next();
      socket.awaitClose();
    }
    server.close();
    start(EngineOptions.defaults()); // for a next client that takes its time
  }

  @Test
  void bytesArriveAsBytesWhateverTheyBeginWith() throws Exception {
    for (int version : new int[] {3, 4}) {
      String type = version == 3 ? "04" : "";
      try (RawSocket socket = server.socket(version)) {
        if (version == 4) {
          socket.send("40");
        }
        socket.next();
        socket.next();
        socket
            .send(
                "453-7[\"message\",{\"_placeholder\":true,\"num\":1},[{\"a\":{\"_placeholder\":true,\"num\":0}}],{\"num\":2,\"_placeholder\":true}]")
            .sendHex(type + "000102")
            .sendHex(type + "31323a")
            .sendHex(type);
        for (String head : List.of("453-[\"message-back\",", "463-7[")) {
          assertThat(socket.next())
              .isEqualTo(
                  head
                      + "{\"_placeholder\":true,\"num\":0},[{\"a\":{\"_placeholder\":true,\"num\":1}}],"
                      + "{\"_placeholder\":true,\"num\":2}]");
          assertThat(socket.next()).isEqualTo("hex:" + type + "31323a");
          assertThat(socket.next()).isEqualTo("hex:" + type + "000102");
          assertThat(socket.next()).isEqualTo("hex:" + type);
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"text", "bytes", "placeholder"})
  void attachmentsThatDoNotBelongEndTheSession(String what) throws Exception {
    try (RawSocket socket = server.socket(4)) {
      socket.send("40").next();
      socket.next();
      switch (what) {
        case "text" ->
            socket
                .send("451-[\"message\",{\"_placeholder\":true,\"num\":0}]")
                .send("42[\"message\"]");
        case "bytes" -> socket.sendHex("00");
        default -> socket.send("451-[\"message\",{\"_placeholder\":true,\"num\":1}]").sendHex("00");
      }
      socket.awaitClose();
    }
    assertThat(heard).doesNotContain("message ");
  }

  @Test
  void leavingOneNamespaceLeavesTheOthers() throws Exception {
    try (RawSocket socket = server.socket(4)) {
      socket.send("40").next();
      socket.next();
      socket.send("40/chat,").next();
      socket.next();
      socket.send("41").send("42/chat,[\"message\",1]");
      assertThat(socket.next()).isEqualTo("42/chat,[\"message-back\",1]");
      Thread.sleep(500); // several pings; the client answers them
      assertThat(socket.send("42/chat,[\"message\",2]").next())
          .isEqualTo("42/chat,[\"message-back\",2]");
      assertThat(server.getAllClients()).isEmpty();
      assertThat(socket.send("40").next()).startsWith("40{");
    }
    await().atMost(RawHttp.LIMIT).until(() -> heard.contains("disconnect /chat: transport close"));
    assertThat(heard).contains("disconnect ", "disconnect : transport close");
  }

  @Test
  void theServerDisconnectsOneNamespaceOrAll() throws Exception {
    try (RawSocket socket = server.socket(4)) {
      socket.send("40").next();
      socket.next();
      socket.send("40/chat,").next();
      socket.next();
      assertThat(socket.send("42/chat,[\"kick\"]").next()).isEqualTo("41/chat,");
      assertThat(server.getNamespace("/chat").getAllClients()).isEmpty();
      assertThat(socket.send("42[\"message\",1]").next()).isEqualTo("42[\"message-back\",1]");

      SocketIOClient client = server.getAllClients().iterator().next();
      ((EngineClient) client).getBaseClient().disconnect();
      assertThat(socket.next()).isEqualTo("41");
      socket.awaitClose();
    }
  }
}

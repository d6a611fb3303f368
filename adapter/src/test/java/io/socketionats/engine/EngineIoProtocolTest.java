package io.socketionats.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.corundumstudio.socketio.Configuration;
import java.io.OutputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Engine.IO by the letter, with several event loops, so that requests of one session come on
 * different ones. Clients answer pings where a close is expected, so that no silence can be its
 * cause; and after each the server must serve the next.
 */
class EngineIoProtocolTest {
  private EngineIoServer server;
  private RawHttp http;

  @AfterEach
  void stop() {
    server.close();
  }

  private void start(int version) {
    start(version, 20_000, 20_000, 20_000);
  }

  /** Times in ms; what must not end by itself has 20 s, so that a busy machine does not end it. */
  private void start(int version, int pingInterval, int pingTimeout, int upgradeTimeout) {
    Configuration configuration = new Configuration();
    configuration.setHostname("127.0.0.1");
    configuration.setPort(0);
    configuration.setContext("/engine.io");
    configuration.setWorkerThreads(4);
    configuration.setPingInterval(pingInterval);
    configuration.setPingTimeout(pingTimeout);
    configuration.setUpgradeTimeout(upgradeTimeout);
    server =
        EngineIoServer.start(
            configuration,
            EngineOptions.defaults().maxPayload(1000),
            new EngineIoServer.Listener() {
              @Override
              public void message(EngineIoServer.Connection connection, String text) {
                connection.send(text);
                if (text.equals("bye")) {
                  connection.close();
                }
              }

              @Override
              public void message(EngineIoServer.Connection connection, byte[] bytes) {
                connection.send(bytes);
              }
            });
    http = new RawHttp(server.port(), "/engine.io/?EIO=" + version);
  }

  private static String payload(int version, String packet) {
    return version == 4 ? packet : packet.length() + ":" + packet;
  }

  private void assertServesOthers(int version) throws Exception {
    String sid = http.open();
    assertThat(http.post(sid, payload(version, "4next")).body()).isEqualTo("ok");
    assertThat(http.poll(sid).body()).isEqualTo(payload(version, "4next"));
    http.post(sid, payload(version, "1"));
  }

  private void assertUnknown(String sid) throws Exception {
    HttpResponse<String> answer = http.poll(sid);
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.body()).isEqualTo("{\"code\":1,\"message\":\"Session ID unknown\"}");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void bothTransportsOpenASession(int version) throws Exception {
    start(version);

    HttpResponse<String> answer = http.get("&transport=polling");
    assertThat(answer.headers().firstValue("content-type")).hasValue("text/plain; charset=UTF-8");
    assertThat(answer.headers().map())
        .doesNotContainKeys("access-control-allow-origin", "set-cookie");
    assertThat(answer.body())
        .matches(
            (version == 4 ? "" : "\\d+:")
                + "0\\{\"sid\":\"[-0-9a-f]{36}\",\"upgrades\":\\[\"websocket\"],"
                + "\"pingInterval\":20000,\"pingTimeout\":20000,\"maxPayload\":1000}");

    try (RawSocket socket = RawSocket.connect(http, "&transport=websocket")) {
      assertThat(socket.next()).startsWith("0{\"sid\":\"").contains("\"upgrades\":[],");
      socket.send("4hello").sendHex(version == 4 ? "0001" : "040001");
      assertThat(socket.next()).isEqualTo("4hello");
      assertThat(socket.next()).isEqualTo(version == 4 ? "hex:0001" : "hex:040001");
    }
  }

  @Test
  void requestsThatBreakARuleAreRefusedWithItsCode() throws Exception {
    start(4);
    String sid = http.open();

    assertThat(http.get("").body()).contains("\"code\":0");
    assertThat(http.get("&transport=carrier-pigeon").body()).contains("\"code\":0");
    assertThat(http.get("&transport=polling&sid=nobody").body()).contains("\"code\":1");
    HttpRequest.BodyPublisher empty = HttpRequest.BodyPublishers.noBody();
    assertThat(RawHttp.send(http.request("&transport=polling").POST(empty).build()).body())
        .contains("\"code\":2");
    assertThat(RawHttp.send(http.request("&transport=polling").PUT(empty).build()).body())
        .contains("\"code\":2");
    assertThat(http.get("&transport=websocket").body()).contains("\"code\":3");
    assertThat(http.get("&transport=websocket&sid=" + sid).body()).contains("\"code\":3");
    assertThat(new RawHttp(server.port(), "/engine.io/?EIO=3").poll(sid).body())
        .contains("\"code\":3");
    assertThat(
            RawHttp.send(http.request("&transport=polling&sid=" + sid).DELETE().build())
                .statusCode())
        .isEqualTo(500);
    assertThat(new RawHttp(server.port(), "/elsewhere").get("").statusCode()).isEqualTo(404);
    assertServesOthers(4);
  }

  @Test
  void olderVersionsAreRefusedWhereTheyAreNotAllowed() throws Exception {
    Configuration configuration = new Configuration();
    configuration.setHostname("127.0.0.1");
    configuration.setPort(0);
    EngineIoServer.Listener deaf =
        new EngineIoServer.Listener() {
          @Override
          public void message(EngineIoServer.Connection connection, String text) {}

          @Override
          public void message(EngineIoServer.Connection connection, byte[] bytes) {}
        };
    server = EngineIoServer.start(configuration, EngineOptions.defaults().allowEio3(false), deaf);

    for (String version : new String[] {"EIO=3", "EIO=abc", "EIO=5", ""}) {
      assertThat(
              new RawHttp(server.port(), "/socket.io/?" + version).get("&transport=polling").body())
          .isEqualTo("{\"code\":5,\"message\":\"Unsupported protocol version\"}");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void messagesKeepTheirOrderByLongPolling(int version) throws Exception {
    start(version);
    String sid = http.open();
    StringBuilder sent = new StringBuilder();
    for (int i = 0; i < 120; i++) {
      String packet = payload(version, "4ä" + i);
      sent.append(version == 4 && i > 0 ? "\u001e" : "").append(packet);
    }
    int half = sent.indexOf(version == 4 ? "\u001e4ä60" : "4:4ä60");
    http.post(sid, sent.substring(0, half));
    http.post(sid, sent.substring(version == 4 ? half + 1 : half));

    assertThat(http.poll(sid).body()).isEqualTo(sent.toString());
  }

  @Test
  void version3AnswersWithBytesIfThereAreAnyAndTheClientCan() throws Exception {
    start(3);
    String able = http.open();
    http.post(able, "6:4hello10:b4AQIDBA==");
    byte[] body =
        RawHttp.CLIENT
            .send(
                http.request("&transport=polling&sid=" + able).build(),
                HttpResponse.BodyHandlers.ofByteArray())
            .body();
    assertThat(body)
        .containsExactly(0, 6, 255, '4', 'h', 'e', 'l', 'l', 'o', 1, 5, 255, 4, 1, 2, 3, 4);

    String unable =
        http.get("&transport=polling&b64=1").body().replaceAll(".*\"sid\":\"([^\"]+)\".*", "$1");
    http.post(unable, "6:4hello10:b4AQIDBA==");
    assertThat(http.poll(unable).body()).isEqualTo("6:4hello10:b4AQIDBA==");
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void whatIsNoPacketEndsTheSession(int version) throws Exception {
    start(version);
    String sid = http.open();
    CompletableFuture<HttpResponse<String>> poll = http.pollLater(sid);
    assertThat(http.post(sid, "abc").statusCode()).isEqualTo(400);
    poll.get(30, TimeUnit.SECONDS);
    assertUnknown(sid);

    try (RawSocket socket = RawSocket.connect(http, "&transport=websocket")) {
      socket.send("abc").awaitClose();
    }
    try (RawSocket socket = RawSocket.connect(http, "&transport=websocket")) {
      socket.send("9").awaitClose();
    }
    assertServesOthers(version);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aSecondPollEndsTheSession(int version) throws Exception {
    start(version);
    for (int i = 0; i < 20; i++) {
      String sid = http.open();
      CompletableFuture<HttpResponse<String>> first = http.pollLater(sid);
      CompletableFuture<HttpResponse<String>> second = http.pollLater(sid);

      HttpResponse<String> one = first.get(30, TimeUnit.SECONDS);
      HttpResponse<String> other = second.get(30, TimeUnit.SECONDS);
      HttpResponse<String> told = one.statusCode() == 200 ? one : other;
      assertThat(told.body()).isEqualTo(payload(version, "1"));
      assertThat((told == one ? other : one).statusCode()).isEqualTo(400);
      assertUnknown(sid);
    }
  }

  @Test
  void aPollThatIsBrokenOffEndsTheSession() throws Exception {
    start(4);
    String sid = http.open();
    try (Socket connection = new Socket("127.0.0.1", server.port())) {
      OutputStream out = connection.getOutputStream();
      out.write(
          ("GET /engine.io/?EIO=4&transport=polling&sid=" + sid + " HTTP/1.1\r\nHost: a\r\n\r\n")
              .getBytes(StandardCharsets.US_ASCII));
      out.flush();
      Thread.sleep(100); // it has to be there before it is broken off
    }
    await().atMost(RawHttp.LIMIT).until(() -> server.counters().sessions() == 0);
    assertUnknown(sid);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aClientEndsItsSession(int version) throws Exception {
    start(version);
    String sid = http.open();
    CompletableFuture<HttpResponse<String>> poll = http.pollLater(sid);
    await()
        .atMost(RawHttp.LIMIT)
        .ignoreExceptions()
        .until(() -> http.post(sid, payload(version, "4wake")).statusCode() == 200);
    assertThat(poll.get(30, TimeUnit.SECONDS).body()).isEqualTo(payload(version, "4wake"));
    CompletableFuture<HttpResponse<String>> last = http.pollLater(sid);
    Thread.sleep(100); // so that it is open when the session ends
    http.post(sid, payload(version, "1"));
    assertThat(last.get(30, TimeUnit.SECONDS).body()).isEqualTo(payload(version, "6"));
    assertUnknown(sid);

    try (RawSocket socket = RawSocket.connect(http, "&transport=websocket")) {
      socket.send("1").awaitClose();
    }
    assertServesOthers(version);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void whatWasSentBeforeTheServerEndsASessionArrives(int version) throws Exception {
    start(version);
    String sid = http.open();
    http.post(sid, payload(version, "4bye")); // no poll is open

    assertThat(http.poll(sid).body()).isEqualTo(version == 4 ? "4bye\u001e1" : "4:4bye1:1");
    assertUnknown(sid);

    try (RawSocket socket = RawSocket.connect(http, "&transport=websocket")) {
      socket.next();
      assertThat(socket.send("4bye").next()).isEqualTo("4bye");
      socket.awaitClose();
    }
  }

  @Test
  void version4PingsAndEndsASessionThatDoesNotAnswer() throws Exception {
    start(4, 100, 3_000, 20_000);
    String sid = http.open();
    for (int i = 0; i < 3; i++) {
      assertThat(http.poll(sid).body()).isEqualTo("2");
      assertThat(http.post(sid, "3").statusCode()).isEqualTo(200);
    }
    try (RawSocket socket = RawSocket.connect(http, "&transport=websocket", true)) {
      socket.next();
      assertThat(socket.next()).isEqualTo("2");
      socket.awaitClose();
    }
    await().atMost(RawHttp.LIMIT).until(() -> server.counters().sessions() == 0);
    assertUnknown(sid);
  }

  @Test
  void version3AnswersPingsAndEndsASessionThatDoesNotSendAny() throws Exception {
    start(3, 100, 3_000, 20_000);
    try (RawSocket socket = RawSocket.connect(http, "&transport=websocket")) {
      socket.next();
      for (int i = 0; i < 3; i++) {
        assertThat(socket.send("2").next()).isEqualTo("3");
      }
      socket.awaitClose();
    }
    assertThat(server.counters().sessions()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void heartbeatsInTheWrongDirectionEndTheSession(int version) throws Exception {
    start(version);
    try (RawSocket socket = RawSocket.connect(http, "&transport=websocket")) {
      socket.send(version == 4 ? "2" : "3").awaitClose();
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aSessionUpgradesWithoutLosingAnything(int version) throws Exception {
    start(version);
    for (int i = 0; i < 10; i++) {
      String sid = http.open();
      http.post(sid, payload(version, "4before"));
      try (RawSocket socket = RawSocket.connect(http, "&transport=websocket&sid=" + sid)) {
        assertThat(socket.send("2probe").next()).isEqualTo("3probe");
        http.post(sid, payload(version, "4between"));
        socket.send("5").send("4after");
        assertThat(socket.next()).isEqualTo("4before");
        assertThat(socket.next()).isEqualTo("4between");
        assertThat(socket.next()).isEqualTo("4after");
        assertThat(http.poll(sid).body()).contains("\"code\":3");

        try (RawSocket second = RawSocket.connect(http, "&transport=websocket&sid=" + sid)) {
          second.awaitClose();
        }
        assertThat(socket.send("4still here").next()).isEqualTo("4still here");
      }
    }
  }

  @Test
  void aSessionThatTheServerEndsDuringItsUpgradeEndsOverItsNewTransport() throws Exception {
    start(4);
    String sid = http.open();
    try (RawSocket socket = RawSocket.connect(http, "&transport=websocket&sid=" + sid)) {
      assertThat(socket.send("2probe").next()).isEqualTo("3probe");
      http.post(sid, "4bye");
      assertThat(socket.send("5").next()).isEqualTo("4bye");
      socket.awaitClose();
    }
    assertUnknown(sid);
  }

  @ParameterizedTest
  @ValueSource(ints = {3, 4})
  void aProbeEndsTheOpenPoll(int version) throws Exception {
    start(version);
    String sid = http.open();
    CompletableFuture<HttpResponse<String>> poll = http.pollLater(sid);
    try (RawSocket socket = RawSocket.connect(http, "&transport=websocket&sid=" + sid)) {
      assertThat(socket.send("2probe").next()).isEqualTo("3probe");
      assertThat(poll.get(30, TimeUnit.SECONDS).body()).isEqualTo(payload(version, "6"));
      assertThat(socket.send("5").send("4a").next()).isEqualTo("4a");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "2probe", "4too early", "6"})
  void anUpgradeThatIsNotCompletedLeavesTheSession(String instead) throws Exception {
    start(4, 20_000, 20_000, instead.isEmpty() || instead.equals("2probe") ? 2_000 : 20_000);
    String sid = http.open();
    try (RawSocket socket = RawSocket.connect(http, "&transport=websocket&sid=" + sid)) {
      if (!instead.isEmpty()) {
        socket.send(instead);
      }
      socket.awaitClose();
    }
    http.post(sid, "4still here");
    assertThat(http.poll(sid).body()).isEqualTo("4still here");

    try (RawSocket socket = RawSocket.connect(http, "&transport=websocket&sid=" + sid)) {
      assertThat(socket.send("2probe").next()).isEqualTo("3probe");
      assertThat(socket.send("5").send("4a").next()).isEqualTo("4a");
    }
  }

  @Test
  void messagesThatAreTooLongAreRefused() throws Exception {
    start(4);
    String sid = http.open();
    assertThat(http.post(sid, "4" + "x".repeat(1000)).statusCode()).isEqualTo(413);
    assertThat(http.post(sid, "4" + "x".repeat(999)).statusCode()).isEqualTo(200);
    assertThat(http.poll(sid).body()).hasSize(1000);

    try (RawSocket socket = RawSocket.connect(http, "&transport=websocket")) {
      assertThat(socket.send("4" + "x".repeat(1000)).awaitClose()).isEqualTo(1009);
    }
    assertServesOthers(4);
  }

  @Test
  void requestsInOneConnectionAreAnsweredInTheirOrder() throws Exception {
    start(4);
    String sid = http.open();
    String target = "/engine.io/?EIO=4&transport=polling&sid=" + sid + " HTTP/1.1\r\nHost: a\r\n";
    try (Socket connection = new Socket("127.0.0.1", server.port())) {
      connection.setSoTimeout(30_000);
      connection
          .getOutputStream()
          .write(
              ("GET " + target + "\r\nPOST " + target + "Content-Length: 1\r\n\r\n3")
                  .getBytes(StandardCharsets.US_ASCII));
      http.post(sid, "4first");
      StringBuilder answers = new StringBuilder();
      while (answers.indexOf("ok") < 0) {
        answers.append((char) connection.getInputStream().read());
      }
      assertThat(answers.indexOf("4first")).isBetween(0, answers.indexOf("ok"));
    }
  }
}

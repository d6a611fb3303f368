package io.socketionats.conformance.launch.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.launch.broker.NatsServer;
import io.socketionats.conformance.launch.broker.NatsServerFinder;
import io.socketionats.conformance.launch.runtime.Processes;
import io.socketionats.conformance.launch.runtime.Toolchain;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Both node programs keep the control contract, line by line. */
class NodeIT {
  private static final Duration LIMIT = Duration.ofSeconds(20);

  @TempDir static Path folder;

  private static List<Implementation> all;
  private static Map<String, String> places;
  private static Processes runtime;
  private static NatsServer broker;

  @BeforeAll
  static void startBroker() {
    all = Implementations.in(Checkout.root().resolve("conformance/implementations"));
    places = Toolchain.ofThisProcess(Checkout.root(), all);
    runtime = new Processes(NatsServerFinder.ofThisProcess(System.err::println), places);
    broker = runtime.startBroker(folder);
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  private static Implementation implementation(String id) {
    return Implementations.select(all, List.of(id)).get(0);
  }

  private static Node start(String id) {
    Node node =
        runtime.startNode(
            id + "-1",
            implementation(id),
            Map.of("NATS_SERVERS", broker.url(), "ADAPTER_KEY", "it-" + id),
            folder.resolve(id + ".log"));
    node.awaitHello();
    return node;
  }

  private static JsonNode ask(Node node, String request) {
    return node.request((ObjectNode) Json.parse(request));
  }

  private static Client client(Node node, String tag, String namespace) {
    Client client = Client.connect(tag, node, namespace).awaitConnected();
    ask(node, "{\"op\":\"flush\"}");
    return client;
  }

  private static void assertGot(Client client, String event, String args) {
    assertThat(client.inbox().await(event, 1, LIMIT)).as("%s gets '%s'", client, event).isTrue();
    assertThat(client.inbox().of(event)).hasSize(1);
    assertThat(Json.same(client.inbox().of(event).get(0).args(), Json.parse(args)))
        .as("%s has %s", client.inbox().of(event), args)
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "node-sio4"})
  void saysWhoItIs(String id) {
    try (Node node = start(id)) {
      assertThat(node.hello().implementation()).isEqualTo(id);
      assertThat(node.hello().node()).isEqualTo(id + "-1");
      assertThat(node.hello().pid()).isEqualTo(node.pid());
      assertThat(node.hello().versions()).isNotEmpty();
      assertThat(node.can("namespaces")).isTrue();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "node-sio4"})
  void performsEachOperation(String id) {
    try (Node node = start(id)) {
      assertThat(ask(node, "{\"op\":\"open\",\"namespace\":\"/chat\"}").path("ok").asBoolean())
          .isTrue();
      assertThat(broker.subscriptions())
          .flatMap(subjects -> subjects)
          .contains("it-" + id + "./chat");
      try (Client a = client(node, "a", "/chat");
          Client b = client(node, "b", "/chat")) {
        ask(
            node,
            "{\"op\":\"join\",\"namespace\":\"/chat\",\"socket\":\"a\",\"rooms\":[\"red\",\"blue\"]}");
        ask(
            node,
            "{\"op\":\"leave\",\"namespace\":\"/chat\",\"socket\":\"a\",\"rooms\":[\"red\"]}");
        assertThat(socketOf(node, "a").path("rooms")).isEqualTo(Json.parse("[\"blue\"]"));
        assertThat(socketOf(node, "a").path("id").asText()).isEqualTo(a.id());

        ask(
            node,
            "{\"op\":\"emit\",\"namespace\":\"/chat\",\"event\":\"one\",\"args\":[1,{\"$undefined\":true}],\"rooms\":[\"blue\"]}");
        assertGot(a, "one", "[1,null]");
        ask(
            node,
            "{\"op\":\"emit\",\"namespace\":\"/chat\",\"event\":\"two\",\"args\":[],\"socket\":\"a\"}");
        assertGot(b, "two", "[]");
        ask(
            node,
            "{\"op\":\"emitter\",\"name\":\"e\",\"calls\":[[\"of\",\"/chat\"],[\"to\",\"blue\"],[\"emit\",\"three\",{\"a\":[3]}]]}");
        assertGot(a, "three", "[{\"a\":[3]}]");
        JsonNode batch =
            ask(
                node,
                "{\"op\":\"batch\",\"ops\":[{\"op\":\"emit\",\"namespace\":\"/chat\",\"event\":\"four\",\"args\":[4]},{\"op\":\"zap\"},{\"op\":\"stop\"},{\"op\":\"join\",\"namespace\":\"/chat\",\"socket\":\"nobody\",\"rooms\":[\"x\"]}]}");
        assertGot(a, "four", "[4]");
        assertGot(b, "four", "[4]");
        assertThat(batch.path("answers").findValuesAsText("ok"))
            .containsExactly("true", "false", "false", "false");
        assertThat(batch.path("answers").path(1).path("unsupported").asBoolean()).isTrue();
        assertThat(b.inbox().all()).extracting(got -> got.event()).containsExactly("two", "four");

        JsonNode stats = ask(node, "{\"op\":\"stats\"}");
        assertThat(stats.path("uid").asText()).isNotBlank();
        assertThat(stats.path("counters").path("framesOut").asLong()).isEqualTo(3);
        assertThat(stats.path("errors")).isEqualTo(Json.array());

        ask(node, "{\"op\":\"disconnect\",\"namespace\":\"/chat\",\"socket\":\"b\"}");
        await("b is disconnected").atMost(LIMIT).until(() -> b.lost() != null);
        ask(node, "{\"op\":\"close\",\"namespace\":\"/chat\"}");
        assertThat(broker.subscriptions())
            .flatMap(subjects -> subjects)
            .doesNotContain("it-" + id + "./chat");
      }
    }
  }

  private static JsonNode socketOf(Node node, String tag) {
    for (JsonNode socket :
        ask(node, "{\"op\":\"sockets\",\"namespace\":\"/chat\"}").path("sockets")) {
      if (socket.path("tag").asText().equals(tag)) {
        return socket;
      }
    }
    throw new AssertionError("no socket " + tag);
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "node-sio4"})
  void answersWhatItCannotDo(String id) {
    try (Node node = start(id)) {
      assertRefused(node, "{\"op\":\"zap\"}", true, "zap");
      assertRefused(
          node, "{\"op\":\"join\",\"socket\":\"nobody\",\"rooms\":[\"r\"]}", false, "nobody");
      assertRefused(node, "{\"op\":\"sockets\",\"namespace\":\"/none\"}", false, "/none");
      assertRefused(node, "{\"op\":\"close\"}", false, "namespace '/'");
      assertRefused(
          node, "{\"op\":\"emitter\",\"name\":\"e\",\"calls\":[[\"shout\"]]}", false, "shout");
      ask(node, "{\"op\":\"flush\"}");
    }
  }

  private static void assertRefused(
      Node node, String request, boolean unsupported, String subject) {
    assertThatExceptionOfType(RefusedException.class)
        .isThrownBy(() -> ask(node, request))
        .withMessageContaining(subject)
        .satisfies(refused -> assertThat(refused.unsupported()).isEqualTo(unsupported));
  }

  /** A node's process with nothing between it and the test. */
  private record Raw(Process process, BufferedReader lines, Path errors) implements AutoCloseable {
    static Raw start(String id, String... more) throws IOException {
      Path errors = Files.createTempFile(folder, id + "-raw-", ".log");
      ProcessBuilder builder =
          new ProcessBuilder(implementation(id).commandIn(places)).redirectError(errors.toFile());
      Map<String, String> environment = new HashMap<>(implementation(id).environment());
      environment.put("NATS_SERVERS", broker.url());
      environment.put("ADAPTER_KEY", "raw-" + id);
      for (int i = 0; i < more.length; i += 2) {
        environment.put(more[i], more[i + 1]);
      }
      builder.environment().putAll(environment);
      Process process = builder.start();
      return new Raw(process, reader(process.getInputStream()), errors);
    }

    /** What it has written to standard error. */
    String log() throws IOException {
      return Files.readString(errors);
    }

    JsonNode hello() throws IOException {
      return Json.parse(lines.readLine());
    }

    void assertEnds() throws InterruptedException {
      assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
    }

    @Override
    public void close() {
      process.destroyForcibly();
    }
  }

  private static BufferedReader reader(InputStream stream) {
    return new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8));
  }

  private static void write(OutputStream stream, String line) throws IOException {
    stream.write((line + "\n").getBytes(StandardCharsets.UTF_8));
    stream.flush();
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "node-sio4"})
  void answersMalformedLinesAndGoesOn(String id) throws IOException, InterruptedException {
    try (Raw node = Raw.start(id)) {
      node.hello();
      for (String line : List.of("nonsense", "{", "[]", "7", "null", "{}", "")) {
        write(node.process().getOutputStream(), line);

        JsonNode answer = Json.parse(node.lines().readLine());
        assertThat(answer.path("id").isNull()).as("%s for '%s'", answer, line).isTrue();
        assertThat(answer.path("ok").asText()).isEqualTo("false");
        assertThat(answer.path("error").asText()).isNotBlank();
      }
      write(node.process().getOutputStream(), "{\"id\":\"x\",\"op\":\"flush\"}");
      assertThat(node.lines().readLine()).isEqualTo("{\"id\":\"x\",\"ok\":true}");
      write(node.process().getOutputStream(), "{\"id\":2,\"op\":\"stop\"}");
      assertThat(node.lines().readLine()).isEqualTo("{\"id\":2,\"ok\":true}");
      assertThat(node.lines().readLine()).isNull();
      node.assertEnds();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "node-sio4"})
  void endsWithItsInput(String id) throws IOException, InterruptedException {
    try (Raw node = Raw.start(id)) {
      node.hello();

      node.process().getOutputStream().close();

      node.assertEnds();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "node-sio4"})
  void isDrivenOverTcpAsWell(String id) throws IOException, InterruptedException {
    try (Raw node = Raw.start(id, "CONTROL_PORT", "0")) {
      JsonNode hello = node.hello();
      try (Socket control = new Socket("127.0.0.1", hello.path("controlPort").asInt())) {
        BufferedReader answers = reader(control.getInputStream());
        assertThat(Json.parse(answers.readLine())).isEqualTo(hello);
        write(control.getOutputStream(), "{\"id\":1,\"op\":\"flush\"}");
        write(control.getOutputStream(), "{\"id\":2,\"op\":\"stats\"}");

        assertThat(answers.readLine()).isEqualTo("{\"id\":1,\"ok\":true}");
        assertThat(Json.parse(answers.readLine()).path("id").asInt()).isEqualTo(2);
      }
      node.assertEnds();
      assertThat(node.lines().readLine()).isNull();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "node-sio4"})
  void stopsWhenItIsToldToOverTcp(String id) throws IOException, InterruptedException {
    try (Raw node = Raw.start(id, "CONTROL_PORT", "0")) {
      int port = node.hello().path("controlPort").asInt();
      try (Socket control = new Socket("127.0.0.1", port)) {
        BufferedReader answers = reader(control.getInputStream());
        answers.readLine(); // the hello
        write(control.getOutputStream(), "{\"id\":1,\"op\":\"stop\"}");

        assertThat(answers.readLine()).isEqualTo("{\"id\":1,\"ok\":true}");
        node.assertEnds();
      }
    }
  }

  /** An environment that a node must refuse, and how: both programs alike. */
  private record Refusal(int status, String sentence, String... environment) {}

  private static List<Refusal> refusals(int takenPort) {
    String taken = String.valueOf(takenPort);
    String port = "'.*': it has to be a port, 0 to 65535 \\(0 = any free one\\)";
    return List.of(
        new Refusal(
            64,
            "DIALECT is 'klingon': this node program speaks socket.io-nats and mickl",
            "DIALECT",
            "klingon"),
        new Refusal(64, "SOCKETIO_PORT is " + port, "SOCKETIO_PORT", "65536"),
        new Refusal(64, "SOCKETIO_PORT is " + port, "SOCKETIO_PORT", "+1"),
        new Refusal(64, "CONTROL_PORT is " + port, "CONTROL_PORT", "x"),
        new Refusal(
            64,
            "PING_INTERVAL is '0': it has to be a whole number from 1 to 999999999",
            "PING_INTERVAL",
            "0"),
        new Refusal(64, "NATS_SERVERS is ' , ': it has to be nats://.*", "NATS_SERVERS", " , "),
        new Refusal(64, "the adapter refuses its options: .*", "NATS_SERVERS", "nats://a b:1"),
        new Refusal(64, "the adapter refuses its options: .*", "ADAPTER_KEY", "a b"),
        new Refusal(64, "NAMESPACES holds '/a b': .*", "NAMESPACES", "/ok,/a b"),
        new Refusal(68, ".*NATS at .*127\\.0\\.0\\.1:1\\b.*", "NATS_SERVERS", "nats://127.0.0.1:1"),
        new Refusal(
            71,
            "SOCKETIO_PORT %s of 127\\.0\\.0\\.1 cannot be listened on: .*".formatted(taken),
            "SOCKETIO_PORT",
            taken),
        new Refusal(
            71,
            "CONTROL_PORT %s of 127\\.0\\.0\\.1 cannot be listened on: .*".formatted(taken),
            "CONTROL_PORT",
            taken));
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "node-sio4"})
  void refusesAnEnvironmentThatCannotWork(String id) throws IOException, InterruptedException {
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      for (Refusal refusal : refusals(taken.getLocalPort())) {
        try (Raw node = Raw.start(id, refusal.environment())) {
          String what = id + " with " + List.of(refusal.environment());
          assertThat(node.process().waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as(what).isTrue();
          assertThat(node.process().exitValue())
              .as("%s: %s", what, node.log())
              .isEqualTo(refusal.status());
          assertThat(node.log()).as(what).containsPattern("(?m)^" + refusal.sentence() + "$");
          assertThat(node.lines().readLine()).as("%s says nothing to the harness", what).isNull();
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"java", "node-sio4"})
  void takesServersAndNamespacesWithBlanksAroundThemAndEmptyVariablesAsAbsent(String id)
      throws IOException, InterruptedException {
    try (Raw node =
        Raw.start(
            id,
            "NATS_SERVERS",
            " " + broker.url() + " , " + broker.url() + ",",
            "NAMESPACES",
            " /chat , /news ,",
            "DIALECT",
            "",
            "ADAPTER_DELIMITER",
            "",
            "CONTROL_PORT",
            "",
            "SOCKETIO_HOST",
            "")) {
      assertThat(node.hello().path("url").asText()).startsWith("http://127.0.0.1:");
      assertThat(broker.subscriptions())
          .flatMap(subjects -> subjects)
          .contains("raw-" + id + "./", "raw-" + id + "./chat", "raw-" + id + "./news");
      node.process().getOutputStream().close();
      node.assertEnds();
    }
  }
}

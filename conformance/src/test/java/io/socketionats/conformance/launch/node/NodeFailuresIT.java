package io.socketionats.conformance.launch.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.launch.broker.NatsServer;
import io.socketionats.conformance.launch.broker.NatsServerFinder;
import io.socketionats.conformance.launch.runtime.Processes;
import io.socketionats.conformance.launch.runtime.Toolchain;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * What the harness says when a node's program breaks the control contract; the programs are shell
 * scripts.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the nodes are shell scripts")
class NodeFailuresIT {
  private static final String HELLO =
      "echo '{\"hello\":1,\"implementation\":\"n\",\"node\":\"n-1\",\"pid\":1,\"url\":\"http://127.0.0.1:1\"}'\n";

  @TempDir Path folder;

  private final List<Node> started = new ArrayList<>();
  private final List<Implementation> all =
      Implementations.in(Checkout.root().resolve("conformance/implementations"));
  private Processes runtime;

  @BeforeEach
  void findPrograms() {
    runtime =
        new Processes(
            NatsServerFinder.ofThisProcess(System.err::println),
            Toolchain.ofThisProcess(Checkout.root(), all));
  }

  @AfterEach
  void leaveNothingRunning() {
    started.forEach(Node::close);
    assertThat(started).extracting(Node::isAlive).doesNotContain(true);
  }

  private Path log() {
    return folder.resolve("n-1.log");
  }

  private Path script() {
    return folder.resolve("node.sh");
  }

  private Node start(String script) throws IOException {
    Files.writeString(script(), script);
    return start("/bin/sh", script().toString());
  }

  private Node start(String... command) {
    Implementation implementation =
        new Implementation(
            "n", "sh", WireDialect.SOCKET_IO_NATS, 0, List.of(command), Map.of(), List.of());
    Node node = runtime.startNode("n-1", implementation, Map.of(), log());
    started.add(node);
    return node;
  }

  /** The end of every message: last lines, log, command. */
  private String lastWords(String lines) {
    return "; its last lines on standard error:%n%s%nfull log: %s%nstart it by hand: DIALECT=socket.io-nats IMPLEMENTATION=n NODE_NAME=n-1 /bin/sh %s"
        .formatted(lines, log(), script());
  }

  private void assertNotReady(Node node, String message) {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> node.awaitHello(Duration.ofSeconds(20)))
        .withMessage(message);
  }

  private void assertFails(Node node, String message) {
    assertThatExceptionOfType(NodeFailedException.class)
        .isThrownBy(() -> node.request(Json.object().put("op", "flush")))
        .withMessage(message)
        .satisfies(failed -> assertThat(failed.node()).isSameAs(node));
    assertThat(node.isAlive()).isFalse();
  }

  @Test
  void namesTheProgramThatCannotBeStarted() {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> start("/no/such/program", "--now"))
        .withMessageStartingWith(
            "node 'n-1' could not be started: Cannot run program \"/no/such/program\"")
        .withMessageEndingWith(
            "; start it by hand: DIALECT=socket.io-nats IMPLEMENTATION=n NODE_NAME=n-1 /no/such/program --now");
  }

  @Test
  void waitsForAHelloOnlySoLong() throws IOException {
    Node node = start("echo 'still looking for a port' >&2; read -r line");

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> node.awaitHello(Duration.ofSeconds(1)))
        .withMessage(
            "node 'n-1' did not send its hello within 1 s" + lastWords("still looking for a port"));
  }

  @Test
  void refusesRubbishForAHello() throws IOException {
    assertNotReady(
        start("echo 'Server listening'; read -r line"),
        "node 'n-1' failed: it wrote a line to standard output that is not JSON (or was it meant for standard error?): Server listening"
            + lastWords("(none)"));
  }

  @Test
  void refusesAHelloOfAnotherContract() throws IOException {
    assertNotReady(
        start("echo '{\"hello\":2}'; read -r line"),
        "node 'n-1' failed: its hello is refused: it speaks version 2 of the control contract, this harness speaks 1; the line: {\"hello\":2}"
            + lastWords("(none)"));
  }

  @Test
  void tellsTheStatusAndTheLastLinesOfANodeThatExitsBeforeItIsReady() throws IOException {
    String lines =
        String.join("\n", IntStream.rangeClosed(4, 15).mapToObj(i -> "line " + i).toList());

    assertNotReady(
        start("i=0; while [ $i -lt 15 ]; do i=$((i+1)); echo \"line $i\" >&2; done; exit 68"),
        "node 'n-1' failed: it exited with status 68 before it was ready" + lastWords(lines));
  }

  @Test
  void failsWhatIsAskedOfANodeThatExitsInTheMiddle() throws IOException {
    Node node = start(HELLO + "read -r line; echo 'out of memory' >&2; exit 7");
    node.awaitHello();
    CompletableFuture<JsonNode> pending = node.send(Json.object().put("op", "stats"));

    assertFails(node, "node 'n-1' failed: it exited with status 7" + lastWords("out of memory"));
    assertThat(pending).isCompletedExceptionally();
  }

  @Test
  void tellsTheStatusOfANodeThatIsKilled() throws IOException {
    Node node = start(HELLO + "read -r line; kill -9 $$");
    node.awaitHello();

    assertFails(node, "node 'n-1' failed: it exited with status 137" + lastWords("(none)"));
  }

  @Test
  void failsForAnswersThatAreRubbish() throws IOException {
    Node node = start(HELLO + "read -r line; echo '{ok:true}'; read -r line");
    node.awaitHello();

    assertFails(
        node,
        "node 'n-1' failed: it wrote a line to standard output that is not JSON (or was it meant for standard error?): {ok:true}"
            + lastWords("(none)"));
  }

  @Test
  void failsForAnAnswerToARequestThatNobodyMade() throws IOException {
    Node node = start(HELLO + "read -r line; echo '{\"id\":99,\"ok\":true}'; read -r line");
    node.awaitHello();

    assertFails(
        node,
        "node 'n-1' failed: it answered a request that nobody made: {\"id\":99,\"ok\":true}"
            + lastWords("(none)"));
  }

  @Test
  void endsANodeThatIgnoresTheEndOfItsInput() throws IOException {
    Node node = start("trap '' TERM INT; " + HELLO + "while :; do sleep 1; done");
    node.awaitHello();

    node.close();

    assertThat(ProcessHandle.of(node.pid()).filter(ProcessHandle::isAlive)).isEmpty();
  }

  @Test
  void saysThatTheJavaNodesPortIsTaken() throws IOException {
    assertPortIsNamed(
        "java",
        port ->
            "SOCKETIO_PORT "
                + port
                + " of 127.0.0.1 cannot be listened on: Address already in use; choose another port, or 0 for any free one");
  }

  @Test
  void saysThatTheNodeProgramsPortIsTaken() throws IOException {
    assertPortIsNamed(
        "node-sio4",
        port ->
            "SOCKETIO_PORT "
                + port
                + " of 127.0.0.1 cannot be listened on: listen EADDRINUSE: address already in use 127.0.0.1:"
                + port
                + "; choose another port, or 0 for any free one");
  }

  private void assertPortIsNamed(String id, java.util.function.IntFunction<String> sentence)
      throws IOException {
    Implementation implementation = Implementations.select(all, List.of(id)).get(0);
    try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
        NatsServer broker = runtime.startBroker(folder)) {
      int port = taken.getLocalPort();
      Node node =
          runtime.startNode(
              "n-1",
              implementation,
              Map.of("NATS_SERVERS", broker.url(), "SOCKETIO_PORT", String.valueOf(port)),
              log());
      started.add(node);

      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(node::awaitHello)
          .withMessageStartingWith("node 'n-1' failed: it exited with status ")
          .withMessageContaining(" before it was ready; ")
          .withMessageContaining(sentence.apply(port));
    }
  }

  @Test
  void saysThatNatsCannotBeReached() throws IOException {
    int nobody;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      nobody = closed.getLocalPort();
    }
    String url = "nats://127.0.0.1:" + nobody;
    for (String id : List.of("java", "node-sio4")) {
      Implementation implementation = Implementations.select(all, List.of(id)).get(0);
      Node node =
          runtime.startNode(
              "n-1", implementation, Map.of("NATS_SERVERS", url), folder.resolve(id + ".log"));
      started.add(node);

      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(node::awaitHello)
          .withMessageStartingWith(
              "node 'n-1' failed: it exited with status 68 before it was ready; ")
          .withMessageContaining(url)
          .satisfies(failure -> assertThat(failure.getMessage()).doesNotContain("\tat "));
    }
  }
}

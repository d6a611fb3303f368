package io.socketionats.conformance.launch.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.socketionats.conformance.UnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is said when something else is found than the file says. */
class RemoteTest {
  private static final Path FILE = Path.of("nodes.json");
  private static final Duration LIMIT = Duration.ofSeconds(1);

  private static ServerSocket listener() throws IOException {
    return new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"));
  }

  /** Holds a port on which nobody listens. */
  private static Socket nobody() throws IOException {
    Socket socket = new Socket();
    socket.bind(new InetSocketAddress("127.0.0.1", 0));
    return socket;
  }

  private static void saysOnce(ServerSocket listener, String line) {
    Thread thread =
        new Thread(
            () -> {
              try (Socket connection = listener.accept()) {
                connection.getOutputStream().write((line + "\n").getBytes(StandardCharsets.UTF_8));
                connection.getInputStream().read();
              } catch (IOException e) {
                // the test ends
              }
            });
    thread.setDaemon(true);
    thread.start();
  }

  private static RemoteCarrier connect(int port) {
    Deployment.Member member =
        new Deployment.Member(
            "nodes[2]",
            "java",
            URI.create("tcp://127.0.0.1:" + port),
            URI.create("http://example.net:80"));
    return RemoteCarrier.connect("java-1", member, FILE, LIMIT);
  }

  private static void assertFails(int port, String sentence) {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> connect(port))
        .withMessage(sentence, port);
  }

  @Test
  void leavesTheHelloToTheNode() throws IOException {
    String hello = "{\"hello\":1,\"implementation\":\"java\"}";
    try (ServerSocket listener = listener()) {
      saysOnce(listener, hello);
      RemoteCarrier carrier = connect(listener.getLocalPort());

      assertThat(new String(carrier.answers().readNBytes(hello.length()), StandardCharsets.UTF_8))
          .isEqualTo(hello);
      assertThat(carrier.reachable(URI.create("http://0.0.0.0:3000")))
          .isEqualTo(URI.create("http://example.net:80"));
      carrier.kill();
      assertThat(carrier.isAlive()).isFalse();
    }
  }

  @Test
  void refusesANodeOfAnotherImplementation() throws IOException {
    try (ServerSocket listener = listener()) {
      saysOnce(listener, "{\"hello\":1,\"implementation\":\"node-sio4\"}");
      assertFails(
          listener.getLocalPort(),
          "node 'java-1' at 127.0.0.1:%d says that it is 'node-sio4'; correct nodes[2].implementation in 'nodes.json', or the node's variable IMPLEMENTATION");
    }
  }

  @Test
  void refusesWhatIsNoNode() throws IOException {
    try (ServerSocket listener = listener()) {
      saysOnce(listener, "INFO {}\r");
      assertFails(
          listener.getLocalPort(),
          "what answers as node 'java-1' at 127.0.0.1:%d is no node: its first line is 'INFO {}'; correct nodes[2].control in 'nodes.json'");
    }
  }

  // without a limit on the first line, a node that serves another harness was waited for without
  // end
  @Test
  void doesNotWaitForANodeThatIsTaken() throws IOException {
    try (ServerSocket listener = listener()) {
      assertFails(
          listener.getLocalPort(),
          "node 'java-1' is not there: no node takes control at 127.0.0.1:%d within 1 s: nothing is said there; is another control connection open?; start it, or correct nodes[2].control in 'nodes.json'");
    }
  }

  private static void assertNoBroker(int port, int monitoring, String sentence) {
    Deployment deployment =
        new Deployment(
            FILE,
            List.of(URI.create("nats://127.0.0.1:" + port)),
            List.of(URI.create("http://127.0.0.1:" + monitoring)),
            List.of());
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> RemoteBroker.of(deployment))
        .withMessage(sentence);
  }

  @Test
  void saysWhichAddressOfTheBrokerDoesNotAnswer() throws IOException {
    try (Socket nobody = nobody();
        ServerSocket listener = listener()) {
      int closed = nobody.getLocalPort();
      assertNoBroker(
          closed,
          closed,
          "nats-server cannot be reached at nats://127.0.0.1:%d: Connection refused; start it, or correct nats.url in 'nodes.json'"
              .formatted(closed));
      assertNoBroker(
          listener.getLocalPort(),
          closed,
          "no monitoring at http://127.0.0.1:%d: nats-server does not answer on its monitoring port: java.net.ConnectException; start nats-server with --http_port, or correct nats.monitoring in 'nodes.json'"
              .formatted(closed));
    }
  }
}

package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import io.nats.client.Connection;
import io.nats.client.Nats;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is left behind. A row each: the way in, the way out.
 *
 * <pre>
 * a namespace   added by adapter or server    removed by adapter, by server with and without clients,
 *                                             removed and added again
 * a server      started                       stopped; could not listen on its port
 * an adapter    owned or supplied connection  closed; build refused; NATS not there; forgotten
 * an emitter    owned or supplied connection  closed; build refused
 * </pre>
 */
class RemainsTest {
  private final ScriptedNats nats = new ScriptedNats();
  private final RecordingListener listener = new RecordingListener();
  private Set<Thread> threadsBefore;

  @BeforeEach
  void look() {
    threadsBefore = threads();
  }

  @AfterEach
  void stop() {
    nats.close();
  }

  private static Set<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("socketio-nats"))
        .collect(Collectors.toSet());
  }

  private void noThreadIsLeft() {
    await()
        .atMost(30, TimeUnit.SECONDS) // idle threads of pools end after 10 s
        .untilAsserted(() -> assertThat(threads()).isSubsetOf(threadsBefore));
  }

  private NatsAdapter adapter() {
    return NatsAdapter.builder().servers(nats.url()).listener(listener).build();
  }

  @Test
  void namespacesRemovedByTheServerAloneGiveUpTheirSubscriptions() {
    TestNode node = TestNode.start(adapter());
    try {
      for (int i = 0; i < 20; i++) {
        String name = "/session" + i;
        node.server.addNamespace(name);
        TestClient client = node.connect(name);
        node.join(client, "a");
        if (i % 2 == 0) {
          client.close();
          await().until(() -> node.server.getNamespace(name).getAllClients().isEmpty());
        }
        node.server.removeNamespace(name);
        client.close();
      }
      await().untilAsserted(() -> assertThat(nats.subscriptions()).containsExactly("socket.io./"));
      assertThat(node.adapter.counters().subscriptions()).isEqualTo(1);
    } finally {
      node.close();
    }
  }

  @Test
  void aNamespaceThatNobodyEnteredIsGivenUpTooWhenTheServerRemovesIt() {
    TestNode node = TestNode.start(adapter());
    try {
      node.adapter.addNamespace(node.server, "/empty");
      assertThat(nats.subscriptions()).contains("socket.io./empty");
      node.server.removeNamespace("/empty");
      await().untilAsserted(() -> assertThat(nats.subscriptions()).containsExactly("socket.io./"));
    } finally {
      node.close();
    }
  }

  @Test
  void aNamespaceRemovedAndAddedAgainHearsItsOwnRoomsOnly() {
    TestNode node = TestNode.start(adapter());
    try {
      node.server.addNamespace("/x");
      TestClient before = node.connect("/x");
      node.join(before, "old");
      before.close();
      node.server.removeNamespace("/x");
      node.server.addNamespace("/x");
      TestClient after = node.connect("/x");
      node.join(after, "new");

      await()
          .untilAsserted(
              () ->
                  assertThat(nats.subscriptions())
                      .containsExactlyInAnyOrder(
                          "socket.io./",
                          "socket.io./x",
                          "socket.io./x." + after.id(),
                          "socket.io./x.new"));
      nats.publish(
          "socket.io./x.new",
          "[\"peer\",{\"type\":2,\"data\":[\"fence\"],\"nsp\":\"/x\"},{\"rooms\":[\"new\"]}]");
      assertThat(after.until("fence")).isEmpty();
    } finally {
      node.close();
    }
  }

  @Test
  void aServerThatCouldNotListenLeavesNothingOnceStopped() throws IOException {
    NatsAdapter adapter = adapter();
    try (ServerSocket busy = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      SocketIOServer failed = server(adapter, busy.getLocalPort());
      assertThatThrownBy(failed::start).isInstanceOf(java.net.BindException.class);

      SocketIOServer other = server(adapter, 0);
      assertThatThrownBy(other::start)
          .isInstanceOf(IllegalStateException.class)
          .hasMessage(
              "this adapter already serves another SocketIOServer; build one adapter per server,"
                  + " or call stop() on the other one, also if its start failed");

      failed.stop();
      TestNode.confirmed(adapter.flush());
      assertThat(nats.subscriptions()).isEmpty();
      other.start();
      assertThat(nats.subscriptions()).containsExactly("socket.io./");
      other.stop();
      TestNode.confirmed(adapter.flush());
      assertThat(nats.subscriptions()).isEmpty();
    }
    adapter.close();
    noThreadIsLeft();
  }

  private static SocketIOServer server(NatsAdapter adapter, int port) {
    Configuration configuration = new Configuration();
    configuration.setHostname("127.0.0.1");
    configuration.setPort(port);
    configuration.setBossThreads(1);
    configuration.setWorkerThreads(1);
    configuration.setStoreFactory(adapter.storeFactory());
    return new SocketIOServer(configuration);
  }

  @Test
  void whatIsClosedLeavesNoThreadAndNoConnection() {
    for (int i = 0; i < 5; i++) {
      adapter().close();
      NatsEmitter emitter = NatsEmitter.builder().servers(nats.url()).build();
      emitter.to("a").emit("m");
      emitter.close();
      emitter.close();
    }
    await().untilAsserted(() -> assertThat(nats.connections()).isZero());
    noThreadIsLeft();
  }

  @Test
  void aSuppliedConnectionIsLeftAsItWas() throws Exception {
    Connection connection = Nats.connect(nats.url());
    for (int i = 0; i < 5; i++) {
      NatsAdapter adapter = NatsAdapter.builder().connection(connection).build();
      TestNode node = TestNode.start(adapter, "/chat");
      node.connect("/chat");
      node.close();
      NatsEmitter.builder().connection(connection).build().close();
    }
    assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
    assertThat(nats.subscriptions()).isEmpty();
    noThreadIsLeft();
    connection.close();
  }

  @Test
  void aBuildThatFailsLeavesNothing() {
    List<Runnable> builds =
        List.of(
            () -> NatsAdapter.builder().servers(nats.url()).uid("a b").build(),
            () -> NatsAdapter.builder().servers(nats.url()).key("a b").build(),
            () -> NatsEmitter.builder().servers(nats.url()).delimiter(" ").build(),
            () -> NatsAdapter.builder().servers("nats://127.0.0.1:1").build(),
            () -> NatsEmitter.builder().servers("nats://127.0.0.1:1").build());
    for (Runnable build : builds) {
      assertThatThrownBy(build::run).isInstanceOf(RuntimeException.class);
    }
    await().untilAsserted(() -> assertThat(nats.connections()).isZero());
    noThreadIsLeft();
  }

  /** Neither a forgotten close nor a failed build may keep a process from ending. */
  @Test
  void aProcessEndsThoughItForgotToClose() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                Forgetful.class.getName(),
                nats.url())
            .inheritIO()
            .start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
      assertThat(process.exitValue()).isZero();
      assertThat(nats.lines("PUB")).hasSize(2);
    } finally {
      process.destroyForcibly();
    }
  }

  /** Opens what it does not close. */
  static final class Forgetful {
    private Forgetful() {}

    public static void main(String[] arguments) {
      NatsAdapter adapter = NatsAdapter.builder().servers(arguments[0]).build();
      adapter.emit("m");
      adapter.flush().toCompletableFuture().join();
      NatsEmitter emitter =
          NatsEmitter.builder()
              .servers(arguments[0])
              .options(new io.nats.client.Options.Builder().connectionName("forgetful"))
              .build();
      emitter.emit("m");
      emitter.flush().toCompletableFuture().join();
      NatsEmitter.builder().servers("nats://127.0.0.1:1").startWithoutNats().build();
    }
  }
}

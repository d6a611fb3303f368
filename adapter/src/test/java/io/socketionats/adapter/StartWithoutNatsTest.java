package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartWithoutNatsTest {
  private final RecordingListener listener = new RecordingListener();
  private final int port = ReservedPort.next();
  private ScriptedNats nats;

  private String url() {
    return "nats://127.0.0.1:" + port;
  }

  @AfterEach
  void stop() {
    if (nats != null) {
      nats.close();
    }
  }

  private NatsAdapter adapter() {
    return NatsAdapter.builder().servers(url()).startWithoutNats().listener(listener).build();
  }

  @Test
  void theServerServesItsOwnClientsAndJoinsTheClusterWhenNatsComes() {
    TestNode node = TestNode.start(adapter(), "/chat");
    try {
      TestClient client = TestClient.connect(node.server.getConfiguration().getPort(), "/chat");
      await().until(() -> node.find("/chat", client) != null);
      assertThat(node.adapter.connection()).isNull();
      assertThatThrownBy(
              () -> TestNode.confirmed(node.adapter.join(node.find("/chat", client), "a")))
          .hasRootCauseMessage("not confirmed by NATS: the connection is not made yet");
      node.adapter.of("/chat").to("a").emit("local");
      await().until(() -> !listener.errors.isEmpty());

      nats = new ScriptedNats(4096, port);

      await().until(() -> listener.events.contains(ConnectionListener.Events.CONNECTED));
      TestNode.confirmed(node.adapter.flush());
      assertThat(nats.subscriptions())
          .containsExactlyInAnyOrder(
              "socket.io./",
              "socket.io./chat",
              "socket.io./chat." + client.id(),
              "socket.io./chat.a");
      nats.publish(
          "socket.io./chat.a",
          "[\"peer\",{\"type\":2,\"data\":[\"fence\"],\"nsp\":\"/chat\"},{\"rooms\":[\"a\"]}]");
      assertThat(client.until("fence")).containsExactly("local");
      assertThat(nats.lines("PUB")).isEmpty();
      assertThat(node.adapter.counters().dropped(DropCause.DISCONNECTED)).isEqualTo(1);
      assertThat(listener.errors).hasSize(1);
      assertThat(listener.errors.get(0).kind()).isEqualTo(AdapterError.Kind.CONNECTION);
      assertThat(listener.errors.get(0).detail())
          .startsWith("cannot connect to NATS at [" + url() + "]: ")
          .endsWith("; trying again until it succeeds");
      assertThat(listener.events)
          .containsExactly(
              ConnectionListener.Events.DISCONNECTED, ConnectionListener.Events.CONNECTED);
      client.close();
    } finally {
      node.close();
    }
  }

  @Test
  void anEmitterPublishesWhenNatsHasCome() {
    try (NatsEmitter emitter =
        NatsEmitter.builder().servers(url()).startWithoutNats().listener(listener).build()) {
      emitter.emit("lost");
      assertThat(emitter.connection()).isNull();

      nats = new ScriptedNats(4096, port);

      await().until(() -> listener.events.contains(ConnectionListener.Events.CONNECTED));
      emitter.emit("m");
      TestNode.confirmed(emitter.flush());
      assertThat(nats.lines("PUB")).hasSize(1);
      assertThat(nats.lines("PUB").get(0)).contains("\"m\"");
      assertThat(emitter.counters().publishFailures()).isEqualTo(1);
    }
  }

  @Test
  void closedBeforeNatsComesItLeavesNothing() {
    NatsAdapter adapter = adapter();
    await().until(() -> !listener.errors.isEmpty());

    adapter.close();

    nats = new ScriptedNats(4096, port);
    await().until(() -> threads().isEmpty());
    assertThat(nats.lines()).isEmpty();
    assertThat(adapter.connection()).isNull();
  }

  private static java.util.List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.equals("socketio-nats-connect"))
        .toList();
  }

  @Test
  void isRefusedTogetherWithAConnection() throws Exception {
    nats = new ScriptedNats(4096, port);
    Connection connection = io.nats.client.Nats.connect(nats.url());
    assertThatThrownBy(
            () -> NatsAdapter.builder().connection(connection).startWithoutNats().build())
        .hasMessage(
            "startWithoutNats and connection are both set: a supplied connection is there"
                + " already; set one of them");
    connection.close();
  }
}

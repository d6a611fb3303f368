package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Nats;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CloseTest {
  private final ScriptedNats nats = new ScriptedNats();

  @AfterEach
  void stop() {
    nats.close();
  }

  @Test
  void closesAnOwnedConnectionAndGoesOnLocally() {
    TestNode node = TestNode.start(nats, new RecordingListener());
    TestClient client = node.connect("/");

    node.adapter.close();
    node.adapter.close();

    assertThat(node.adapter.connection().getStatus()).isEqualTo(Connection.Status.CLOSED);
    await().untilAsserted(() -> assertThat(nats.subscriptions()).isEmpty());
    node.adapter.emit("m");
    node.adapter.emit("fence");
    assertThat(client.until("fence")).containsExactly("m");
    assertThat(node.adapter.counters().dropped(DropCause.DISCONNECTED)).isEqualTo(2);
    assertThatThrownBy(() -> TestNode.confirmed(node.adapter.flush()))
        .hasMessageContaining("not confirmed by NATS");
    node.close();
  }

  @Test
  void leavesASuppliedConnectionOpenAndWithoutSubscriptions() throws Exception {
    Connection connection = Nats.connect(nats.url());
    try {
      TestNode one = TestNode.start(NatsAdapter.builder().connection(connection).build());
      TestNode two = TestNode.start(NatsAdapter.builder().connection(connection).build());
      TestClient local = one.connect("/");
      TestClient remote = two.connect("/");

      one.adapter.emit("m");
      one.adapter.emit("fence");
      assertThat(remote.until("fence")).containsExactly("m");
      assertThat(local.until("fence")).containsExactly("m");
      assertThat(one.adapter.connection()).isSameAs(connection);

      one.adapter.close();
      assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
      assertThat(nats.subscriptions())
          .containsExactlyInAnyOrder("socket.io./", "socket.io./." + remote.id());
      two.adapter.emit("again");
      two.adapter.emit("fence");
      assertThat(remote.until("fence")).containsExactly("again");

      two.adapter.close();
      assertThat(nats.subscriptions()).isEmpty();
      assertThat(connection.getStatus()).isEqualTo(Connection.Status.CONNECTED);
      one.close();
      two.close();
    } finally {
      connection.close();
    }
  }

  @Test
  void aStoppedServerGivesUpItsSubscriptions() {
    RecordingListener listener = new RecordingListener();
    TestNode node = TestNode.start(nats, listener, "/chat");
    node.connect("/chat");

    node.server.stop();
    TestNode.confirmed(node.adapter.flush());

    assertThat(nats.subscriptions()).isEmpty();
    assertThat(listener.errors).isEmpty();
    node.adapter.close();
  }
}

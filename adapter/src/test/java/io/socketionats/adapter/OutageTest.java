package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Options;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Field;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.Lock;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OutageTest {
  private final RecordingListener listener = new RecordingListener();
  private ScriptedNats nats = new ScriptedNats(4096);
  private TestNode node;

  /** jnats 2.26.2 never reconnects when its reconnectJitter is zero; the adapter sees to that. */
  @BeforeEach
  void start() {
    node =
        TestNode.start(
            NatsAdapter.builder()
                .servers(nats.url())
                .options(
                    new Options.Builder()
                        .reconnectWait(Duration.ofMillis(20))
                        .reconnectJitter(Duration.ZERO))
                .listener(listener)
                .build());
  }

  @AfterEach
  void stop() {
    node.close();
    nats.close();
  }

  private void fence() {
    nats.publish("socket.io./", "[\"peer\",{\"type\":2,\"data\":[\"fence\"]},{}]");
  }

  @Test
  void whileNatsIsAwayEventsAreDeliveredLocallyAndNeverSentLate() {
    TestClient client = node.connect("/");
    node.join(client, "a");
    int port = nats.port();
    nats.close();
    await().until(() -> node.adapter.connection().getStatus() != Connection.Status.CONNECTED);

    node.adapter.emit("m", 1);
    node.adapter.to("a").emit("m", 2);
    node.server.getBroadcastOperations().sendEvent("m", 3);
    node.find("/", client).joinRoom("b");
    node.find("/", client).leaveRoom("a");
    assertThatThrownBy(() -> TestNode.confirmed(node.adapter.join(node.find("/", client), "c")))
        .hasRootCauseInstanceOf(IllegalStateException.class)
        .hasMessageContaining("not confirmed by NATS");

    assertThat(node.adapter.counters().dropped(DropCause.DISCONNECTED)).isEqualTo(3);
    assertThat(node.adapter.counters().publishFailures()).isEqualTo(3);

    nats = new ScriptedNats(4096, port);
    await().until(() -> listener.events.contains(ConnectionListener.Events.RESUBSCRIBED));
    TestNode.confirmed(node.adapter.flush());
    assertThat(nats.subscriptions())
        .containsExactlyInAnyOrder(
            "socket.io./", "socket.io./." + client.id(), "socket.io./.b", "socket.io./.c");
    assertThat(nats.lines("PUB")).isEmpty();
    fence();
    assertThat(client.until("fence")).containsExactly("m 1", "m 2", "m 3");
    assertThat(listener.events).contains(ConnectionListener.Events.DISCONNECTED);
  }

  /** jnats 2.26.2 then takes each answer for that of the flush before, and none is ever in time. */
  @Test
  void aFlushThatCouldNotBeSentDoesNotSpoilTheNextOnes() throws ReflectiveOperationException {
    TestClient client = node.connect("/");
    Lock queue = lockOfTheOutgoingQueue();
    queue.lock();
    try {
      assertThatThrownBy(() -> TestNode.confirmed(node.adapter.flush()))
          .hasMessageContaining("not confirmed by NATS: Output queue is busy");
    } finally {
      queue.unlock();
    }

    await().until(() -> listener.events.contains(ConnectionListener.Events.RESUBSCRIBED));
    TestNode.confirmed(node.adapter.join(node.find("/", client), "a"));
    assertThat(nats.subscriptions()).contains("socket.io./.a");
    assertThat(listener.kinds()).contains(AdapterError.Kind.FLUSH);
  }

  @Test
  void aConnectionThatAnswersNoFlushIsMadeAnew() {
    nats.answersPings(false);
    for (int i = 0; i < 2; i++) {
      assertThatThrownBy(() -> node.adapter.flush().toCompletableFuture().join())
          .hasMessageContaining("not confirmed by NATS within 5 s");
    }
    nats.answersPings(true);

    await().until(() -> listener.events.contains(ConnectionListener.Events.RESUBSCRIBED));
    TestNode.confirmed(node.adapter.flush());
    assertThat(listener.kinds()).contains(AdapterError.Kind.FLUSH);
  }

  private Lock lockOfTheOutgoingQueue() throws ReflectiveOperationException {
    Object writer = field("writer", node.adapter.connection());
    return (Lock) field("editLock", field("normalOutgoing", writer));
  }

  private static Object field(String name, Object owner) throws ReflectiveOperationException {
    Field field = owner.getClass().getDeclaredField(name);
    field.setAccessible(true);
    return field.get(owner);
  }

  @Test
  void anErrorFromNatsIsReportedAndTheNodeGoesOn() {
    TestClient client = node.connect("/");

    nats.error("Permissions Violation for Subscription to \"x\"");

    await().until(() -> listener.kinds().contains(AdapterError.Kind.NATS));
    assertThat(listener.errors.get(0).detail())
        .startsWith("NATS answered -ERR ")
        .containsIgnoringCase("permissions violation");
    fence();
    assertThat(client.until("fence")).isEmpty();
  }

  @Test
  void aFrameOverTheServersLimitIsDeliveredLocallyAndReported() {
    TestClient client = node.connect("/");

    node.adapter.emit("m", "x".repeat(4096));
    node.adapter.emit("small");
    TestNode.confirmed(node.adapter.flush());
    fence();

    assertThat(client.until("fence")).containsExactly("m " + "x".repeat(4096), "small");
    assertThat(listener.kinds()).containsExactly(AdapterError.Kind.PAYLOAD_TOO_LARGE);
    assertThat(listener.errors.get(0).detail())
        .isEqualTo(
            "a frame of 4179 bytes for subject 'socket.io./' exceeds the server's max_payload of"
                + " 4096 and was delivered locally only");
    assertThat(node.adapter.counters().dropped(DropCause.TOO_LARGE)).isEqualTo(1);
    assertThat(nats.lines("PUB")).hasSize(1);
  }

  /** A socket that is bound and never listens keeps its port, so that connects are refused. */
  @Test
  void noServerIsAClearErrorThatNamesThem() throws IOException {
    try (Socket nobody = new Socket()) {
      nobody.bind(new InetSocketAddress("127.0.0.1", 0));
      String url = "nats://127.0.0.1:" + nobody.getLocalPort();

      assertThatThrownBy(() -> NatsAdapter.builder().servers(url).build())
          .isInstanceOf(UncheckedIOException.class)
          .hasMessageStartingWith("cannot connect to NATS at [" + url + "]: ")
          .hasMessageEndingWith("; is nats-server running there, and may this client use it?");
    }
  }

  /** jnats 2.26.2 says only that it could not connect. */
  @Test
  void theCauseOfAFailedHandshakeIsTold() {
    String url = nats.url().replace("nats:", "tls:");
    assertThatThrownBy(() -> NatsAdapter.builder().servers(url).build())
        .hasMessageStartingWith("cannot connect to NATS at [" + url + "]: ")
        .hasMessageMatching("(?s).*(SSL|TLS|Handshake).*");
  }

  @Test
  void serversMayBeJoinedByCommas() throws IOException {
    try (Socket nobody = new Socket()) {
      nobody.bind(new InetSocketAddress("127.0.0.1", 0));
      String urls = "nats://127.0.0.1:" + nobody.getLocalPort() + ", " + nats.url();
      try (NatsEmitter emitter = NatsEmitter.builder().servers(urls).build()) {
        assertThat(emitter.connection().getServers()).hasSize(2);
      }
    }
    assertThatThrownBy(() -> NatsAdapter.builder().servers(nats.url() + ",,"))
        .hasMessageEndingWith(
            "must be a URL such as nats://host:4222, or several joined by commas");
    assertThatThrownBy(() -> NatsAdapter.builder().servers((String[]) null))
        .hasMessage("servers: at least one is needed");
  }
}

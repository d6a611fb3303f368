package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Adapters and emitters on one connection. */
class SharingTest {
  private final ScriptedNats nats = new ScriptedNats();
  private Connection echo;
  private Connection noEcho;

  @BeforeEach
  void connect() throws Exception {
    echo = Nats.connect(nats.url());
    noEcho = Nats.connect(new Options.Builder().server(nats.url()).noEcho().build());
  }

  @AfterEach
  void stop() throws Exception {
    echo.close();
    noEcho.close();
    nats.close();
  }

  private static NatsAdapter adapter(Connection on) {
    return NatsAdapter.builder().connection(on).build();
  }

  private static NatsEmitter emitter(Connection on) {
    return NatsEmitter.builder().connection(on).build();
  }

  @Test
  void anEmitterIsHeardByTheAdapterOnItsConnectionOnce() {
    TestNode node = TestNode.start(adapter(echo));
    try (NatsEmitter emitter = emitter(echo)) {
      TestClient client = node.connect("/");
      emitter.emit("m");
      emitter.emit("fence");
      assertThat(client.until("fence")).containsExactly("m");
    } finally {
      node.close();
    }
  }

  @Test
  void whatWouldNotBeHeardIsRefusedWhenBuilt() {
    try (NatsAdapter first = adapter(noEcho)) {
      refused(() -> adapter(noEcho), "an adapter");
      refused(() -> emitter(noEcho), "an adapter");
      assertThat(first.connection()).isSameAs(noEcho);
    }
    try (NatsEmitter first = emitter(noEcho);
        NatsEmitter second = emitter(noEcho)) {
      refused(() -> adapter(noEcho), "an emitter");
      first.emit("m");
      second.emit("m");
    }
    adapter(noEcho).close();
    assertThat(nats.lines("PUB")).hasSize(2);
  }

  private static void refused(ThrowingCallable building, String other) {
    assertThatThrownBy(building)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "connection was made with noEcho, and "
                + other
                + " with the same key uses it already: NATS does not hand the frames of one to"
                + " the other; use a connection of its own, or supply one that was made without"
                + " noEcho");
  }

  @Test
  void theConnectionOfAnAdapterIsNoneForOthersWithItsKey() {
    try (NatsAdapter owner = NatsAdapter.builder().servers(nats.url()).build()) {
      refused(() -> emitter(owner.connection()), "an adapter");
      NatsEmitter.builder().connection(owner.connection()).key("other").build().close();
    }
    try (NatsEmitter owner = NatsEmitter.builder().servers(nats.url()).build()) {
      refused(() -> adapter(owner.connection()), "an emitter");
      emitter(owner.connection()).close();
    }
  }

  /** Whatever the order in which they come and go, the connection is as it was. */
  @ParameterizedTest
  @MethodSource("users")
  void whoIsRefusedLeavesNothingOnTheConnection(String who, boolean subscribes) {
    try (NatsAdapter first = adapter(noEcho)) {
      Supplier<AutoCloseable> second = subscribes ? () -> adapter(noEcho) : () -> emitter(noEcho);
      for (int i = 0; i < 20; i++) {
        assertThatThrownBy(second::get).isInstanceOf(IllegalArgumentException.class);
      }
      assertThat(noEcho.getStatus()).isEqualTo(Connection.Status.CONNECTED);
      TestNode.confirmed(first.flush());
      assertThat(nats.subscriptions()).isEmpty();
    }
  }

  static Stream<Arguments> users() {
    return Stream.of(Arguments.of("adapter", true), Arguments.of("emitter", false));
  }
}

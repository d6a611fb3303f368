package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.nats.client.Connection;
import io.nats.client.Nats;
import io.nats.client.Options;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class NatsAdapterTest {
  private final ScriptedNats nats = new ScriptedNats();

  @AfterEach
  void stop() {
    nats.close();
  }

  @Test
  void tellsItsOptions() {
    try (NatsAdapter adapter =
        NatsAdapter.builder().servers(nats.url()).key("app1").delimiter(":").build()) {
      assertThat(adapter.uid()).matches("[A-Za-z0-9]{6}");
      assertThat(adapter.key()).isEqualTo("app1");
      assertThat(adapter.delimiter()).isEqualTo(":");
      assertThat(adapter.dialect()).isEqualTo(Dialect.SOCKET_IO_NATS);
      assertThat(adapter.connection().getStatus()).isEqualTo(Connection.Status.CONNECTED);
    }
  }

  @Test
  void hasTheDefaultsOfItsDialect() {
    try (NatsAdapter original = NatsAdapter.builder().servers(nats.url()).build();
        NatsAdapter mickl =
            NatsAdapter.builder().servers(nats.url()).dialect(Dialect.MICKL).uid("m1").build()) {
      assertThat(original.key()).isEqualTo("socket.io");
      assertThat(original.delimiter()).isEqualTo(".");
      assertThat(mickl.key()).isEqualTo("socketIO");
      assertThat(mickl.uid()).isEqualTo("m1");
    }
  }

  @Test
  void connectsToTheServersItWasGivenOnly() {
    try (NatsAdapter plain = NatsAdapter.builder().servers(nats.url()).build();
        NatsAdapter tuned =
            NatsAdapter.builder().servers(nats.url()).options(new Options.Builder()).build()) {
      assertThat(plain.connection().getOptions().getUnprocessedServers())
          .containsExactly(nats.url());
      assertThat(tuned.connection().getOptions().getUnprocessedServers())
          .containsExactly(nats.url());
      assertThat(tuned.connection().getOptions().isNoEcho()).isTrue();
      assertThat(tuned.connection().getOptions().getMaxReconnect()).isEqualTo(-1);
    }
  }

  @Test
  void refusesBadOptionsWithTheirRule() throws Exception {
    refused(
        () -> NatsAdapter.builder().uid("a b").build(),
        "uid 'a b' must be 1 to 64 of A-Z a-z 0-9 _ -");
    refused(
        () -> NatsAdapter.builder().uid("emitter").build(),
        "uid 'emitter' is the id of emitters, whose frames the adapter would take for its own");
    refused(() -> NatsAdapter.builder().key("").build(), "key '' must not be empty");
    refused(() -> NatsAdapter.builder().servers().build(), "servers: at least one is needed");
    refused(
        () -> NatsAdapter.builder().servers("a b").build(),
        "servers 'a b' must be a URL such as nats://host:4222, or several joined by commas");
    Connection connection = Nats.connect(nats.url());
    refused(
        () -> NatsAdapter.builder().connection(connection).servers(nats.url()).build(),
        "servers and connection are both set: a supplied connection has its servers; set one of"
            + " them");
    refused(
        () -> NatsAdapter.builder().connection(connection).options(new Options.Builder()).build(),
        "options and connection are both set: a supplied connection has its options; set one of"
            + " them");
    connection.close();
    refused(
        () -> NatsAdapter.builder().connection(connection).build(),
        "connection is closed: supply an open one");
  }

  private static void refused(ThrowingCallable building, String message) {
    assertThatThrownBy(building).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }

  @Test
  void bindsItsCountersToMicrometer() {
    try (NatsAdapter adapter = NatsAdapter.builder().servers(nats.url()).build()) {
      SimpleMeterRegistry registry = new SimpleMeterRegistry();
      new AdapterMetrics(adapter).bindTo(registry);
      adapter.emit("m");

      assertThat(
              registry
                  .get("socketio.nats.frames.out")
                  .tag("key", "socket.io")
                  .functionCounter()
                  .count())
          .isEqualTo(1);
      assertThat(registry.get("socketio.nats.subscriptions").gauge().value()).isZero();
      assertThat(registry.get("socketio.nats.frames.dropped").functionCounters())
          .hasSize(DropCause.values().length);
    }
  }

  @Test
  void publishesBeforeItsServerHasStarted() {
    try (NatsAdapter adapter =
        NatsAdapter.builder().servers(nats.url()).key("k").delimiter(":").build()) {
      adapter.to("r").emit("m");
      TestNode.confirmed(adapter.flush());
      assertThat(nats.lines("PUB").get(0)).startsWith("PUB k:/:r [");
    }
  }
}

package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NatsEmitterTest {
  private final ScriptedNats nats = new ScriptedNats();
  private NatsEmitter emitter;

  @BeforeEach
  void start() {
    emitter = NatsEmitter.builder().servers(nats.url()).build();
  }

  @AfterEach
  void stop() {
    emitter.close();
    nats.close();
  }

  @Test
  void resetsRoomsFlagsAndNamespaceAfterEachEmit() {
    emitter.of("/chat").to("a").in("b").asVolatile().json().broadcast().emit("m", 1);
    emitter.to("a").except("x").emit("n");
    assertThatThrownBy(() -> emitter.of("/chat").to("b").emit("disconnect"))
        .isInstanceOf(IllegalArgumentException.class);
    emitter.emit("o");
    TestNode.confirmed(emitter.flush());

    assertThat(nats.lines("PUB"))
        .containsExactly(
            "PUB socket.io./chat [\"emitter\",{\"type\":2,\"data\":[\"m\",1],\"nsp\":\"/chat\"},"
                + "{\"rooms\":[\"a\",\"b\"],\"except\":[],"
                + "\"flags\":{\"volatile\":true,\"json\":true,\"broadcast\":true}}]",
            "PUB socket.io./.a [\"emitter\",{\"type\":2,\"data\":[\"n\"],\"nsp\":\"/\"},"
                + "{\"rooms\":[\"a\"],\"except\":[\"x\"],\"flags\":{}}]",
            "PUB socket.io./ [\"emitter\",{\"type\":2,\"data\":[\"o\"],\"nsp\":\"/\"},"
                + "{\"rooms\":[],\"except\":[],\"flags\":{}}]");
    assertThat(emitter.counters().framesOut()).isEqualTo(3);
  }

  @Test
  void reachesTheClientsOfTheCluster() {
    TestNode node = TestNode.start(nats, new RecordingListener());
    try {
      TestClient client = node.connect("/");
      TestClient other = node.connect("/");

      emitter.to(client.id()).emit("m", new byte[] {1});
      emitter.emit("fence");

      assertThat(client.until("fence")).containsExactly("m {\"data\":[1],\"type\":\"Buffer\"}");
      assertThat(other.until("fence")).isEmpty();
    } finally {
      node.close();
    }
  }

  @Test
  void speaksTheMicklDialect() {
    try (NatsEmitter mickl =
        NatsEmitter.builder().servers(nats.url()).dialect(Dialect.MICKL).uid("me").build()) {
      mickl.of("chat").to("a").emit("m");
      TestNode.confirmed(mickl.flush());
    }
    assertThat(nats.lines("PUB"))
        .containsExactly(
            "PUB socketIO./chat {\"fromUid\":\"me\",\"packet\":{\"type\":2,\"data\":[\"m\"],"
                + "\"nsp\":\"/chat\"},\"opts\":{\"rooms\":[\"a\"],\"except\":[],\"flags\":{}}}");
  }
}

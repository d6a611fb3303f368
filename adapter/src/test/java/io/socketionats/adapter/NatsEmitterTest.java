package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
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
  void startsAgainWithoutRoomsFlagsAndNamespace() {
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

  /** It once was one mutable object: the second event of a kept emitter went to everybody. */
  @Test
  void isAValueThatMayBeKeptSharedAndUsedAgain() {
    NatsEmitter admins = emitter.of("/admin");
    NatsEmitter loud = admins.to("room1").compress(true);
    admins.to("room1").emit("m", 1);
    admins.to(List.of("room2")).except(List.of("x")).emit("m", 2);
    emitter.emit("m", 3).emit("m", 4);
    loud.emit("m", 5);
    TestNode.confirmed(emitter.flush());

    String packet =
        "[\"emitter\",{\"type\":2,\"data\":[\"m\",%d],\"nsp\":\"%s\"},{\"rooms\":%s,\"except\":%s,\"flags\":%s}]";
    assertThat(nats.lines("PUB"))
        .containsExactly(
            "PUB socket.io./admin.room1 "
                + packet.formatted(1, "/admin", "[\"room1\"]", "[]", "{}"),
            "PUB socket.io./admin.room2 "
                + packet.formatted(2, "/admin", "[\"room2\"]", "[\"x\"]", "{}"),
            "PUB socket.io./ " + packet.formatted(3, "/", "[]", "[]", "{}"),
            "PUB socket.io./ " + packet.formatted(4, "/", "[]", "[]", "{}"),
            "PUB socket.io./admin.room1 "
                + packet.formatted(5, "/admin", "[\"room1\"]", "[]", "{\"compress\":true}"));
  }

  @Test
  void refusesNullInsteadOfRooms() {
    assertThatThrownBy(() -> emitter.to((String[]) null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("room null: name the rooms, or none");
    assertThatThrownBy(() -> emitter.except((String) null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("except null: a room must have a name");
  }

  @Test
  void reachesTheClientsOfTheCluster() {
    TestNode node = TestNode.start(nats, new RecordingListener());
    try {
      TestClient client = node.connect("/");
      TestClient other = node.connect("/");

      emitter.to(client.id()).emit("m", new byte[] {1});
      emitter.emit("fence");

      assertThat(client.until("fence")).containsExactly("m hex:01");
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

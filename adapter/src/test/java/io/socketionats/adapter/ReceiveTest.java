package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** What may come from the bus, each followed by a good frame that must be delivered. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReceiveTest {
  private final ScriptedNats nats = new ScriptedNats();
  private final RecordingListener listener = new RecordingListener();
  private TestNode node;
  private TestClient client;

  @BeforeAll
  void start() {
    node = TestNode.start(nats, listener, "/chat");
    client = node.connect("/");
  }

  @AfterAll
  void stop() {
    node.close();
    nats.close();
  }

  private List<String> afterPublishing(byte[] payload) {
    nats.publish("socket.io./", payload);
    nats.publish("socket.io./", "[\"peer\",{\"type\":2,\"data\":[\"fence\"],\"nsp\":\"/\"},{}]");
    return client.until("fence");
  }

  @Test
  void deliversWhatTheVectorsSayAndSurvivesTheRest() {
    for (JsonNode entry : Vectors.read("receive.json")) {
      List<String> got = afterPublishing(Vectors.payload(entry, "event"));
      if (entry.get("deliver").asBoolean()) {
        assertThat(got).as(entry.get("name").asText()).hasSize(1);
        assertThat(got.get(0)).startsWith("event");
      } else {
        assertThat(got).as(entry.get("name").asText()).isEmpty();
      }
    }
    assertThat(client.isConnected()).isTrue();
    assertThat(listener.errors).isEmpty();
  }

  @Test
  void deliversBufferObjectsAsBytesAndPlaceholdersAsNull() {
    assertThat(
            afterPublishing(
                "[\"emitter\",{\"type\":5,\"data\":[\"m\",{\"type\":\"Buffer\",\"data\":[1,255]},{\"_placeholder\":true,\"num\":0}],\"nsp\":\"/\",\"attachments\":1},{}]"
                    .getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .containsExactly("m hex:01ff null");
  }

  @Test
  void dropsItsOwnFrames() {
    long before = node.adapter.counters().dropped(DropCause.OWN_FRAME);
    String own = "[\"" + node.adapter.uid() + "\",{\"type\":2,\"data\":[\"m\"],\"nsp\":\"/\"},{}]";

    assertThat(afterPublishing(own.getBytes(java.nio.charset.StandardCharsets.UTF_8))).isEmpty();
    assertThat(node.adapter.counters().dropped(DropCause.OWN_FRAME)).isEqualTo(before + 1);
    assertThat(listener.dropped).noneMatch(frame -> frame.cause() == DropCause.OWN_FRAME);
  }

  @Test
  void neverPublishesAgainWhatItReceived() {
    nats.forgetLines();
    afterPublishing(
        "[\"peer\",{\"type\":2,\"data\":[\"m\"]},{},0]"
            .getBytes(java.nio.charset.StandardCharsets.UTF_8));

    assertThat(nats.lines("PUB")).isEmpty();
  }

  /** Deliveries are counted when all sockets have got the event, so a client may be faster. */
  @Test
  void countsWhatItDelivered() {
    TestNode fresh = TestNode.start(nats, listener);
    try {
      TestClient only = fresh.connect("/");
      nats.publish("socket.io./", "garbage");
      nats.publish("socket.io./", "[\"peer\",{\"type\":2,\"data\":[\"fence\"],\"nsp\":\"/\"},{}]");
      assertThat(only.until("fence")).isEmpty();

      await().untilAsserted(() -> assertThat(fresh.adapter.counters().deliveries()).isOne());
      AdapterCounters counters = fresh.adapter.counters();
      assertThat(counters.framesIn()).isEqualTo(2);
      assertThat(counters.dropped(DropCause.MALFORMED)).isOne();
      assertThat(counters.publishFailures()).isZero();
    } finally {
      fresh.close();
    }
    client.until("fence");
  }

  @Test
  void survivesAHugeListOfRooms() {
    StringBuilder rooms = new StringBuilder("\"r0\"");
    for (int i = 1; i < 100_000; i++) {
      rooms.append(",\"r").append(i).append('"');
    }
    String payload = "[\"peer\",{\"type\":2,\"data\":[\"m\"]},{\"rooms\":[" + rooms + "]}]";
    assertThat(afterPublishing(payload.getBytes(java.nio.charset.StandardCharsets.UTF_8)))
        .isEmpty();
  }

  @Test
  void aListenerThatThrowsHarmsNothing() {
    TestNode other =
        TestNode.start(
            nats,
            new AdapterListener() {
              @Override
              public void dropped(DroppedFrame frame) {
                throw new IllegalStateException("listener");
              }
            });
    try {
      TestClient its = other.connect("/");
      afterPublishing("garbage".getBytes(java.nio.charset.StandardCharsets.UTF_8));
      assertThat(its.until("fence")).isEmpty();
    } finally {
      other.close();
    }
  }
}

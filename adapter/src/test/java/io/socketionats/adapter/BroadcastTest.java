package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class BroadcastTest {
  private final ScriptedNats nats = new ScriptedNats();
  private final RecordingListener listener = new RecordingListener();
  private TestNode one;
  private TestNode two;

  @BeforeEach
  void start() {
    one = TestNode.start(nats, listener, "/chat");
    two = TestNode.start(nats, listener, "/chat");
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    nats.close();
  }

  /** From node one, on the way of every broadcast to a namespace. */
  private void fence(String namespace) {
    one.adapter.of(namespace).emit("fence");
  }

  @Test
  void reachesEverybodyInTheNamespaceOnAllNodesOnce() {
    TestClient local = one.connect("/");
    TestClient remote = two.connect("/");
    TestClient elsewhere = two.connect("/chat");

    one.adapter.emit("hello", 1, "x", null, Map.of("a", List.of(1.5)));
    fence("/");
    fence("/chat");

    assertThat(local.until("fence")).containsExactly("hello 1 x null {\"a\":[1.5]}");
    assertThat(remote.until("fence")).containsExactly("hello 1 x null {\"a\":[1.5]}");
    assertThat(elsewhere.until("fence")).isEmpty();
  }

  @Test
  void reachesTheUnionOfRoomsEachSocketOnce() {
    TestClient both = one.connect("/chat");
    TestClient remoteBoth = two.connect("/chat");
    TestClient remoteOne = two.connect("/chat");
    TestClient none = two.connect("/chat");
    one.join(both, "a", "b");
    two.join(remoteBoth, "a", "b");
    two.join(remoteOne, "b");
    nats.forgetLines();

    one.adapter.of("/chat").to("a").to("b", "a").emit("m");
    fence("/chat");

    assertThat(both.until("fence")).containsExactly("m");
    assertThat(remoteBoth.until("fence")).containsExactly("m");
    assertThat(remoteOne.until("fence")).containsExactly("m");
    assertThat(none.until("fence")).isEmpty();
    assertThat(nats.lines("PUB")).hasSize(2);
    assertThat(nats.lines("PUB").get(0))
        .isEqualTo(
            "PUB socket.io./chat [\""
                + one.adapter.uid()
                + "\",{\"type\":2,\"data\":[\"m\"],\"nsp\":\"/chat\"},"
                + "{\"rooms\":[\"a\",\"b\"],\"except\":[],\"flags\":{}}]");
  }

  @Test
  void publishesOneRoomOnItsOwnSubject() {
    TestClient member = two.connect("/");
    two.join(member, "a b");
    nats.forgetLines();

    one.adapter.to("a b").emit("m", "é");
    fence("/");

    assertThat(member.until("fence")).containsExactly("m é");
    assertThat(nats.lines("PUB").get(0))
        .startsWith("PUB socket.io./.a%20b ")
        .endsWith("{\"rooms\":[\"a b\"],\"except\":[],\"flags\":{}}]");
  }

  @Test
  void leavesOutTheMembersOfExceptedRoomsAndIds() {
    TestClient stays = two.connect("/");
    TestClient muted = two.connect("/");
    TestClient byId = one.connect("/");
    two.join(muted, "muted");

    one.adapter.of("/").except("muted", byId.id(), "nobody").emit("m");
    fence("/");

    assertThat(stays.until("fence")).containsExactly("m");
    assertThat(muted.until("fence")).isEmpty();
    assertThat(byId.until("fence")).isEmpty();
  }

  @Test
  void fromAClientLeavesItOutEvenWhenItHasLeftItsOwnRoom() {
    TestClient sender = one.connect("/chat");
    TestClient other = two.connect("/chat");
    one.leave(sender, sender.id());

    one.adapter.from(one.find("/chat", sender)).emit("m");
    fence("/chat");

    assertThat(sender.until("fence")).isEmpty();
    assertThat(other.until("fence")).containsExactly("m");
  }

  @Test
  void reachesASocketByItsIdOnAnotherNode() {
    TestClient target = two.connect("/chat");
    TestClient other = two.connect("/chat");

    one.adapter.of("chat").to(target.id()).emit("m");
    fence("/chat");

    assertThat(target.until("fence")).containsExactly("m");
    assertThat(other.until("fence")).isEmpty();
  }

  @Test
  void localPublishesNothing() {
    TestClient local = one.connect("/");
    TestClient remote = two.connect("/");
    nats.forgetLines();

    one.adapter.of("/").local().emit("m");
    fence("/");

    assertThat(local.until("fence")).containsExactly("m");
    assertThat(remote.until("fence")).isEmpty();
    assertThat(nats.lines("PUB")).hasSize(1);
  }

  @Test
  void carriesFlagsInTheOrderInWhichTheyWereSet() {
    TestClient remote = two.connect("/");
    nats.forgetLines();

    one.adapter.of("/").asVolatile().compress(false).emit("m");
    fence("/");

    assertThat(remote.until("fence")).containsExactly("m");
    assertThat(nats.lines("PUB").get(0))
        .endsWith("{\"rooms\":[],\"except\":[],\"flags\":{\"volatile\":true,\"compress\":false}}]");
  }

  @Test
  void isAValueThatMayBeUsedAgain() {
    TestClient member = two.connect("/");
    two.join(member, "a");
    Broadcast toA = one.adapter.to("a");

    toA.except(member.id()).emit("no");
    toA.emit("yes");
    fence("/");

    assertThat(member.until("fence")).containsExactly("yes");
  }

  @Test
  void keepsTheOrderOfBroadcastAndDirectEvents() {
    TestClient local = one.connect("/");
    for (int i = 0; i < 50; i++) {
      one.adapter.emit("n", 2 * i);
      one.find("/", local).sendEvent("n", 2 * i + 1);
    }
    fence("/");

    assertThat(local.until("fence"))
        .isEqualTo(java.util.stream.IntStream.range(0, 100).mapToObj(i -> "n " + i).toList());
  }

  @Test
  void keepsTheOrderOfOnePublisherAcrossRoomsAndNamespace() {
    TestClient member = two.connect("/");
    two.join(member, "a", "b");
    for (int i = 0; i < 60; i += 3) {
      one.adapter.emit("n", i);
      one.adapter.to("a").emit("n", i + 1);
      one.adapter.to("a", "b").emit("n", i + 2);
    }
    fence("/");

    assertThat(member.until("fence"))
        .isEqualTo(java.util.stream.IntStream.range(0, 60).mapToObj(i -> "n " + i).toList());
  }

  @Test
  void refusesWhatCannotBeSentBeforeSendingAnything() {
    nats.forgetLines();
    Broadcast all = one.adapter.of("/");

    assertThatThrownBy(() -> all.emit("connect"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("event 'connect' is a name that Socket.IO reserves for itself");
    assertThatThrownBy(() -> all.emit(null)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> all.emit("m", new Object()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("the arguments of event 'm' cannot be written as JSON: ");
    assertThatThrownBy(() -> all.to("a\ud800"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("room 'a\\ud800' holds an unpaired surrogate and cannot be encoded as UTF-8");
    assertThatThrownBy(() -> all.except((String) null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> all.to(Collections.singleton(null)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(nats.lines("PUB")).isEmpty();
  }

  @Test
  void sendsBytesAsBytesAndLongNumbersWithAllDigits() {
    TestClient local = one.connect("/");
    TestClient remote = two.connect("/");

    one.adapter.emit("m", Map.of("x", new byte[] {1, (byte) 255}));
    one.adapter.emit("n", Map.of("n", 9007199254740993L));
    fence("/");

    for (TestClient client : List.of(local, remote)) {
      assertThat(client.until("fence"))
          .containsExactly("m {\"x\":\"hex:01ff\"}", "n {\"n\":9007199254740993}");
    }
    assertThat(nats.lines("PUB").toString()).contains("{\"type\":\"Buffer\",\"data\":[1,255]}");
  }

  @Test
  void whatOnlyLooksLikeBytesIsBytesOnOtherNodesAlone() {
    TestClient local = one.connect("/");
    TestClient remote = two.connect("/");

    one.adapter.emit("m", Map.of("type", "Buffer", "data", List.of(1, 255)), new byte[] {7});
    fence("/");

    assertThat(local.until("fence"))
        .containsExactly("m {\"data\":[1,255],\"type\":\"Buffer\"} hex:07");
    assertThat(remote.until("fence")).containsExactly("m hex:01ff hex:07");
  }
}

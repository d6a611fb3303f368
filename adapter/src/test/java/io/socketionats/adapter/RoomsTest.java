package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.corundumstudio.socketio.SocketIOClient;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RoomsTest {
  private final ScriptedNats nats = new ScriptedNats();
  private final RecordingListener listener = new RecordingListener();
  private TestNode node;

  @BeforeEach
  void start() {
    node = TestNode.start(nats, listener, "/chat");
  }

  @AfterEach
  void stop() {
    node.close();
    nats.close();
  }

  private static String frame(String event, String namespace, String rooms) {
    return "[\"peer\",{\"type\":2,\"data\":[\""
        + event
        + "\"],\"nsp\":\""
        + namespace
        + "\"},{\"rooms\":"
        + rooms
        + "}]";
  }

  private void fence(String namespace) {
    nats.publish("socket.io." + namespace, frame("fence", namespace, "[]"));
  }

  @Test
  void subscribesToNamespacesAndToTheRoomOfEachSocketsId() {
    TestClient client = node.connect("/chat");

    assertThat(nats.subscriptions())
        .containsExactlyInAnyOrder(
            "socket.io./", "socket.io./chat", "socket.io./chat." + client.id());
  }

  @Test
  void aConfirmedJoinIsOnTheWireBeforeTheNextPing() {
    TestClient client = node.connect("/");
    nats.forgetLines();

    node.join(client, "a", "b c");

    assertThat(nats.lines()).containsExactly("SUB socket.io./.a", "SUB socket.io./.b%20c", "PING");
    nats.publish("socket.io./.a", frame("m", "/", "[\"a\"]"));
    fence("/");
    assertThat(client.until("fence")).containsExactly("m");
  }

  @Test
  void onlyTheFirstMemberSubscribesAndOnlyTheLastUnsubscribes() {
    TestClient one = node.connect("/");
    TestClient two = node.connect("/");
    nats.forgetLines();

    node.join(one, "a");
    node.join(two, "a");
    node.join(two, "a");
    node.leave(one, "a");
    node.leave(one, "a", "never joined");
    assertThat(nats.lines("SUB")).containsExactly("SUB socket.io./.a");
    assertThat(nats.lines("UNSUB")).isEmpty();

    node.leave(two, "a");
    assertThat(nats.lines("UNSUB")).containsExactly("UNSUB socket.io./.a");
  }

  @Test
  void disconnectingGivesUpEverySubscription() {
    TestClient client = node.connect("/chat");
    node.join(client, "a", "/chat", "*", "a..b");

    client.close();

    await()
        .untilAsserted(
            () ->
                assertThat(nats.subscriptions()).containsExactly("socket.io./", "socket.io./chat"));
    assertThat(node.adapter.counters().subscriptions()).isEqualTo(2);
  }

  /** netty-socketio keeps the id of a client that joins after it has gone in the room for ever. */
  @Test
  void aJoinAfterTheDisconnectIsUndone() {
    TestClient client = node.connect("/chat");
    SocketIOClient gone = node.find("/chat", client);
    client.close();
    await()
        .until(
            () ->
                !gone.isChannelOpen()
                    && node.server.getNamespace("/chat").getAllClients().isEmpty());

    gone.joinRoom("late");
    gone.joinRooms(Set.of("later", "/chat"));
    TestNode.confirmed(node.adapter.join(gone, "last"));

    assertThat(gone.getAllRooms()).isEmpty();
    await()
        .untilAsserted(
            () ->
                assertThat(nats.subscriptions()).containsExactly("socket.io./", "socket.io./chat"));
  }

  @Test
  void concurrentJoinsAndLeavesEndInStepWithTheRooms() {
    List<SocketIOClient> members = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      members.add(node.find("/", node.connect("/")));
    }
    List<String> baseline = nats.subscriptions();

    List<CompletableFuture<Void>> work = new ArrayList<>();
    for (SocketIOClient member : members) {
      work.add(
          CompletableFuture.runAsync(
              () -> {
                for (int i = 0; i < 500; i++) {
                  member.joinRoom("a");
                  member.joinRooms(Set.of("b", "c"));
                  member.leaveRoom("a");
                  member.leaveRooms(Set.of("b", "c"));
                }
              }));
    }
    CompletableFuture.allOf(work.toArray(CompletableFuture[]::new)).join();
    TestNode.confirmed(node.adapter.flush());
    assertThat(nats.subscriptions()).isEqualTo(baseline);

    CompletableFuture.allOf(
            IntStream.range(0, 4)
                .mapToObj(
                    i ->
                        CompletableFuture.runAsync(
                            () -> {
                              for (int n = 0; n < 501; n++) {
                                if (n % 2 == 0) {
                                  members.get(i).joinRoom("d");
                                } else {
                                  members.get(i).leaveRoom("d");
                                }
                              }
                            }))
                .toArray(CompletableFuture[]::new))
        .join();
    TestNode.confirmed(node.adapter.flush());
    assertThat(nats.subscriptions()).hasSize(baseline.size() + 1).contains("socket.io./.d");
  }

  @Test
  void aRoomNamedStarGetsItsOwnFramesOnly() {
    TestClient star = node.connect("/");
    TestClient other = node.connect("/");
    node.join(star, "*", "a");
    node.join(other, "a.*", "a.b");

    nats.publish("socket.io./.*", frame("star", "/", "[\"*\"]"));
    nats.publish("socket.io./.a", frame("a", "/", "[\"a\"]"));
    nats.publish("socket.io./.zzz", frame("no", "/", "[\"*\"]"));
    nats.publish("socket.io./.a.b", frame("ab", "/", "[\"a.b\"]"));
    nats.publish("socket.io./.a.*", frame("astar", "/", "[\"a.*\"]"));
    fence("/");

    assertThat(star.until("fence")).containsExactly("star", "a");
    assertThat(other.until("fence")).containsExactly("ab", "astar");
    assertThat(node.adapter.counters().dropped(DropCause.OTHER_SUBJECT)).isPositive();
  }

  @Test
  void roomsWithoutASubjectAreAddressedOnTheNamespacesSubject() {
    TestClient client = node.connect("/chat");
    List<String> before = nats.subscriptions();
    node.join(client, "", "a.", ".a", "a..b");
    assertThat(nats.subscriptions()).isEqualTo(before);
    nats.forgetLines();

    nats.publish("socket.io./chat", frame("m", "/chat", "[\"a..b\"]"));
    nats.publish("socket.io./chat", frame("empty", "/chat", "[\"\"]"));
    node.adapter.of("/chat").to("a.").emit("local");
    fence("/chat");
    assertThat(client.until("fence")).containsExactlyInAnyOrder("m", "empty", "local");

    node.leave(client, "", "a.", ".a", "a..b");
    nats.publish("socket.io./chat", frame("no", "/chat", "[\"a..b\"]"));
    fence("/chat");

    assertThat(client.until("fence")).isEmpty();
    assertThat(nats.lines("PUB").get(0)).startsWith("PUB socket.io./chat [").contains("[\"a.\"]");
    assertThat(nats.lines("UNSUB")).isEmpty();
  }

  @Test
  void aRoomTooLongForASubjectWorksAndIsReported() {
    String room = "r".repeat(5000);
    TestClient client = node.connect("/");
    node.join(client, room);
    nats.publish("socket.io./", frame("m", "/", "[\"" + room + "\"]"));
    node.adapter.to(room).emit("m");
    fence("/");

    assertThat(client.until("fence")).containsExactly("m", "m");
    assertThat(listener.kinds())
        .containsExactly(AdapterError.Kind.ROOM_TOO_LONG, AdapterError.Kind.ROOM_TOO_LONG);
    assertThat(nats.lines("PUB").get(0)).startsWith("PUB socket.io./ [");
    assertThat(listener.errors.get(0).detail())
        .isEqualTo(
            "room '"
                + "r".repeat(80)
                + "… (5000 characters)' makes a subject longer than 4076 bytes; the subject of"
                + " namespace '/' is used instead");
  }

  @Test
  void aRoomNamedLikeItsNamespaceHoldsOnlyThoseWhoJoinedIt() {
    TestClient joined = node.connect("/chat");
    TestClient viaNetty = node.connect("/chat");
    TestClient outside = node.connect("/chat");
    node.join(joined, "/chat");
    node.find("/chat", viaNetty).joinRoom("/chat");
    TestNode.confirmed(node.adapter.flush());
    assertThat(nats.subscriptions()).contains("socket.io./chat./chat");

    nats.publish("socket.io./chat./chat", frame("m", "/chat", "[\"/chat\"]"));
    node.adapter.of("/chat").to("/chat").emit("n");
    fence("/chat");
    assertThat(joined.until("fence")).containsExactlyInAnyOrder("m", "n");
    assertThat(viaNetty.until("fence")).containsExactlyInAnyOrder("m", "n");
    assertThat(outside.until("fence")).isEmpty();

    node.leave(joined, "/chat");
    node.find("/chat", viaNetty).leaveRoom("/chat");
    TestNode.confirmed(node.adapter.flush());
    assertThat(nats.subscriptions()).doesNotContain("socket.io./chat./chat");
    node.server.getNamespace("/chat").getBroadcastOperations().sendEvent("all");
    fence("/chat");
    assertThat(joined.until("fence")).containsExactly("all");
  }

  @Test
  void slashIsAnOrdinaryRoomOfTheDefaultNamespace() {
    TestClient joined = node.connect("/");
    TestClient outside = node.connect("/");
    node.join(joined, "/", "");

    nats.publish("socket.io././", frame("slash", "/", "[\"/\"]"));
    nats.publish("socket.io./", frame("empty", "/", "[\"\"]"));
    fence("/");

    assertThat(joined.until("fence")).containsExactly("slash", "empty");
    assertThat(outside.until("fence")).isEmpty();
  }

  @Test
  void aRoomThatIsNoTextIsRefusedAndThroughNettySocketioReported() {
    TestClient client = node.connect("/");

    assertThatThrownBy(() -> node.adapter.join(node.find("/", client), "ok", "\ud800"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("room '\\ud800' holds an unpaired surrogate and cannot be encoded as UTF-8");
    assertThat(node.find("/", client).getAllRooms()).doesNotContain("ok");

    node.find("/", client).joinRoom("\ud800");
    assertThat(listener.kinds()).containsExactly(AdapterError.Kind.ROOM_NAME);
  }
}

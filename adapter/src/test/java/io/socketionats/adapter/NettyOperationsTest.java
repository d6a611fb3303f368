package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.JsonSupport;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import java.time.LocalDate;
import java.util.Date;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Code written for netty-socketio alone, on a server with the adapter's store factory. */
class NettyOperationsTest {
  private final ScriptedNats nats = new ScriptedNats();
  private final RecordingListener listener = new RecordingListener();
  private TestNode one;
  private TestNode two;

  @BeforeEach
  void start() {
    one = TestNode.start(nats, listener, "/chat");
    two = TestNode.start(nats, listener, "/chat");
    nats.forgetLines();
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    nats.close();
  }

  @Test
  void aBroadcastReachesTheNamespaceOnAllNodes() {
    TestClient local = one.connect("/chat");
    TestClient remote = two.connect("/chat");

    one.server.getNamespace("/chat").getBroadcastOperations().sendEvent("m", "x", Map.of("a", 1));
    one.adapter.of("/chat").emit("fence");

    assertThat(local.until("fence")).containsExactly("m x {\"a\":1}");
    assertThat(remote.until("fence")).containsExactly("m x {\"a\":1}");
    assertThat(nats.lines("PUB").get(0))
        .isEqualTo(
            "PUB socket.io./chat [\""
                + one.adapter.uid()
                + "\",{\"type\":2,\"data\":[\"m\",\"x\",{\"a\":1}],\"nsp\":\"/chat\"},"
                + "{\"rooms\":[],\"except\":[],\"flags\":{}}]");
  }

  @Test
  void aRoomOperationReachesTheRoomOnAllNodes() {
    TestClient member = two.connect("/");
    TestClient other = two.connect("/");
    two.join(member, "room 1");
    nats.forgetLines();

    one.server.getRoomOperations("room 1").sendEvent("m");
    one.adapter.emit("fence");

    assertThat(member.until("fence")).containsExactly("m");
    assertThat(other.until("fence")).isEmpty();
    assertThat(nats.lines("PUB"))
        .extracting(line -> line.substring(0, line.indexOf('[') - 1))
        .containsExactlyInAnyOrder(
            "PUB socket.io./.room%201", "PUB socket.io./chat.room%201", "PUB socket.io./");
  }

  @Test
  void clientsOfAllNodesGetTheSameText() {
    for (JsonSupport json : new JsonSupport[] {null, new ServerJsonTest.OrgJson()}) {
      NatsAdapter adapter = NatsAdapter.builder().servers(nats.url()).listener(listener).build();
      try (TestNode three = TestNode.start(adapter, json, "/chat")) {
        TestClient local = three.connect("/chat");
        TestClient remote = two.connect("/chat");
        three.join(local, "room");
        two.join(remote, "room");

        for (Object value : ServerJsonTest.values()) {
          var namespace = three.server.getNamespace("/chat");
          namespace.getBroadcastOperations().sendEvent("all", value, 1);
          namespace.getRoomOperations("room").sendEvent("room", value);
        }
        three.adapter.of("/chat").emit("fence");

        assertThat(remote.until("fence"))
            .hasSize(2 * ServerJsonTest.values().length)
            .isEqualTo(local.until("fence"));
      }
    }
    assertThat(listener.errors).isEmpty();
  }

  @Test
  void bytesReachTheClientsOfOtherNodesAsBytes() {
    TestClient remote = two.connect("/chat");

    one.server
        .getNamespace("/chat")
        .getBroadcastOperations()
        .sendEvent("m", new byte[] {1, 2}, new Date(0));
    one.adapter.of("/chat").emit("fence");

    assertThat(remote.until("fence")).containsExactly("m hex:0102 0");
  }

  @Test
  void whatCannotBePublishedIsReportedAndNeverThrown() {
    var operations = one.server.getNamespace("/chat").getBroadcastOperations();
    operations.sendEvent("connect", 1);
    operations.sendEvent("m", LocalDate.EPOCH);
    Packet disconnect = new Packet(PacketType.MESSAGE, EngineIOVersion.V4);
    disconnect.setSubType(PacketType.DISCONNECT);
    operations.send(disconnect);

    TestNode.confirmed(one.adapter.flush());
    assertThat(nats.lines("PUB")).isEmpty();
    assertThat(listener.kinds())
        .isEqualTo(List.of(AdapterError.Kind.PUBLISH, AdapterError.Kind.PUBLISH));
    assertThat(one.adapter.counters().dropped(DropCause.REFUSED)).isEqualTo(2);
  }
}

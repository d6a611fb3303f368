package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.nats.client.Connection;
import io.nats.client.Nats;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class NamespacesTest {
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

  private void publish(String subject, String event, String namespace) {
    nats.publish(
        subject,
        "[\"peer\",{\"type\":2,\"data\":[\"" + event + "\"],\"nsp\":\"" + namespace + "\"},{}]");
  }

  @Test
  void aNamespaceAddedAtRunTimeIsSubscribedWhenItIsReturned() {
    assertThat(node.adapter.addNamespace(node.server, "news").getName()).isEqualTo("/news");
    assertThat(nats.subscriptions())
        .containsExactly("socket.io./", "socket.io./chat", "socket.io./news");

    TestClient client = node.connect("/news");
    publish("socket.io./news", "m", "/news");
    publish("socket.io./news", "fence", "/news");
    assertThat(client.until("fence")).containsExactly("m");
  }

  @Test
  void aRemovedNamespaceGivesUpItsSubscriptions() {
    node.adapter.addNamespace(node.server, "/news");
    TestClient client = node.connect("/news");
    node.join(client, "a", "/news");
    String id = client.id();

    node.adapter.removeNamespace(node.server, "/news");

    // the client may have closed its connection by now, and with it its room in the namespace "/"
    assertThat(nats.subscriptions())
        .contains("socket.io./", "socket.io./chat")
        .isSubsetOf("socket.io./", "socket.io./chat", "socket.io./." + id);
    client.close();
    await()
        .untilAsserted(
            () ->
                assertThat(nats.subscriptions()).containsExactly("socket.io./", "socket.io./chat"));
  }

  @Test
  void badNamesAreRefusedAndChangeNothing() {
    for (String name : List.of("/a b", "/a\r\nPUB socket.io./ 0", "/a..b", "/a.", "/a.>")) {
      assertThatThrownBy(() -> node.adapter.addNamespace(node.server, name))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith("namespace '/a");
      assertThat(node.server.getNamespace(name)).isNull();
      assertThatThrownBy(() -> node.adapter.of(name)).isInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> node.adapter.removeNamespace(node.server, "/"))
        .hasMessage("namespace '/' cannot be removed: every client enters it first");
    assertThat(nats.subscriptions()).containsExactly("socket.io./", "socket.io./chat");
  }

  @Test
  void aServerWithAnotherStoreFactoryIsRefused() {
    TestNode other = TestNode.start(nats, listener);
    try {
      assertThatThrownBy(() -> node.adapter.addNamespace(other.server, "/x"))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining(
              "call configuration.setStoreFactory(adapter.storeFactory()) before new"
                  + " SocketIOServer");
    } finally {
      other.close();
    }
  }

  @Test
  void aNamespaceCreatedElsewhereIsSubscribedWhenTheFirstClientEnters() {
    node.server.addNamespace("/late");
    assertThat(nats.subscriptions()).doesNotContain("socket.io./late");

    TestClient client = node.connect("/late");

    assertThat(nats.subscriptions()).contains("socket.io./late", "socket.io./late." + client.id());
    publish("socket.io./late", "fence", "/late");
    assertThat(client.until("fence")).isEmpty();
  }

  @Test
  void aBadNameCreatedElsewhereIsReportedOnceAndStaysLocal() {
    node.server.addNamespace("/a..b");
    TestClient client = node.connect("/a..b");
    node.connect("/a..b");

    assertThat(listener.kinds()).containsExactly(AdapterError.Kind.NAMESPACE_NAME);
    assertThat(nats.subscriptions()).noneMatch(subject -> subject.contains("a..b"));
    node.server.getNamespace("/a..b").getBroadcastOperations().sendEvent("m");
    node.server.getNamespace("/a..b").getBroadcastOperations().sendEvent("fence");
    assertThat(client.until("fence")).containsExactly("m");
    assertThat(nats.lines("PUB")).isEmpty();
  }

  /** The subjects of its messages would be read as something else: a deaf node. */
  @Test
  void aNameThatTheSuppliedConnectionCannotReadIsReportedAndNotSubscribed() throws Exception {
    Connection ascii = Nats.connect(nats.url());
    NatsAdapter adapter = NatsAdapter.builder().connection(ascii).listener(listener).build();
    TestNode other = TestNode.start(adapter);
    try {
      String name = "/\u0447\u0430\u0442";
      assertThatThrownBy(() -> adapter.addNamespace(other.server, name))
          .hasMessageContaining("build its Options with supportUTF8Subjects()");
      other.server.addNamespace(name);
      TestClient client = other.connect(name);
      other.connect(name);

      assertThat(listener.kinds()).containsExactly(AdapterError.Kind.NAMESPACE_NAME);
      assertThat(listener.errors.get(0).detail())
          .endsWith("supportUTF8Subjects(); its clients here get the broadcasts of this node only");
      adapter.of(name).emit("m");
      adapter.of(name).emit("fence");
      assertThat(client.until("fence")).containsExactly("m");
      TestNode.confirmed(adapter.flush());
      assertThat(nats.subscriptions())
          .filteredOn(subject -> !subject.startsWith("socket.io./."))
          .containsExactlyInAnyOrder("socket.io./", "socket.io./", "socket.io./chat");
    } finally {
      other.close();
      ascii.close();
    }
  }

  /** Namespace /a.b and room b of namespace /a share a subject. */
  @Test
  void namespacesThatShareASubjectAreToldApartByThePacket() {
    node.adapter.addNamespace(node.server, "/a");
    node.adapter.addNamespace(node.server, "/a.b");
    TestClient dotted = node.connect("/a.b");
    TestClient member = node.connect("/a");
    node.join(member, "b");
    assertThat(nats.subscriptions()).filteredOn("socket.io./a.b"::equals).hasSize(1);

    publish("socket.io./a.b", "dotted", "/a.b");
    nats.publish(
        "socket.io./a.b",
        "[\"peer\",{\"type\":2,\"data\":[\"room\"],\"nsp\":\"/a\"},{\"rooms\":[\"b\"]}]");
    publish("socket.io./a.b", "other", "/chat");
    publish("socket.io./a.b", "fence", "/a.b");
    publish("socket.io./a", "fence", "/a");
    assertThat(dotted.until("fence")).containsExactly("dotted");
    assertThat(member.until("fence")).containsExactly("room");
    assertThat(listener.dropped)
        .containsExactly(
            new DroppedFrame(DropCause.WRONG_NAMESPACE, "socket.io./a.b", "packet.nsp is '/chat'"));

    node.leave(member, "b");
    assertThat(nats.subscriptions()).contains("socket.io./a.b");
  }

  @Test
  void namesBeyondAsciiWork() {
    node.adapter.addNamespace(node.server, "/é");
    TestClient client = node.connect("/é");
    TestNode two = TestNode.start(nats, listener, "/é");
    try {
      two.adapter.of("/é").emit("m");
      two.adapter.of("/é").emit("fence");
      assertThat(client.until("fence")).containsExactly("m");
      assertThat(nats.lines("PUB").get(0)).startsWith("PUB socket.io./é [");
    } finally {
      two.close();
    }
  }
}

package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MicklTest {
  private final ScriptedNats nats = new ScriptedNats();
  private TestNode one;
  private TestNode two;

  @BeforeEach
  void start() {
    one = TestNode.start(adapter(), "/chat");
    two = TestNode.start(adapter(), "/chat");
  }

  private NatsAdapter adapter() {
    return NatsAdapter.builder().servers(nats.url()).dialect(Dialect.MICKL).build();
  }

  @AfterEach
  void stop() {
    one.close();
    two.close();
    nats.close();
  }

  @Test
  void addressesRoomsOnTheNamespacesSubject() {
    TestClient member = two.connect("/chat");
    TestClient other = two.connect("/chat");
    two.join(member, "a");
    nats.forgetLines();

    one.adapter.of("/chat").to("a").emit("m");
    one.adapter.of("/chat").to("a").local().emit("local");
    one.adapter.of("/chat").emit("fence");

    assertThat(member.until("fence")).containsExactly("m");
    assertThat(other.until("fence")).isEmpty();
    assertThat(nats.lines("PUB"))
        .hasSize(2)
        .allMatch(line -> line.startsWith("PUB socketIO./chat {\"fromUid\":"));
    assertThat(nats.subscriptions())
        .containsExactly("socketIO./", "socketIO./", "socketIO./chat", "socketIO./chat");
  }
}

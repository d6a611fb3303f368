package io.socketionats.conformance.judge.client;

import io.socketionats.conformance.Json;
import io.socketionats.conformance.launch.node.Node;

/** Clients without a connection, which receive what a test tells them. */
public final class ClientInMemory {
  private ClientInMemory() {}

  /** A client that its server has given the id {@code id-of-TAG}. */
  public static Client on(Node node, String tag, String namespace) {
    Client client = new Client(tag, node, namespace, false);
    client.welcomed("id-of-" + tag);
    return client.awaitConnected();
  }

  public static void receive(Client client, String event, Object... args) {
    client.inbox().add(event, Json.of(args), false);
  }

  public static void receiveWithAck(Client client, String event, Object... args) {
    client.inbox().add(event, Json.of(args), true);
  }
}

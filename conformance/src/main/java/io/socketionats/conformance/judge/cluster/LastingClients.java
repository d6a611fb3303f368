package io.socketionats.conformance.judge.cluster;

import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.client.UnservedException;
import io.socketionats.conformance.launch.node.Node;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The clients that every node of a cluster has from its start to its end: three in {@code /} and
 * two in {@code /chat}.
 */
final class LastingClients {
  private static final int IN_ROOT = 3;
  private static final int IN_CHAT = 2;

  private final boolean reconnecting;
  private final Map<String, List<Client>> byNode = new LinkedHashMap<>();

  private LastingClients(boolean reconnecting) {
    this.reconnecting = reconnecting;
  }

  /** Clients whose connection stays lost once it is lost. */
  static LastingClients thatStayAway() {
    return new LastingClients(false);
  }

  /** Clients that reconnect by themselves. */
  static LastingClients thatComeBack() {
    return new LastingClients(true);
  }

  /** Lets new clients connect to a node; {@link #awaitConnected} ends that. */
  void beginToConnect(Node node) {
    List<Client> fresh = new ArrayList<>();
    byNode.put(node.name(), fresh);
    connect(node, "/", IN_ROOT, fresh);
    connect(node, Cluster.CHAT, IN_CHAT, fresh);
  }

  private void connect(Node node, String namespace, int count, List<Client> fresh) {
    for (int i = 0; i < count; i++) {
      String tag = "c" + Cluster.number();
      fresh.add(
          reconnecting
              ? Client.connectReconnecting(tag, node, namespace)
              : Client.connect(tag, node, namespace));
    }
  }

  /**
   * @throws UnservedException when the node does not serve one within 20 s
   */
  void awaitConnected(Node node) {
    of(node).forEach(Client::awaitConnected);
  }

  /** Ends a node's clients. */
  void close(Node node) {
    of(node).forEach(Client::close);
    byNode.remove(node.name());
  }

  List<Client> of(Node node) {
    return byNode.getOrDefault(node.name(), List.of());
  }

  List<Client> all() {
    return byNode.values().stream().flatMap(List::stream).toList();
  }
}

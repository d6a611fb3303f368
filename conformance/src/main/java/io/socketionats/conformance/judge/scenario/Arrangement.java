package io.socketionats.conformance.judge.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.node.RefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a scenario sets up on the cluster, and takes down again when it ends: memberships, guests,
 * namespaces.
 */
final class Arrangement {
  private final Cluster cluster;
  private final Set<Client> guests = new LinkedHashSet<>();
  private final Set<Client> moved = new LinkedHashSet<>();
  private final Map<Node, Set<String>> opened = new LinkedHashMap<>();

  /** Something that a node refused to do, in its own words. */
  record Refusal(Node node, String reason) {}

  Arrangement(Cluster cluster) {
    this.cluster = cluster;
  }

  /** Lasting clients, then guests. */
  List<Client> everybody() {
    List<Client> all = new ArrayList<>(cluster.clients());
    all.addAll(guests);
    return all;
  }

  List<Refusal> join(Collection<Client> clients, List<String> rooms) {
    return join(clients, rooms, true);
  }

  /** A join that is answered when the adapter's own promise says so. */
  List<Refusal> joinByPromise(Collection<Client> clients, List<String> rooms) {
    return join(clients, rooms, false);
  }

  private List<Refusal> join(Collection<Client> clients, List<String> rooms, boolean flush) {
    List<Refusal> refusals = move(clients, "join", rooms, flush);
    clients.forEach(client -> client.rooms().addAll(rooms));
    moved.addAll(clients);
    return refusals;
  }

  List<Refusal> leave(Collection<Client> clients, List<String> rooms) {
    List<Refusal> refusals = move(clients, "leave", rooms, true);
    clients.forEach(client -> rooms.forEach(client.rooms()::remove));
    return refusals;
  }

  /**
   * Puts a client into a room though its node may be without the broker. What the node answers is
   * its own affair: that it could not flush is true.
   */
  void joinUnflushed(Client client, String room) {
    moveUnflushed(client, "join", room);
    client.rooms().add(room);
    moved.add(client);
  }

  /** Takes a client out of a room in the same way. */
  void leaveUnflushed(Client client, String room) {
    moveUnflushed(client, "leave", room);
    client.rooms().remove(room);
  }

  private static void moveUnflushed(Client client, String op, String room) {
    try {
      client.node().request(membership(client, op, List.of(room)).put("flush", false));
    } catch (RefusedException e) {
      // whether it took effect is judged by what the client receives
    }
  }

  List<Refusal> swap(Collection<Client> leaving, Collection<Client> joining, List<String> rooms) {
    Map<Node, ArrayNode> ops = new LinkedHashMap<>();
    add(ops, leaving, "leave", rooms);
    add(ops, joining, "join", rooms);
    List<Refusal> refusals = refusals(batches(ops));
    leaving.forEach(client -> rooms.forEach(client.rooms()::remove));
    joining.forEach(client -> client.rooms().addAll(rooms));
    moved.addAll(joining);
    return refusals;
  }

  private List<Refusal> move(
      Collection<Client> clients, String op, List<String> rooms, boolean flush) {
    Map<Node, ArrayNode> ops = new LinkedHashMap<>();
    add(ops, clients, op, rooms);
    Map<Node, ObjectNode> requests = batches(ops);
    if (!flush) {
      requests.values().forEach(request -> request.put("flush", false));
    }
    return refusals(requests);
  }

  private static void add(
      Map<Node, ArrayNode> ops, Collection<Client> clients, String op, List<String> rooms) {
    for (Client client : clients) {
      ops.computeIfAbsent(client.node(), node -> Json.array()).add(membership(client, op, rooms));
    }
  }

  private List<Refusal> refusals(Map<Node, ObjectNode> requests) {
    List<Refusal> refusals = new ArrayList<>();
    cluster
        .ask(requests)
        .forEach(
            (node, answer) -> {
              for (JsonNode each : answer.path("answers")) {
                if (!each.path("ok").asBoolean()) {
                  refusals.add(new Refusal(node, each.path("error").asText()));
                }
              }
            });
    return refusals;
  }

  /**
   * What takes each of these clients into a room and out of it twice: once with time in between,
   * and once at a stroke.
   */
  List<Cluster.Request> inAndOut(Collection<Client> clients, String room) {
    List<Cluster.Request> requests = new ArrayList<>();
    for (List<String> moves : List.of(List.of("join"), List.of("leave", "join", "leave"))) {
      Map<Node, ArrayNode> ops = new LinkedHashMap<>();
      moves.forEach(move -> add(ops, clients, move, List.of(room)));
      requests.addAll(requests(ops));
    }
    return requests;
  }

  /** A batch for each node. */
  static List<Cluster.Request> requests(Map<Node, ArrayNode> ops) {
    return batches(ops).entrySet().stream()
        .map(batch -> new Cluster.Request(batch.getKey(), batch.getValue()))
        .toList();
  }

  private static ObjectNode membership(Client client, String op, Collection<String> rooms) {
    ObjectNode request = namespaceRequest(op, client.namespace()).put("socket", client.tag());
    request.set("rooms", Json.of(rooms));
    return request;
  }

  private static ObjectNode namespaceRequest(String op, String namespace) {
    return Json.object().put("op", op).put("namespace", namespace);
  }

  static Map<Node, ObjectNode> batches(Map<Node, ArrayNode> ops) {
    Map<Node, ObjectNode> batches = new LinkedHashMap<>();
    ops.forEach(
        (node, list) -> batches.put(node, Json.object().put("op", "batch").set("ops", list)));
    return batches;
  }

  List<Client> guests(Collection<Node> hosts, String namespace) {
    List<Client> fresh =
        hosts.stream().map(node -> Client.connect("g" + cluster.next(), node, namespace)).toList();
    guests.addAll(fresh);
    fresh.forEach(Client::awaitConnected);
    cluster.flush(hosts);
    return fresh;
  }

  /** The same without waiting for the broker, which may be away. */
  Client guestUnflushed(Node host, String namespace) {
    Client fresh = Client.connect("g" + cluster.next(), host, namespace);
    guests.add(fresh);
    return fresh.awaitConnected();
  }

  void disconnect(Client guest) {
    guest
        .node()
        .request(namespaceRequest("disconnect", guest.namespace()).put("socket", guest.tag()));
    forget(guest);
    guest.close();
  }

  void forget(Client guest) {
    guests.remove(guest);
  }

  /**
   * @throws RefusedException when a node refuses it
   */
  void open(Collection<Node> hosts, String namespace) {
    Map<Node, ObjectNode> requests = new LinkedHashMap<>();
    for (Node node : hosts) {
      requests.put(node, namespaceRequest("open", namespace));
      opened.computeIfAbsent(node, host -> new LinkedHashSet<>()).add(namespace);
    }
    cluster.ask(requests);
  }

  void close(Node node, String namespace) {
    node.request(namespaceRequest("close", namespace));
    opened.getOrDefault(node, new LinkedHashSet<>()).remove(namespace);
  }

  /**
   * Brings the cluster back to where it was. What a node refuses now is no matter: a namespace that
   * never came to be cannot be closed.
   *
   * @param unreachable nodes that are left out, since they are started anew
   */
  void takeDown(Set<Node> unreachable) {
    guests.forEach(Client::close);
    Map<Node, ArrayNode> ops = new LinkedHashMap<>();
    for (Client client : moved) {
      if (!client.rooms().isEmpty() && !guests.contains(client)) {
        ops.computeIfAbsent(client.node(), node -> Json.array())
            .add(membership(client, "leave", client.rooms()));
      }
      client.rooms().clear();
    }
    opened.forEach(
        (node, namespaces) ->
            namespaces.forEach(
                namespace ->
                    ops.computeIfAbsent(node, host -> Json.array())
                        .add(namespaceRequest("close", namespace))));
    ops.keySet().removeIf(node -> !node.isAlive() || unreachable.contains(node));
    cluster.ask(batches(ops));
  }
}

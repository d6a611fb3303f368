package io.socketionats.conformance.judge.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.verdict.Emission.Due;
import io.socketionats.conformance.judge.verdict.Oracle;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.node.RefusedException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * What a scenario sets up on the cluster, and takes down again when it ends: memberships, guests,
 * namespaces. It knows which rooms each client must be in, and so what it must get.
 */
final class Arrangement {
  private final Cluster cluster;
  private final Set<Client> guests = new LinkedHashSet<>();

  /** By socket id: a client that has come back has a new one, and is in no room. */
  private final Map<String, Set<String>> rooms = new HashMap<>();

  /** Rooms that a node refused to take a client into or out of: it may be in them or not. */
  private final Map<String, Set<String>> doubtful = new HashMap<>();

  private final Map<Node, Set<String>> opened = new LinkedHashMap<>();

  /** Something that a node refused to do for a client, in its own words. */
  record Refusal(Client client, String reason) {
    Node node() {
      return client.node();
    }
  }

  Arrangement(Cluster cluster) {
    this.cluster = cluster;
  }

  Cluster cluster() {
    return cluster;
  }

  /** Lasting clients, then guests. */
  List<Client> everybody() {
    List<Client> all = new ArrayList<>(cluster.clients());
    all.addAll(guests);
    return all;
  }

  /** Every client that there is now, with the rooms that it must be in. */
  Map<Client, Set<String>> memberships() {
    Map<Client, Set<String>> memberships = new LinkedHashMap<>();
    everybody().forEach(client -> memberships.put(client, Set.copyOf(roomsOf(client))));
    return memberships;
  }

  /**
   * What the oracle expects of a broadcast to rooms (none = the namespace), except some, within one
   * node or the cluster. Of a client whose membership is in doubt it expects nothing certain.
   */
  Map<Client, Due> expect(
      String namespace, List<String> to, List<String> except, Optional<Node> within) {
    Map<Client, Due> due = Oracle.expect(memberships(), namespace, to, except, within);
    due.replaceAll(
        (client, certain) -> {
          boolean reachable =
              client.namespace().equals(namespace)
                  && (within.isEmpty() || within.get() == client.node());
          boolean inDoubt = isInDoubt(client, certain == Due.ONCE ? except : to);
          return reachable && inDoubt ? Due.MAYBE : certain;
        });
    return due;
  }

  private boolean isInDoubt(Client client, List<String> some) {
    Set<String> uncertain = doubtful.getOrDefault(client.id(), Set.of());
    return some.stream().anyMatch(uncertain::contains);
  }

  private Set<String> roomsOf(Client client) {
    return rooms.computeIfAbsent(client.id(), id -> new LinkedHashSet<>());
  }

  List<Refusal> join(Collection<Client> clients, List<String> joined) {
    return move(clients, "join", joined, client -> roomsOf(client).addAll(joined));
  }

  List<Refusal> leave(Collection<Client> clients, List<String> left) {
    return move(clients, "leave", left, client -> left.forEach(roomsOf(client)::remove));
  }

  /**
   * Puts a client into a room though its node may be without the broker. What the node answers is
   * its own affair: that it could not flush is true.
   */
  void joinUnflushed(Client client, String room) {
    moveUnflushed(client, "join", room);
    roomsOf(client).add(room);
  }

  /** Takes a client out of a room in the same way. */
  void leaveUnflushed(Client client, String room) {
    moveUnflushed(client, "leave", room);
    roomsOf(client).remove(room);
  }

  private static void moveUnflushed(Client client, String op, String room) {
    try {
      client.node().request(membership(client, op, List.of(room)).put("flush", false));
    } catch (RefusedException e) {
      // whether it took effect is judged by what the client receives
    }
  }

  /** A join that is answered when the adapter's own promise says so. */
  List<Refusal> joinByPromise(Collection<Client> clients, List<String> joined) {
    Map<Node, ObjectNode> requests = batches(memberships(clients, "join", joined));
    requests.values().forEach(request -> request.put("flush", false));
    return settle(clients, joined, requests, client -> roomsOf(client).addAll(joined));
  }

  /**
   * Takes some clients out of a room and others into it, at a stroke.
   *
   * @throws RefusedException when a node refuses that
   */
  void swap(Collection<Client> leaving, Collection<Client> joining, String room) {
    Map<Node, ArrayNode> ops = memberships(leaving, "leave", List.of(room));
    memberships(joining, "join", List.of(room))
        .forEach((node, joins) -> ops.computeIfAbsent(node, one -> Json.array()).addAll(joins));
    cluster.ask(batches(ops)).forEach((node, answer) -> requireDone(node, ops.get(node), answer));
    leaving.forEach(client -> roomsOf(client).remove(room));
    joining.forEach(client -> roomsOf(client).add(room));
  }

  /**
   * What takes each of these clients into a room and out of it twice: once with time in between,
   * and once at a stroke.
   */
  List<Cluster.Request> inAndOut(Collection<Client> clients, String room) {
    List<Cluster.Request> requests = new ArrayList<>();
    for (List<String> moves : List.of(List.of("join"), List.of("leave", "join", "leave"))) {
      Map<Node, ArrayNode> ops = new LinkedHashMap<>();
      for (String move : moves) {
        memberships(clients, move, List.of(room))
            .forEach((node, some) -> ops.computeIfAbsent(node, one -> Json.array()).addAll(some));
      }
      batches(ops).forEach((node, batch) -> requests.add(new Cluster.Request(node, batch)));
    }
    return requests;
  }

  /**
   * @throws RefusedException when one of the answers to a batch refuses its operation
   */
  static void requireDone(Node node, JsonNode ops, JsonNode answer) {
    for (int i = 0; i < ops.size(); i++) {
      node.accepted(ops.get(i), answer.path("answers").path(i));
    }
  }

  /**
   * @param moved what becomes of a client whose node has done it
   */
  private List<Refusal> move(
      Collection<Client> clients, String op, List<String> some, Consumer<Client> moved) {
    return settle(clients, some, batches(memberships(clients, op, some)), moved);
  }

  private List<Refusal> settle(
      Collection<Client> clients,
      List<String> some,
      Map<Node, ObjectNode> requests,
      Consumer<Client> moved) {
    Map<Node, List<Client>> byNode = new LinkedHashMap<>();
    for (Client client : clients) {
      byNode.computeIfAbsent(client.node(), node -> new ArrayList<>()).add(client);
    }
    List<Refusal> refusals = new ArrayList<>();
    Map<Node, JsonNode> answers = cluster.ask(requests);
    byNode.forEach(
        (node, theirs) -> {
          for (int i = 0; i < theirs.size(); i++) {
            Client client = theirs.get(i);
            JsonNode answer = answers.get(node).path("answers").path(i);
            if (answer.path("ok").asBoolean()) {
              moved.accept(client);
            } else {
              roomsOf(client).removeAll(some);
              doubtful.computeIfAbsent(client.id(), id -> new LinkedHashSet<>()).addAll(some);
              refusals.add(new Refusal(client, answer.path("error").asText("no reason given")));
            }
          }
        });
    return refusals;
  }

  private static Map<Node, ArrayNode> memberships(
      Collection<Client> clients, String op, List<String> some) {
    Map<Node, ArrayNode> ops = new LinkedHashMap<>();
    for (Client client : clients) {
      ops.computeIfAbsent(client.node(), node -> Json.array()).add(membership(client, op, some));
    }
    return ops;
  }

  private static ObjectNode membership(Client client, String op, Collection<String> rooms) {
    ObjectNode request = namespaceRequest(op, client.namespace()).put("socket", client.tag());
    request.set("rooms", Json.of(rooms));
    return request;
  }

  private static ObjectNode namespaceRequest(String op, String namespace) {
    return Json.object().put("op", op).put("namespace", namespace);
  }

  /** A batch for each node. */
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
   * @param unreachable nodes that are left out, since they hear nothing and are started anew
   */
  void takeDown(Set<Node> unreachable) {
    guests.forEach(Client::close);
    Map<Node, ArrayNode> ops = new LinkedHashMap<>();
    for (Client client : cluster.clients()) {
      for (Map<String, Set<String>> some : List.of(rooms, doubtful)) {
        Set<String> left = some.getOrDefault(client.id(), Set.of());
        if (!left.isEmpty()) {
          ops.computeIfAbsent(client.node(), node -> Json.array())
              .add(membership(client, "leave", left));
        }
      }
    }
    rooms.clear();
    doubtful.clear();
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

package io.socketionats.conformance.judge.cluster;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.BlockingCalls;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.dialect.Address;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.client.UnservedException;
import io.socketionats.conformance.judge.wire.WireLine;
import io.socketionats.conformance.judge.wire.Witness;
import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.fault.Faults;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.node.NodeFailedException;
import io.socketionats.conformance.launch.node.RefusedException;
import io.socketionats.conformance.launch.runtime.Launcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.awaitility.core.ConditionTimeoutException;

/**
 * Nodes of several implementations of one dialect on one broker, each with its clients: three in
 * {@code /} and two in {@code /chat}. An implementation that cannot take part is left out, for a
 * scenario ({@link #setAside}) or for good ({@link #dismiss}); the others do not notice. Used by
 * one thread at a time.
 */
public final class Cluster implements AutoCloseable {
  /** The second namespace that every node serves. */
  public static final String CHAT = "/chat";

  private static final AtomicInteger NUMBERS = new AtomicInteger();
  private static final Duration INTRODUCTION_LIMIT = Duration.ofSeconds(1);
  private static final Duration CLIENT_LIMIT = Duration.ofSeconds(20);

  private final NodeStarter starter;
  private final Broker broker;
  private final Witness witness;
  private final ClusterPlan plan;
  private final Address address;
  private final List<Node> nodes = new ArrayList<>();
  private final LastingClients clients;
  private final Map<String, Node> uids = new HashMap<>();
  private final Map<String, String> dismissed = new LinkedHashMap<>();
  private final Set<String> aside = new LinkedHashSet<>();

  private Cluster(
      NodeStarter starter,
      Broker broker,
      Witness witness,
      ClusterPlan plan,
      LastingClients clients) {
    this.starter = starter;
    this.broker = broker;
    this.witness = witness;
    this.plan = plan;
    this.clients = clients;
    this.address = new Address(plan.key().orElse(plan.dialect().defaultKey()), ".");
  }

  /**
   * Starts all nodes at once and connects all clients. An implementation whose nodes do not all
   * become ready is dismissed, with the reason.
   *
   * @throws UnavailableException when the broker ends; nothing is left running then
   */
  public static Cluster start(
      Launcher runtime, Broker broker, Witness witness, ClusterPlan plan, Path logs) {
    NodeStarter starter = new NodeStarter(runtime, broker, Optional.empty(), plan, logs);
    return new Cluster(starter, broker, witness, plan, LastingClients.thatStayAway()).start();
  }

  /**
   * The same on a broker that can be broken, as can each node's way to it. The first node of every
   * implementation is at the first server, the others are spread over the others. Clients reconnect
   * by themselves.
   */
  public static Cluster start(
      Launcher runtime, Faults faults, Witness witness, ClusterPlan plan, Path logs) {
    NodeStarter starter =
        new NodeStarter(runtime, faults.broker(), Optional.of(faults), plan, logs);
    return new Cluster(starter, faults.broker(), witness, plan, LastingClients.thatComeBack())
        .start();
  }

  private Cluster start() {
    try {
      plan.implementations().forEach(this::launchAll);
      makeReady(nodes());
      return this;
    } catch (RuntimeException e) {
      close();
      throw e;
    }
  }

  private void launchAll(Implementation implementation) {
    try {
      for (int i = 1; i <= plan.nodesEach(); i++) {
        nodes.add(starter.start(implementation, i));
      }
    } catch (UnavailableException e) {
      requireBroker(e);
      dismiss(implementation, e.getMessage());
    }
  }

  /** Waits for nodes that have been launched, and connects their clients. */
  private void makeReady(Collection<Node> launched) {
    launched.forEach(node -> orDismiss(node, one -> one.awaitHello(plan.helloLimit())));
    launched.forEach(node -> orDismiss(node, NodeStarter::openChat));
    launched.forEach(node -> orDismiss(node, clients::beginToConnect));
    launched.forEach(node -> orDismiss(node, this::settle));
  }

  /** Does a step for a node; when it fails, the node's implementation takes part no longer. */
  private void orDismiss(Node node, Consumer<Node> step) {
    if (dismissed.containsKey(node.implementation().id())) {
      return;
    }
    try {
      step.accept(node);
    } catch (UnavailableException | NodeFailedException | RefusedException | UnservedException e) {
      requireBroker(e);
      String log = "; its log: " + node.log();
      boolean told = e.getMessage().contains(String.valueOf(node.log()));
      dismiss(node.implementation(), told ? e.getMessage() : e.getMessage() + log);
    }
  }

  /** A node that fails is no reason to end; a broker that fails, or the end of the run, is. */
  private void requireBroker(RuntimeException failure) {
    if (Thread.currentThread().isInterrupted()) {
      throw failure;
    }
    if (!broker.isAlive()) {
      throw new UnavailableException("nats-server ended while nodes were starting", failure);
    }
  }

  /** Leaves an implementation out for good: its nodes are killed, its clients closed. */
  public void dismiss(Implementation implementation, String reason) {
    dismissed.putIfAbsent(implementation.id(), reason);
    end(implementation);
    nodes.removeIf(node -> isOf(node, implementation));
  }

  /** Why implementations have been dismissed, by their ids. */
  public Map<String, String> dismissed() {
    return Collections.unmodifiableMap(dismissed);
  }

  /**
   * Leaves an implementation out until {@link #comeBack}: its nodes are killed, so that nothing of
   * them reaches the others.
   */
  public void setAside(Implementation implementation) {
    aside.add(implementation.id());
    end(implementation);
  }

  /** Starts the nodes of implementations that were set aside anew. */
  public void comeBack() {
    List<Node> returning =
        nodes.stream().filter(node -> aside.contains(node.implementation().id())).toList();
    aside.clear();
    restart(returning);
  }

  private void end(Implementation implementation) {
    for (Node node : nodes) {
      if (isOf(node, implementation)) {
        clients.close(node);
        node.kill();
      }
    }
  }

  private static boolean isOf(Node node, Implementation implementation) {
    return node.implementation().id().equals(implementation.id());
  }

  /** The server that a node was started at, from 0. */
  public int server(Node node) {
    return starter.server(node);
  }

  /** Waits for a node's clients and for the subscriptions that they made the node ask for. */
  private void settle(Node node) {
    clients.awaitConnected(node);
    node.request(Json.object().put("op", "flush"));
    introduce(node);
  }

  /** Learns a node's uid from a frame of its own, so that what it publishes later can be told. */
  private void introduce(Node node) {
    String event = "I00.introduction." + next();
    node.request(Json.object().put("op", "emit").put("event", event));
    witness.await(event, INTRODUCTION_LIMIT);
    // the first frame is the node's own; any other is by somebody who publishes again
    witness.carrying(event).stream().limit(1).forEach(line -> uids.put(line.uid(), node));
  }

  /** The uid that a node has been heard to use. */
  public Optional<String> uidOf(Node node) {
    return uids.entrySet().stream()
        .filter(known -> known.getValue() == node && !known.getKey().isEmpty())
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /** The node that has a uid, as far as it has been heard to use it. */
  public Optional<Node> nodeOf(String uid) {
    return Optional.ofNullable(uids.get(uid)).filter(nodes::contains);
  }

  /**
   * Kills nodes that are dead or deaf and starts them anew under their names, with new clients. An
   * implementation for which that fails is dismissed.
   */
  public void restart(Collection<Node> sick) {
    for (Node node : sick) {
      clients.close(node);
      node.kill();
    }
    List<Node> fresh = new ArrayList<>();
    for (Node node : sick) {
      orDismiss(
          node,
          dead -> {
            Node again = starter.startAgain(dead);
            nodes.set(nodes.indexOf(dead), again);
            fresh.add(again);
          });
    }
    makeReady(fresh);
  }

  /**
   * Gives nodes new clients in place of theirs, where the old ones were cut off.
   *
   * @return the nodes that did not serve all of the new ones
   */
  public List<Node> reconnect(Collection<Node> cut) {
    cut.forEach(clients::close);
    cut.forEach(clients::beginToConnect);
    List<Node> unserved = new ArrayList<>();
    for (Node node : cut) {
      try {
        settle(node);
      } catch (NodeFailedException | RefusedException | UnservedException e) {
        requireBroker(e);
        unserved.add(node);
      }
    }
    return unserved;
  }

  /**
   * The implementations that publish again what they have only received, by the broker's counts;
   * for frames whose uid no node has.
   *
   * @param frame one that came again
   * @param event the name that it carries
   * @return empty when none could be shown to
   */
  public Set<Implementation> republishers(WireLine frame, String event) {
    return new Echoes(this).of(frame, event);
  }

  /** Kills nodes; returns when their clients have noticed. {@link #replace} ends that state. */
  public void kill(Collection<Node> victims) {
    victims.forEach(Node::killInPlace);
    for (Node victim : victims) {
      for (Client client : clients.of(victim)) {
        eventually("the loss of a killed node", () -> client.lost() != null, CLIENT_LIMIT);
      }
    }
  }

  /**
   * Starts nodes in the places of those that were killed, all at once. {@link #settleAgain} ends
   * that.
   *
   * @return the new ones, ready, in the same order
   * @throws NodeFailedException when one does not become ready
   */
  public List<Node> replace(Collection<Node> dead) {
    List<Node> again = new ArrayList<>();
    for (Node one : dead) {
      again.add(starter.startInPlace(one));
      nodes.set(nodes.indexOf(one), again.get(again.size() - 1));
    }
    again.forEach(starter::awaitInPlace);
    return again;
  }

  /**
   * Waits until the clients of a node that was replaced have come back by themselves.
   *
   * @throws UnservedException when one does not within 20 s
   */
  public void settleAgain(Node again) {
    clients.of(again).forEach(client -> client.awaitAgain(again));
    again.request(Json.object().put("op", "flush"));
    introduce(again);
  }

  public WireDialect dialect() {
    return plan.dialect();
  }

  public Address address() {
    return address;
  }

  public Broker broker() {
    return broker;
  }

  public Witness witness() {
    return witness;
  }

  /** The implementations that take part now. */
  public List<Implementation> implementations() {
    return plan.implementations().stream()
        .filter(one -> !dismissed.containsKey(one.id()) && !aside.contains(one.id()))
        .toList();
  }

  /** All implementations of the plan, also those that take no part. */
  public List<Implementation> planned() {
    return plan.implementations();
  }

  /** The nodes that take part now, in the order of the plan. */
  public List<Node> nodes() {
    return nodes.stream().filter(node -> !aside.contains(node.implementation().id())).toList();
  }

  public List<Node> nodesOf(Implementation implementation) {
    return nodes.stream().filter(node -> isOf(node, implementation)).toList();
  }

  /** Every lasting client. */
  public List<Client> clients() {
    return clients.all();
  }

  /** The client with this index (from 0) on a node and in {@code /} or {@code /chat}. */
  public Client client(Node node, String namespace, int index) {
    return clients.of(node).stream()
        .filter(client -> client.namespace().equals(namespace))
        .skip(index)
        .findFirst()
        .orElseThrow();
  }

  /** Whether a subject belongs to this cluster. */
  public boolean isOwn(String subject) {
    return subject.startsWith(address.key() + address.delimiter());
  }

  /** A number that occurs once in this process. */
  public int next() {
    return number();
  }

  static int number() {
    return NUMBERS.incrementAndGet();
  }

  /** Asks several nodes at once and waits for all answers. */
  public Map<Node, JsonNode> ask(Map<Node, ObjectNode> requests) {
    Map<Node, CompletableFuture<JsonNode>> sent = new LinkedHashMap<>();
    requests.forEach((node, request) -> sent.put(node, node.send(request)));
    Map<Node, JsonNode> answers = new LinkedHashMap<>();
    sent.forEach((node, answer) -> answers.put(node, node.answerOf(answer)));
    return answers;
  }

  /** One request to one node. */
  public record Request(Node node, ObjectNode body) {}

  /**
   * Sends requests, each without waiting for the answer to the one before, and waits for all. A
   * node answers its own in their order.
   *
   * @return the answers, in the order of the requests
   */
  public List<JsonNode> askAll(List<Request> requests) {
    List<CompletableFuture<JsonNode>> sent =
        requests.stream().map(request -> request.node().send(request.body())).toList();
    List<JsonNode> answers = new ArrayList<>();
    for (int i = 0; i < sent.size(); i++) {
      answers.add(requests.get(i).node().answerOf(sent.get(i)));
    }
    return answers;
  }

  /** Returns when nodes have flushed what they published and subscribed. */
  public void flush(Collection<Node> some) {
    Map<Node, ObjectNode> requests = new LinkedHashMap<>();
    some.forEach(node -> requests.put(node, Json.object().put("op", "flush")));
    ask(requests);
  }

  /** The tags of the clients that a node has in a namespace. */
  public Set<String> tags(Node node, String namespace) {
    JsonNode answer = node.request(Json.object().put("op", "sockets").put("namespace", namespace));
    Set<String> tags = new HashSet<>();
    answer.path("sockets").forEach(socket -> tags.add(socket.path("tag").asText()));
    return tags;
  }

  /** Asks a node for its counters, its uid and what its error listener heard. */
  public JsonNode stats(Node node) {
    return node.request(Json.object().put("op", "stats"));
  }

  /** Waits until something holds; false when it does not within the limit. */
  public boolean eventually(String what, BooleanSupplier holds, Duration limit) {
    try {
      await(what)
          .atMost(limit)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .until(holds::getAsBoolean);
      return true;
    } catch (ConditionTimeoutException e) {
      return false;
    }
  }

  @Override
  public void close() {
    clients.all().forEach(Client::close);
    List<CompletableFuture<Void>> ends =
        nodes.stream().map(node -> BlockingCalls.run(node::close)).toList();
    ends.forEach(CompletableFuture::join);
  }
}

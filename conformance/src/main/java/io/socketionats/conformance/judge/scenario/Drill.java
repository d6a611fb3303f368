package io.socketionats.conformance.judge.scenario;

import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.scenario.Placement.Place;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.launch.fault.Faults;
import io.socketionats.conformance.launch.fault.Faults.State;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * One fault on a live cluster. All nodes speak before it, while it lasts and afterwards. It hits
 * the first node of every implementation (the victims), or the broker and so all nodes; the other
 * nodes are bystanders. One drill judges all pairs: each implementation has a scenario of its own
 * in which it emits.
 *
 * <p>The contract: clients of one node hear each other throughout, unless the node itself is
 * paused; bystanders hear each other throughout; between others an event may be lost while the
 * fault lasts, but it never comes twice, behind a newer one, or to a client that it was not meant
 * for; afterwards all nodes hear each other again without intervention.
 *
 * <p>Every drill checks its {@link Premise}: that the fault did to the cluster what it says.
 */
public final class Drill {
  private static final Duration STATE_LIMIT = Duration.ofSeconds(2);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(20);
  private static final int ROUNDS = 5;
  private static final int ROUND_OF_MOVES = 1;
  private static final String NOWHERE =
      "no connection of the broker could be told to carry what it published";

  private final Cluster cluster;
  private final Faults faults;
  private final Map<Implementation, Scenario> scenarios = new LinkedHashMap<>();
  private final Premise premise;
  private final Recovery recovery;
  private final Duration healLimit;
  private final Conversation conversation;

  /**
   * A fault that lasts for a while.
   *
   * @param hit the nodes that it comes between, and between these and all others
   * @param silent the nodes that cannot speak while it lasts
   * @param meanwhile what clients do while it lasts
   * @param premise what is checked just before it ends
   */
  private record Fault(
      Collection<Node> hit,
      Collection<Node> silent,
      Runnable strike,
      Runnable meanwhile,
      Consumer<List<Said>> premise,
      Runnable heal) {}

  /**
   * @param scenarios one for each implementation of the cluster
   * @param healLimit how long after a fault a node may still not hear another
   */
  public Drill(Cluster cluster, Faults faults, Collection<Scenario> scenarios, Duration healLimit) {
    this.cluster = cluster;
    this.faults = faults;
    scenarios.forEach(scenario -> this.scenarios.put(scenario.emitter(), scenario));
    this.premise = new Premise(cluster.witness(), this.scenarios);
    this.recovery = new Recovery(cluster, this.scenarios, healLimit);
    this.healLimit = healLimit;
    this.conversation = new Conversation(cluster, this.scenarios);
  }

  /** Milliseconds from the end of the fault until an implementation's nodes heard a node again. */
  public Map<Implementation, List<Long>> healing() {
    return recovery.healing();
  }

  /** The first node of every implementation: those that a fault of nodes hits. */
  private List<Node> victims() {
    return cluster.implementations().stream()
        .map(implementation -> cluster.nodesOf(implementation).get(0))
        .toList();
  }

  private List<Node> bystanders(List<Node> victims) {
    return cluster.nodes().stream().filter(node -> !victims.contains(node)).toList();
  }

  /** Nothing gets through between the victims and the broker; no connection ends. */
  public void cutNodesOff(Duration length) {
    List<Node> victims = victims();
    run(
        new Fault(
            victims,
            List.of(),
            () -> victims.forEach(faults::cut),
            () -> {},
            said -> victims.forEach(node -> premise.requireMute(node, said)),
            () -> victims.forEach(faults::mend)),
        length);
  }

  /** The victims' connections to the broker are reset, and new ones are refused. */
  public void refuseNodes(Duration length) {
    refuse(victims(), () -> {}, length);
  }

  private void refuse(List<Node> victims, Runnable meanwhile, Duration length) {
    AtomicReference<Placement> before = new AtomicReference<>();
    run(
        new Fault(
            victims,
            List.of(),
            () -> {
              before.set(Placement.of(cluster, victims));
              victims.forEach(faults::refuse);
            },
            meanwhile,
            said ->
                victims.forEach(
                    node -> {
                      premise.requireMute(node, said);
                      requireGone(node, before.get());
                    }),
            () -> victims.forEach(faults::mend)),
        length);
  }

  private void requireGone(Node node, Placement before) {
    Optional<Place> place = before.of(node);
    premise.require(
        before.isMute(node) || place.filter(one -> !Placement.stands(cluster, one)).isPresent(),
        node,
        "the broker to lose its connection to node %s".formatted(node),
        place.map(one -> "it still has connection " + one.connection()).orElse(NOWHERE));
  }

  /**
   * While the broker refuses the victims, at each of them a client joins a room that has no other
   * member, another one a room that has, and a new client connects.
   */
  public void joinMeanwhile(Duration length) {
    List<Node> victims = victims();
    victims.forEach(node -> conversation.speakTo(roomOf(node)));
    refuse(
        victims,
        () -> {
          for (Node node : victims) {
            any().joinUnflushed(only(node), roomOf(node));
            any().joinUnflushed(second(node), conversation.room());
            conversation.speakTo(any().guestUnflushed(node, "/").id());
          }
        },
        length);
  }

  /**
   * While the broker refuses the victims, at each of them a client leaves a room that has no other
   * member, another one a room that has, and a client disconnects that was alone in its room.
   * Afterwards no node may hold a subscription of a room without members.
   */
  public void leaveMeanwhile(Duration length) {
    List<Node> victims = victims();
    Map<Node, Client> guests = new LinkedHashMap<>();
    for (Node node : victims) {
      any().join(only(node), roomOf(node));
      any().join(second(node), conversation.room());
      guests.put(node, any().guest(node, "/"));
      any().join(guests.get(node), roomOfGuest(node));
      conversation.speakTo(roomOf(node));
    }
    refuse(
        victims,
        () -> {
          for (Node node : victims) {
            any().leaveUnflushed(only(node), roomOf(node));
            any().leaveUnflushed(second(node), conversation.room());
            any().endUnflushed(guests.get(node));
          }
        },
        length);
    if (cluster.dialect() == WireDialect.SOCKET_IO_NATS) {
      victims.forEach(node -> requireUnsubscribed(node, roomOf(node)));
      victims.forEach(node -> requireUnsubscribed(node, roomOfGuest(node)));
    }
  }

  private String roomOf(Node victim) {
    return conversation.room() + "-" + victim;
  }

  private String roomOfGuest(Node victim) {
    return roomOf(victim) + "-guest";
  }

  /** The client that is alone in a room. */
  private Client only(Node victim) {
    return cluster.client(victim, "/", 1);
  }

  /** The client that is in a room beside another of its node. */
  private Client second(Node victim) {
    return cluster.client(victim, "/", 2);
  }

  private void requireUnsubscribed(Node victim, String left) {
    Scenario scenario = scenarios.get(victim.implementation());
    String subject = scenario.subject("/", left);
    boolean gone =
        scenario.eventually(
            "no subscription to " + subject, () -> scenario.subscriptions(subject) == 0);
    if (!gone) {
      scenario.finding(
          Kind.WIRE,
          victim,
          "node %s to hold no subscription to '%s', which its last member left while NATS was away"
              .formatted(victim, subject),
          "the broker holds %d".formatted(scenario.subscriptions(subject)));
    }
  }

  /** The victims are paused, and say nothing while the fault lasts. */
  public void pauseNodes(Duration length) {
    List<Node> victims = victims();
    run(
        new Fault(
            victims,
            victims,
            () -> victims.forEach(faults::pause),
            () -> {},
            said -> victims.forEach(node -> requireState(node, State.PAUSED)),
            () -> victims.forEach(faults::resume)),
        length);
  }

  private void requireState(Node node, State wanted) {
    State state = settled(() -> faults.stateOf(node), wanted);
    premise.require(
        state == wanted,
        node,
        "the program of node %s to be %s".formatted(node, wanted),
        "it is " + state);
  }

  /** A program that has been killed is there for a moment longer. */
  private static State settled(Supplier<State> observed, State wanted) {
    long end = System.nanoTime() + STATE_LIMIT.toNanos();
    State state = observed.get();
    while (state != wanted && System.nanoTime() < end) {
      LockSupport.parkNanos(BETWEEN_LOOKS.toNanos());
      state = observed.get();
    }
    return state;
  }

  /** The broker is paused: all nodes are without it. */
  public void pauseBroker(Duration length) {
    breakBroker(faults::pauseBroker, State.PAUSED, faults::resumeBroker, length);
  }

  /** The broker ends in good order, and is started again. */
  public void stopBroker(Duration length) {
    breakBroker(faults::stopBroker, State.ENDED, faults::startBroker, length);
  }

  /** The broker is killed, and started again. */
  public void killBroker(Duration length) {
    breakBroker(faults::killBroker, State.ENDED, faults::startBroker, length);
  }

  private void breakBroker(Runnable strike, State wanted, Runnable heal, Duration length) {
    run(
        new Fault(
            cluster.nodes(), List.of(), strike, () -> {}, said -> requireBrokerState(wanted), heal),
        length);
  }

  private void requireBrokerState(State wanted) {
    State state = settled(faults::stateOfBroker, wanted);
    premise.require(state == wanted, "nats-server to be %s".formatted(wanted), "it is " + state);
  }

  /** The broker's first server, where the victims are, and the others lose each other. */
  public void splitBroker(Duration length) {
    arrange();
    List<Node> victims = victims();
    conversation.sides(victims, bystanders(victims));
    run(
        new Fault(
            cluster.nodes(),
            List.of(),
            faults::split,
            () -> {},
            said -> requireAtHome("while the fault lasts"),
            faults::unite),
        length);
  }

  /**
   * The broker's first server is killed, and the victims, which are at it, have to find another.
   * They have healed before it is started again, which must disturb nobody.
   */
  public void loseServer() {
    arrange();
    conversation.begin();
    conversation.hit(victims());
    cluster.witness().without(Set.of(0));
    faults.killBroker();
    try {
      requireBrokerState(State.ENDED);
      recover(System.nanoTime());
    } finally {
      faults.startBroker();
      cluster.witness().without(Set.of());
    }
    cluster.witness().awaitBack(healLimit);
    conversation.requireWhole();
  }

  /**
   * Every node at the server that it was started at: the victims at the first, the others at
   * others. A drill before may have driven nodes elsewhere; those are started anew.
   */
  private void arrange() {
    Placement found = Placement.of(cluster, cluster.nodes());
    List<Node> astray = cluster.nodes().stream().filter(node -> !isHome(node, found)).toList();
    if (!astray.isEmpty()) {
      cluster.restart(astray);
    }
    requireAtHome("before the fault");
  }

  private boolean isHome(Node node, Placement found) {
    return found.of(node).filter(place -> place.server() == cluster.server(node)).isPresent();
  }

  /** A node that publishes nothing is nowhere; that is its own failure, and found elsewhere. */
  private void requireAtHome(String when) {
    Placement found = Placement.of(cluster, cluster.nodes());
    for (Node node : cluster.nodes()) {
      premise.require(
          isHome(node, found) || found.isMute(node),
          node,
          "node %s to be at server %d %s".formatted(node, cluster.server(node), when),
          found.of(node).map(place -> "it is at server " + place.server()).orElse(NOWHERE));
    }
  }

  /**
   * The victims are killed and started again at their addresses. Their clients come back by
   * themselves, as strangers: a room that they were in they have to join again.
   */
  public void killNodes(Duration length) {
    conversation.begin();
    List<Node> victims = victims();
    List<Node> others = bystanders(victims);
    conversation.hit(victims);
    cluster.kill(victims);
    victims.forEach(node -> requireState(node, State.ENDED));
    List<Said> said = new ArrayList<>();
    for (int round = 0; round < ROUNDS; round++) {
      LockSupport.parkNanos(length.toNanos() / ROUNDS);
      said.addAll(conversation.speak(others));
    }
    conversation.requireServed(said);
    premise.requireApart(said, conversation::isBetween);
    List<Node> again = cluster.replace(victims);
    long healed = System.nanoTime();
    again.forEach(cluster::settleAgain);
    conversation.hit(Set.of());
    conversation.requireWhole(); // to the room as well: nobody of the victims' is in it
    any()
        .join(
            again.stream().map(node -> cluster.client(node, "/", 0)).toList(), conversation.room());
    conversation.hit(again);
    recover(healed);
  }

  /** What travels between the victims and the broker is late; no event may be lost. */
  public void slowNodes(int millis) {
    List<Node> victims = victims();
    conversation.begin();
    victims.forEach(node -> faults.slow(node, millis));
    try {
      List<Said> said = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        said.addAll(conversation.speak(cluster.nodes()));
      }
      conversation.burst();
      scenarios.values().forEach(Scenario::fenceUntimed);
      victims.forEach(node -> premise.requireSlow(node, said, millis));
    } finally {
      victims.forEach(faults::mend);
    }
    conversation.requireWhole();
  }

  private void run(Fault fault, Duration length) {
    conversation.begin();
    List<Node> speaking =
        cluster.nodes().stream().filter(node -> !fault.silent().contains(node)).toList();
    conversation.hit(fault.hit());
    List<Said> said = new ArrayList<>();
    int moved = 0;
    fault.strike().run();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        LockSupport.parkNanos(length.toNanos() / ROUNDS); // it lasts, and nodes speak all the time
        if (round == ROUND_OF_MOVES) {
          conversation.requireServed(said); // who ends its connection now must have had all of it
          moved = said.size();
          fault.meanwhile().run();
        }
        said.addAll(conversation.speak(speaking));
      }
      conversation.requireServed(said.subList(moved, said.size()));
      premise.requireApart(said, conversation::isBetween);
      fault.premise().accept(said);
    } finally {
      fault.heal().run();
    }
    recover(System.nanoTime());
  }

  /** All are well again in time, and from then on hear everybody. */
  private void recover(long since) {
    cluster.witness().awaitBack(healLimit);
    recovery.await(conversation.hit(), since, conversation::probe);
    conversation.hit(Set.of());
    cluster.flush(cluster.nodes());
    conversation.requireWhole();
  }

  /** The one that arranges what all scenarios share. */
  private Scenario any() {
    return conversation.any();
  }
}

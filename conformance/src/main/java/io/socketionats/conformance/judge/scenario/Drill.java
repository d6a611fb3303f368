package io.socketionats.conformance.judge.scenario;

import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Emission;
import io.socketionats.conformance.judge.verdict.Emission.Due;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.launch.fault.Faults;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;

/**
 * One fault on a live cluster, with everybody speaking before, meanwhile and afterwards. It hits
 * the first node of every implementation, or the broker and so all nodes; the other nodes are
 * bystanders. One drill judges all pairs: each implementation has a scenario of its own in which it
 * emits.
 *
 * <p>The contract: clients of one node hear each other throughout, unless the node itself stands
 * still; bystanders hear each other throughout; between others an event may be lost while the fault
 * lasts, but never comes twice, late behind a newer one, or to somebody whom it was not meant for;
 * afterwards everybody hears everybody again, without a hand's help.
 */
public final class Drill {
  private static final Duration BETWEEN_PROBES = Duration.ofMillis(20);
  private static final int ROUNDS = 5;

  private final Cluster cluster;
  private final Faults faults;
  private final Map<Implementation, Scenario> scenarios = new LinkedHashMap<>();
  private final Map<Implementation, List<Long>> healing = new LinkedHashMap<>();
  private final String room;
  private final Duration healLimit;
  private Set<Node> hit = Set.of();
  private List<Set<Node>> sides = List.of();

  /**
   * @param scenarios one for each implementation of the cluster
   * @param healLimit how long after a fault a node may still not hear another
   */
  public Drill(Cluster cluster, Faults faults, Collection<Scenario> scenarios, Duration healLimit) {
    this.cluster = cluster;
    this.faults = faults;
    scenarios.forEach(scenario -> this.scenarios.put(scenario.emitter(), scenario));
    this.healLimit = healLimit;
    this.room = "drill-" + cluster.next();
  }

  public Faults faults() {
    return faults;
  }

  /** Milliseconds from the end of the fault until an implementation's nodes heard a node again. */
  public Map<Implementation, List<Long>> healing() {
    return healing;
  }

  /** The first node of every implementation: those that a fault of nodes hits. */
  private List<Node> victims() {
    return cluster.implementations().stream()
        .map(implementation -> cluster.nodesOf(implementation).get(0))
        .toList();
  }

  /** A fault of the victims' ways to the broker: they go on to serve their own clients. */
  public void cutNodesOff(Duration length, Consumer<Node> strike) {
    List<Node> victims = victims();
    run(
        victims,
        Set.of(),
        length,
        () -> victims.forEach(strike),
        () -> victims.forEach(faults::mend));
  }

  /** The victims themselves stand still, and say nothing meanwhile. */
  public void pauseNodes(Duration length) {
    List<Node> victims = victims();
    run(
        victims,
        victims,
        length,
        () -> victims.forEach(faults::pause),
        () -> victims.forEach(faults::resume));
  }

  /** A fault of the broker: all nodes are without it. */
  public void breakBroker(Duration length, Runnable strike, Runnable heal) {
    run(cluster.nodes(), Set.of(), length, strike, heal);
  }

  /** The broker's first server and the others lose each other: the victims are at the first. */
  public void splitBroker(Duration length) {
    List<Node> victims = victims();
    List<Node> others = bystanders(victims);
    sides = List.of(new LinkedHashSet<>(victims), new LinkedHashSet<>(others));
    run(cluster.nodes(), Set.of(), length, faults::split, faults::unite);
  }

  /**
   * The broker's first server is killed, and the victims, which are at it, have to find another.
   * They have healed before it is started again, which must disturb nobody.
   */
  public void loseServer() {
    prepare();
    hit = new LinkedHashSet<>(victims());
    cluster.witness().without(Set.of(0));
    faults.killBroker();
    try {
      recover(System.nanoTime());
    } finally {
      faults.startBroker();
      cluster.witness().without(Set.of());
    }
    cluster.witness().awaitBack(healLimit);
    speak(cluster.nodes(), true);
    fence();
  }

  /**
   * The victims are killed and started again at their addresses. Their clients come back by
   * themselves, as strangers: a room that they were in they have to join again.
   */
  public void killNodes(Duration length) {
    prepare();
    List<Node> victims = victims();
    List<Node> others = bystanders(victims);
    hit = new LinkedHashSet<>(victims);
    cluster.kill(victims);
    for (int round = 0; round < ROUNDS; round++) {
      LockSupport.parkNanos(length.toNanos() / ROUNDS);
      speak(others, false);
    }
    List<Node> again = victims.stream().map(cluster::replace).toList();
    long healed = System.nanoTime();
    again.forEach(cluster::settleAgain);
    hit = Set.of();
    speak(cluster.nodes(), true); // to the room as well: nobody of the victims' is in it
    fence();
    Scenario any = scenarios.values().iterator().next();
    any.join(again.stream().map(node -> cluster.client(node, "/", 0)).toList(), room);
    hit = new LinkedHashSet<>(again);
    recover(healed);
  }

  private List<Node> bystanders(List<Node> victims) {
    return cluster.nodes().stream().filter(node -> !victims.contains(node)).toList();
  }

  /** Something that loses nothing: every event is due to everybody while it lasts. */
  public void disturbNodes(Consumer<Node> strike) {
    List<Node> victims = victims();
    prepare();
    victims.forEach(strike);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        speak(cluster.nodes(), false);
      }
      cluster.flush(cluster.nodes());
      scenarios.values().forEach(Scenario::fenceUntimed);
    } finally {
      victims.forEach(faults::mend);
    }
    speak(cluster.nodes(), true);
    fence();
  }

  private void run(
      Collection<Node> struck,
      Collection<Node> silent,
      Duration length,
      Runnable strike,
      Runnable heal) {
    prepare();
    List<Node> speaking = cluster.nodes().stream().filter(node -> !silent.contains(node)).toList();
    hit = new LinkedHashSet<>(struck);
    long pause = length.toNanos() / ROUNDS;
    strike.run();
    try {
      for (int round = 0; round < ROUNDS; round++) {
        LockSupport.parkNanos(pause); // the length of the fault, spread over what is said meanwhile
        speak(speaking, false);
      }
    } finally {
      heal.run();
    }
    recover(System.nanoTime());
  }

  /** All are well again in time, and from then on hear everybody. */
  private void recover(long since) {
    cluster.witness().awaitBack(healLimit);
    probe(since);
    hit = Set.of();
    cluster.flush(cluster.nodes());
    speak(cluster.nodes(), true);
    fence();
  }

  /** Members on every node, and a first round that all must hear. */
  private void prepare() {
    Scenario any = scenarios.values().iterator().next();
    any.join(any.each("/", 0), room);
    speak(cluster.nodes(), true);
    fence();
  }

  private void fence() {
    cluster.flush(cluster.nodes());
    scenarios.values().forEach(Scenario::fence);
  }

  /** Every node broadcasts to its namespace and to the room. */
  private void speak(Collection<Node> speakers, boolean flushed) {
    for (Node node : speakers) {
      for (boolean toRoom : new boolean[] {true, false}) {
        Broadcast broadcast = scenarioOf(node).broadcast().on(node);
        if (toRoom) {
          broadcast.to(room);
        }
        if (!flushed) {
          broadcast.unflushed();
        }
        broadcast.elsewhere(client -> due(node, client)).emit();
      }
    }
  }

  private Due due(Node from, Client to) {
    boolean together =
        sides.stream().anyMatch(side -> side.contains(from) && side.contains(to.node()));
    return !together && (hit.contains(from) || hit.contains(to.node())) ? Due.MAYBE : Due.ONCE;
  }

  private Scenario scenarioOf(Node node) {
    return scenarios.get(node.implementation());
  }

  /**
   * Lets all nodes speak until each has been heard on each; says who was not in time. The limit
   * begins here: what the harness itself needed to hear the broker again is no fault of a node.
   */
  private void probe(long healed) {
    List<Emission> probes = new ArrayList<>();
    Map<Node, Set<Node>> deafTo = new LinkedHashMap<>();
    cluster.nodes().forEach(node -> deafTo.put(node, new LinkedHashSet<>(cluster.nodes())));
    long end = System.nanoTime() + healLimit.toNanos();
    while (!deafTo.isEmpty() && System.nanoTime() < end) {
      for (Node node : cluster.nodes()) {
        probes.add(
            scenarioOf(node)
                .broadcast()
                .on(node)
                .to(room)
                .unflushed()
                .elsewhere(client -> due(node, client))
                .emit());
      }
      LockSupport.parkNanos(BETWEEN_PROBES.toNanos());
      hear(probes, deafTo, healed);
    }
    deafTo.forEach((listener, speakers) -> speakers.forEach(node -> deaf(listener, node, probes)));
  }

  private void hear(List<Emission> probes, Map<Node, Set<Node>> deafTo, long healed) {
    long millis = (System.nanoTime() - healed) / 1_000_000;
    deafTo.forEach(
        (listener, speakers) -> {
          Client client = cluster.client(listener, "/", 0);
          for (Emission probe : probes) {
            if (!client.inbox().of(probe.event()).isEmpty()
                && speakers.remove(probe.node().orElseThrow())
                && hit.contains(listener)) {
              healing
                  .computeIfAbsent(listener.implementation(), one -> new ArrayList<>())
                  .add(millis);
            }
          }
        });
    deafTo.values().removeIf(Set::isEmpty);
  }

  private void deaf(Node listener, Node speaker, List<Emission> probes) {
    boolean published =
        probes.stream()
            .filter(probe -> probe.isOf(speaker))
            .anyMatch(probe -> !cluster.witness().carrying(probe.event()).isEmpty());
    scenarioOf(speaker)
        .add(
            new Finding(
                Kind.DEAF,
                published ? Blame.RECEIVER : Blame.EMITTER,
                Optional.of(listener.implementation().id()),
                "a client on %s to hear %s within %d s of speaking after the fault"
                    .formatted(listener, speaker, healLimit.toSeconds()),
                published ? "it heard nothing" : "the broker carried nothing of it"));
  }
}

package io.socketionats.conformance.judge.scenario;

import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.verdict.Emission;
import io.socketionats.conformance.judge.verdict.Emission.Due;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the nodes of a drill say to each other, and who must hear it: all, or those that the fault
 * does not come between.
 */
final class Conversation {
  private static final int BURST = 5;

  private final Cluster cluster;
  private final Map<Implementation, Scenario> scenarios;
  private final String room;
  private final List<String> rooms = new ArrayList<>();
  private Set<Node> hit = Set.of();
  private List<Set<Node>> sides = List.of();

  /**
   * @param scenarios of each emitting implementation
   */
  Conversation(Cluster cluster, Map<Implementation, Scenario> scenarios) {
    this.cluster = cluster;
    this.scenarios = scenarios;
    this.room = "drill-" + cluster.next();
    rooms.add(room);
  }

  /** A room with a member on every node. */
  String room() {
    return room;
  }

  /** From now on all speak to this room as well. */
  void speakTo(String another) {
    rooms.add(another);
  }

  /** The nodes that the fault comes between, and between these and all others. */
  Set<Node> hit() {
    return hit;
  }

  void hit(Collection<Node> some) {
    hit = new LinkedHashSet<>(some);
  }

  /** Nodes of one side are together, though they are hit. */
  void sides(Collection<Node> one, Collection<Node> other) {
    sides = List.of(new LinkedHashSet<>(one), new LinkedHashSet<>(other));
  }

  /** The scenario that arranges what all share. */
  Scenario any() {
    return scenarios.values().iterator().next();
  }

  /** A broadcast of a node to the room. */
  Emission probe(Node node) {
    return broadcast(node, List.of(room)).unflushed().emit();
  }

  /** Whom the fault does not concern is served while it lasts, and not only when it has ended. */
  void requireServed(List<Said> said) {
    long begin = System.nanoTime();
    scenarios
        .values()
        .forEach(
            scenario ->
                scenario.requireMeanwhile(
                    said.stream()
                        .map(Said::emission)
                        .filter(emission -> scenario.siblings().stream().anyMatch(emission::isOf))
                        .toList(),
                    begin));
  }

  /** Members on every node, and a first round that all must hear. */
  void begin() {
    any().join(any().each("/", 0), room);
    requireWhole();
  }

  /** Every node speaks, and everybody hears it. */
  void requireWhole() {
    speak(cluster.nodes(), true);
    cluster.flush(cluster.nodes());
    scenarios.values().forEach(Scenario::fence);
  }

  /**
   * Lets nodes broadcast to their namespace and to each room, whether the broker is there or not.
   */
  List<Said> speak(Collection<Node> speakers) {
    return speak(speakers, false);
  }

  private List<Said> speak(Collection<Node> speakers, boolean flushed) {
    List<Said> said = new ArrayList<>();
    for (Node node : speakers) {
      rooms.forEach(to -> said.add(say(node, List.of(to), flushed)));
      said.add(say(node, List.of(), flushed));
    }
    return said;
  }

  private Said say(Node node, List<String> to, boolean flushed) {
    Broadcast broadcast = broadcast(node, to);
    if (!flushed) {
      broadcast.unflushed();
    }
    long nanos = System.nanoTime();
    return new Said(broadcast.emit(), nanos);
  }

  /**
   * Every node broadcasts many times to its namespace and to the room, all at a stroke: the first
   * is still under way when the last is sent. Returns when all have flushed.
   */
  void burst() {
    for (Scenario scenario : scenarios.values()) {
      List<Broadcast> broadcasts = new ArrayList<>();
      for (int i = 0; i < BURST; i++) {
        for (Node node : scenario.siblings()) {
          broadcasts.add(broadcast(node, List.of(room)));
          broadcasts.add(broadcast(node, List.of()));
        }
      }
      scenario.emitAll(broadcasts);
    }
  }

  private Broadcast broadcast(Node node, List<String> to) {
    return scenarios
        .get(node.implementation())
        .broadcast()
        .on(node)
        .to(to)
        .elsewhere(client -> due(node, client));
  }

  private Due due(Node from, Client to) {
    return isBetween(from, to.node()) ? Due.MAYBE : Due.ONCE;
  }

  /** Whether the fault lies between two nodes now. */
  boolean isBetween(Node from, Node to) {
    boolean together = sides.stream().anyMatch(side -> side.contains(from) && side.contains(to));
    return from != to && !together && (hit.contains(from) || hit.contains(to));
  }
}

package io.socketionats.conformance.run;

import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.scenario.Patience;
import io.socketionats.conformance.judge.scenario.Scenario;
import io.socketionats.conformance.launch.node.Node;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a cluster whole again after a trial. Nodes that could not help what became of them are not
 * charged for their restart: those that are known to fail the requirement, and all of them when the
 * trial broke off.
 */
final class Repair {
  private final Cluster cluster;
  private final Restarts restarts;
  private final Duration fenceLimit;
  private final Duration healLimit;

  /**
   * @param fenceLimit how long a client may take to show a sentinel
   * @param healLimit how long a node may not hear another after a fault
   */
  Repair(Cluster cluster, Restarts restarts, Duration fenceLimit, Duration healLimit) {
    this.cluster = cluster;
    this.restarts = restarts;
    this.fenceLimit = fenceLimit;
    this.healLimit = healLimit;
  }

  /** Sets the accused aside, and makes the others whole. */
  void after(Trial trial, Patience patience) {
    for (Accused accused : trial.accused()) {
      if (accused.isBroken()) {
        restarts.charge(accused.node(), accused.message());
      }
      cluster.setAside(accused.implementation());
    }
    if (trial.isBrokenDrill()) { // nobody knows who has come back from the fault
      cluster.witness().awaitBack(healLimit);
      restarts.restart(cluster.nodes());
      return;
    }
    Map<Node, String> sick = restarts.sick(trial.deaf());
    trial.uncleaned().forEach(dirty -> sick.putIfAbsent(dirty.node(), dirty.message()));
    Set<Node> excused = new LinkedHashSet<>(sick.keySet());
    if (trial.accused().isEmpty()) {
      excused.removeIf(node -> !patience.doubts(node));
    } else { // it broke off before it could tell what state they are in
      cluster.nodes().stream().filter(patience::doubts).forEach(excused::add);
    }
    sick.keySet().removeAll(excused);
    Set<Node> cutOff = new LinkedHashSet<>(excused);
    cutOff.removeIf(node -> !restarts.hasCutOff(node) || trial.isUncleaned(node));
    excused.removeAll(cutOff);
    restarts.restart(excused);
    restarts.chargeAndRestart(sick);
    reconnect(cutOff);
  }

  /**
   * Gives new clients to nodes that ended the connections of theirs; only those that do not serve
   * these, or hear nothing, are started anew.
   */
  private void reconnect(Set<Node> cutOff) {
    if (cutOff.isEmpty()) {
      return;
    }
    Set<Node> unwell = new LinkedHashSet<>(cluster.reconnect(cutOff));
    restarts.restart(unwell);
    Set<String> doubtful = new LinkedHashSet<>();
    cutOff.forEach(node -> doubtful.add(node.implementation().id()));
    Set<Node> deaf = deafNodes(doubtful);
    restarts.restart(deaf.stream().filter(cutOff::contains).toList());
  }

  /**
   * Starts again who was set aside.
   *
   * @param unproven whether the last trial broke off before its fence could tell who is deaf
   */
  void comeBack(boolean unproven, Patience patience) {
    cluster.comeBack();
    if (unproven && !patience.doubtsAny()) {
      restarts.chargeAndRestart(restarts.sick(deafNodes()));
    }
  }

  /** The nodes that do not hear a fence. */
  Set<Node> deafNodes() {
    return deafNodes(Set.of());
  }

  /**
   * @param doubtful ids of implementations that are not waited for as long as the others
   */
  private Set<Node> deafNodes(Set<String> doubtful) {
    if (cluster.implementations().isEmpty()) {
      return Set.of();
    }
    Patience usual =
        new Patience(
            fenceLimit,
            RunOptions.DEVIATION_LIMIT,
            doubtful,
            Optional.empty(),
            Optional.empty(),
            restarts.suspects());
    Scenario check = new Scenario("END", cluster, cluster.implementations().get(0), usual);
    check.fence();
    return check.deaf();
  }
}

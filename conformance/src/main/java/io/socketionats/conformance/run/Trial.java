package io.socketionats.conformance.run;

import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.scenario.FenceTime;
import io.socketionats.conformance.judge.scenario.Scenario;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.node.NodeFailedException;
import io.socketionats.conformance.launch.node.RefusedException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One try at a requirement with those who take part now: it ends by itself, or with an accusation.
 * Then it says something about the accused only, and has to be made again without them.
 */
final class Trial {
  private final Requirement requirement;
  private final Cluster cluster;
  private final long begin;
  private final List<Accused> accused = new ArrayList<>();
  private final List<Accused> uncleaned = new ArrayList<>();
  private final List<Finding> stopped = new ArrayList<>();
  private final List<Execution> executions = new ArrayList<>();
  private final Set<Node> deaf = new LinkedHashSet<>();
  private final List<FenceTime> fenceTimes = new ArrayList<>();

  /**
   * @param begin of the requirement, by {@link System#nanoTime}
   */
  Trial(Requirement requirement, Cluster cluster, long begin) {
    this.requirement = requirement;
    this.cluster = cluster;
    this.begin = begin;
  }

  /** Runs a check, judges its scenarios and cleans up after them. */
  void run(Runnable check, List<Scenario> scenarios) {
    try {
      check.run();
    } catch (NodeFailedException | RefusedException | IllegalStateException e) {
      Accused.by(e).ifPresentOrElse(accused::add, () -> stopped.add(stop(e)));
    }
    scenarios.forEach(this::judge);
    for (int i = 0; i < scenarios.size(); i++) {
      accuseRepublishers(scenarios.get(i), executions.get(i));
    }
    for (int i = 0; i < scenarios.size(); i++) {
      cleanUp(scenarios.get(i), executions.get(i));
      deaf.addAll(scenarios.get(i).deaf());
      fenceTimes.addAll(scenarios.get(i).fenceTimes());
    }
  }

  private static Finding stop(RuntimeException e) {
    return new Finding(
        Kind.STATE,
        Blame.EMITTER,
        Optional.empty(),
        "the scenario to run to its end",
        e.getMessage());
  }

  private void judge(Scenario scenario) {
    List<Finding> broken = new ArrayList<>(stopped);
    accused.forEach(one -> broken.add(one.finding(scenario.emitter())));
    scenario.identify();
    long millis = (System.nanoTime() - begin) / 1_000_000;
    executions.add(
        new Execution(
            requirement,
            scenario.emitter(),
            scenario::judge,
            new Execution.Course(broken, scenario.frames(), millis)));
  }

  /**
   * What was published again need not spoil anything: receivers rightly deliver it again. Where
   * others than its publishers have findings, they are tried again without them.
   */
  private void accuseRepublishers(Scenario scenario, Execution execution) {
    Set<Implementation> republishers = scenario.republishers();
    boolean spoils =
        cluster.implementations().stream()
            .filter(one -> !republishers.contains(one))
            .anyMatch(one -> execution.concerns(one));
    for (Implementation one : spoils ? republishers : Set.<Implementation>of()) {
      if (!accuses(one) && !cluster.nodesOf(one).isEmpty()) {
        Node any = cluster.nodesOf(one).get(0);
        accused.add(new Accused(any, Kind.WIRE, "it published what it had only received"));
      }
    }
  }

  private void cleanUp(Scenario scenario, Execution execution) {
    try {
      scenario.cleanUp();
    } catch (NodeFailedException | RefusedException e) {
      Accused dirty = Accused.by(e).orElseThrow();
      uncleaned.add(dirty);
      execution.add(dirty.findingOfCleanUp());
    }
  }

  /** Who kept it from being judged for others; empty when it has been judged for all. */
  List<Accused> accused() {
    return accused;
  }

  /** Whether it was about a fault and did not come to its end. */
  boolean isBrokenDrill() {
    return requirement.scope() == Requirement.Scope.FAULT
        && (!accused.isEmpty() || !stopped.isEmpty());
  }

  /** Who could not be brought back to where it was. */
  List<Accused> uncleaned() {
    return uncleaned;
  }

  boolean isUncleaned(Node node) {
    return uncleaned.stream().anyMatch(dirty -> dirty.node() == node);
  }

  boolean accuses(Implementation implementation) {
    return accused.stream().anyMatch(one -> one.isOf(implementation));
  }

  /** Whether it says something about a pair. */
  boolean decides(Implementation emitter, Implementation receiver) {
    return accused.isEmpty() || accuses(emitter) || accuses(receiver);
  }

  /** One for each scenario. */
  List<Execution> executions() {
    return executions;
  }

  /** How long sentinels took. */
  List<FenceTime> fenceTimes() {
    return fenceTimes;
  }

  /** Nodes that did not hear a fence. */
  Set<Node> deaf() {
    return deaf;
  }
}

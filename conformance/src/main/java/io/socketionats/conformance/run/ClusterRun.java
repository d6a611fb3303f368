package io.socketionats.conformance.run;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.scenario.Drill;
import io.socketionats.conformance.judge.scenario.FenceTime;
import io.socketionats.conformance.judge.scenario.Patience;
import io.socketionats.conformance.judge.scenario.Scenario;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import io.socketionats.conformance.launch.fault.Faults;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.node.NodeFailedException;
import io.socketionats.conformance.launch.node.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs requirements on one cluster, one scenario after another, and judges them twice: when each
 * has ended, and once more when all have, so that an event that came after its scenario is found.
 */
final class ClusterRun {
  private static final int RESTARTS_OF_A_NODE = 12;

  private final Cluster cluster;
  private final Optional<Faults> faults;
  private final Duration fenceLimit;
  private final Duration healLimit;
  private final List<Executed> executed = new ArrayList<>();
  private final Map<String, Integer> restarts = new HashMap<>();
  private final Map<String, List<Long>> healing = new LinkedHashMap<>();

  private final List<FenceTime> fenceTimes = new ArrayList<>();
  private Optional<Duration> slowAfter = Optional.empty();

  private record Executed(
      Requirement requirement,
      Scenario scenario,
      List<Finding> findings,
      List<String> evidence,
      long millis) {}

  ClusterRun(Cluster cluster, Duration fenceLimit) {
    this(cluster, Optional.empty(), fenceLimit, Duration.ZERO);
  }

  /**
   * @param faults what the cluster can be broken with; needed by requirements of scope FAULT
   * @param healLimit how long a node may not hear another after a fault
   */
  ClusterRun(Cluster cluster, Faults faults, Duration fenceLimit, Duration healLimit) {
    this(cluster, Optional.of(faults), fenceLimit, healLimit);
  }

  private ClusterRun(
      Cluster cluster, Optional<Faults> faults, Duration fenceLimit, Duration healLimit) {
    this.cluster = cluster;
    this.faults = faults;
    this.fenceLimit = fenceLimit;
    this.healLimit = healLimit;
  }

  /** From now on a sentinel that takes longer is a failure of the node that delivers it. */
  void slowAfter(Optional<Duration> limit) {
    slowAfter = limit;
  }

  /** How long sentinels took since the last call. */
  List<FenceTime> newFenceTimes() {
    List<FenceTime> fresh = List.copyOf(fenceTimes);
    fenceTimes.clear();
    return fresh;
  }

  /** The results of one requirement for all its pairs. */
  List<Result> run(Requirement requirement) {
    if (requirement.scope() == Requirement.Scope.FAULT) {
      return drill(requirement);
    }
    List<Result> results = new ArrayList<>();
    for (Implementation emitter : cluster.implementations()) {
      results.addAll(run(requirement, emitter));
    }
    return results;
  }

  /** One fault, judged for all emitters. */
  private List<Result> drill(Requirement requirement) {
    long begin = System.nanoTime();
    List<Scenario> scenarios =
        cluster.implementations().stream()
            .map(
                emitter ->
                    new Scenario(
                        requirement.id(), cluster, emitter, patience(requirement, emitter)))
            .toList();
    Drill drill = new Drill(cluster, faults.orElseThrow(), scenarios, healLimit);
    Set<Node> sick = new LinkedHashSet<>();
    List<Finding> broken = new ArrayList<>();
    Optional<NodeFailedException> crash = Optional.empty();
    try {
      requirement.run(drill);
    } catch (NodeFailedException e) {
      sick.add(e.node());
      crash = Optional.of(e);
    } catch (RefusedException e) {
      sick.add(e.node());
      broken.add(stop(Kind.STATE, "the node to do as it is asked", e.getMessage()));
    } catch (IllegalStateException e) {
      broken.add(stop(Kind.STATE, "the drill to run to its end", e.getMessage()));
    }
    drill
        .healing()
        .forEach(
            (implementation, millis) ->
                healing
                    .computeIfAbsent(
                        requirement.id() + " " + implementation.id(), key -> new ArrayList<>())
                    .addAll(millis));
    List<Result> results = new ArrayList<>();
    for (Scenario scenario : scenarios) {
      List<Finding> findings = new ArrayList<>(broken);
      crash.ifPresent(e -> findings.addAll(crash(e, scenario.emitter())));
      findings.addAll(scenario.judge());
      long millis = (System.nanoTime() - begin) / 1_000_000;
      Executed done = new Executed(requirement, scenario, findings, scenario.evidence(), millis);
      executed.add(done);
      fenceTimes.addAll(done.scenario().fenceTimes());
      cluster.implementations().forEach(one -> results.add(result(done, one, findings)));
      scenario.cleanUp();
      sick.addAll(scenario.deaf());
    }
    heal(scenarios.get(0), sick, patience(requirement, scenarios.get(0).emitter()));
    return results;
  }

  /** Milliseconds until nodes heard each other after a fault, by requirement and implementation. */
  Map<String, List<Long>> healing() {
    return healing;
  }

  private List<Result> run(Requirement requirement, Implementation emitter) {
    List<Implementation> receivers = receivers(requirement, emitter);
    Optional<String> lacking = lacking(requirement.emitterNeeds(), emitter, "emitter");
    if (lacking.isPresent()) {
      return receivers.stream()
          .map(receiver -> unsupported(requirement, emitter, receiver, lacking.get()))
          .toList();
    }
    long begin = System.nanoTime();
    Patience patience = patience(requirement, emitter);
    Scenario scenario = new Scenario(requirement.id(), cluster, emitter, patience);
    Set<Node> sick = new LinkedHashSet<>();
    cluster.nodes().forEach(node -> node.patience(patience.brief(node)));
    List<Finding> findings = execute(requirement, scenario, sick);
    cluster.nodes().forEach(node -> node.patience(Optional.empty()));
    long millis = (System.nanoTime() - begin) / 1_000_000;
    Executed done = new Executed(requirement, scenario, findings, scenario.evidence(), millis);
    executed.add(done);
    fenceTimes.addAll(done.scenario().fenceTimes());
    List<Result> results =
        receivers.stream().map(receiver -> result(done, receiver, findings)).toList();
    if (cluster.broker().isAlive()) {
      heal(scenario, sick, patience);
    }
    return results;
  }

  private List<Finding> execute(Requirement requirement, Scenario scenario, Set<Node> sick) {
    List<Finding> broken = new ArrayList<>();
    try {
      requirement.run(scenario);
      scenario.fence();
    } catch (NodeFailedException e) {
      sick.add(e.node());
      broken.addAll(crash(e, scenario.emitter()));
    } catch (RefusedException e) {
      sick.add(e.node());
      broken.add(stop(Kind.STATE, "the node to do as it is asked", e.getMessage()));
    } catch (IllegalStateException e) {
      broken.add(stop(Kind.STATE, "the scenario to run to its end", e.getMessage()));
    }
    broken.addAll(scenario.judge());
    try {
      scenario.cleanUp();
    } catch (NodeFailedException e) {
      sick.add(e.node());
      broken.add(
          new Finding(
              Kind.CRASHED,
              Blame.RECEIVER,
              Optional.of(e.node().implementation().id()),
              "the node to live",
              e.getMessage()));
    }
    return broken;
  }

  /** The node's own pairs have crashed; for the others the scenario has broken off. */
  private List<Finding> crash(NodeFailedException e, Implementation emitter) {
    String failed = e.node().implementation().id();
    if (failed.equals(emitter.id())) {
      return List.of(stop(Kind.CRASHED, "the nodes to live", e.getMessage()));
    }
    return cluster.implementations().stream()
        .map(
            receiver ->
                new Finding(
                    receiver.id().equals(failed) ? Kind.CRASHED : Kind.BROKEN_OFF,
                    Blame.RECEIVER,
                    Optional.of(receiver.id()),
                    "the nodes to live",
                    e.getMessage()))
        .toList();
  }

  private static Finding stop(Kind kind, String expected, String came) {
    return new Finding(kind, Blame.EMITTER, Optional.empty(), expected, came);
  }

  private List<Implementation> receivers(Requirement requirement, Implementation emitter) {
    return requirement.scope() == Requirement.Scope.NODE
        ? List.of(emitter)
        : cluster.implementations();
  }

  private Optional<String> lacking(Set<String> needs, Implementation implementation, String part) {
    Set<String> has = cluster.nodesOf(implementation).get(0).hello().capabilities();
    return needs.stream()
        .filter(capability -> !has.contains(capability))
        .findFirst()
        .map(
            capability ->
                "the %s %s does not declare the capability '%s'"
                    .formatted(part, implementation.id(), capability));
  }

  private static Result unsupported(
      Requirement requirement, Implementation emitter, Implementation receiver, String reason) {
    return Result.without(
        requirement.id(), emitter.id(), receiver.id(), Verdict.UNSUPPORTED, reason);
  }

  private Patience patience(Requirement requirement, Implementation emitter) {
    Set<String> deaf = new LinkedHashSet<>();
    for (Implementation implementation : cluster.implementations()) {
      if (implementation.isKnownToFail(requirement.id(), Implementation.Part.RECEIVER)) {
        deaf.add(implementation.id());
      }
    }
    Optional<String> mute =
        emitter.isKnownToFail(requirement.id(), Implementation.Part.EMITTER)
            ? Optional.of(emitter.id())
            : Optional.empty();
    return new Patience(fenceLimit, RunOptions.DEVIATION_LIMIT, deaf, mute, slowAfter);
  }

  private Result result(Executed done, Implementation receiver, List<Finding> found) {
    Requirement requirement = done.requirement();
    Implementation emitter = done.scenario().emitter();
    Optional<String> lacking = lacking(requirement.receiverNeeds(), receiver, "receiver");
    if (lacking.isPresent()) {
      return unsupported(requirement, emitter, receiver, lacking.get());
    }
    List<Finding> findings =
        soundOnly(found.stream().filter(finding -> finding.concerns(receiver.id())).toList());
    Verdict verdict = verdictOf(findings);
    String detail = findings.isEmpty() ? "" : findings.get(0).toString();
    Optional<Implementation.Deviation> deviation =
        Implementation.deviation(requirement.id(), emitter, receiver);
    if (deviation.isPresent() && !isWithoutPremise(findings)) {
      detail = deviation.get().reason();
      verdict = verdict == Verdict.PASSED ? Verdict.UNEXPECTED_PASS : Verdict.KNOWN_DEVIATION;
    }
    return new Result(
        requirement.id(),
        emitter.id(),
        receiver.id(),
        verdict,
        done.millis(),
        detail,
        blameOf(verdict, findings),
        findings,
        done.evidence());
  }

  private static Optional<Blame> blameOf(Verdict verdict, List<Finding> findings) {
    return findings.isEmpty() || verdict == Verdict.NOT_RUN
        ? Optional.empty()
        : Optional.of(findings.get(0).blame());
  }

  /** Where a fault did not do what it says, nothing else that was found there says anything. */
  private static List<Finding> soundOnly(List<Finding> findings) {
    return isWithoutPremise(findings)
        ? findings.stream().filter(finding -> finding.kind() == Kind.PREMISE).toList()
        : findings;
  }

  private static boolean isWithoutPremise(List<Finding> findings) {
    return findings.stream().anyMatch(finding -> finding.kind() == Kind.PREMISE)
        && findings.stream().noneMatch(finding -> finding.kind() == Kind.CRASHED);
  }

  private static Verdict verdictOf(List<Finding> findings) {
    if (findings.isEmpty()) {
      return Verdict.PASSED;
    }
    if (findings.stream().anyMatch(finding -> finding.kind() == Kind.CRASHED)) {
      return Verdict.CRASHED;
    }
    return isWithoutPremise(findings)
            || findings.stream().allMatch(finding -> finding.kind() == Kind.BROKEN_OFF)
        ? Verdict.NOT_RUN
        : Verdict.FAILED;
  }

  /**
   * Replaces nodes that died, fell deaf or lost a client, so that what follows is judged on a whole
   * cluster.
   */
  private void heal(Scenario scenario, Set<Node> failed, Patience patience) {
    Set<Node> sick = new LinkedHashSet<>(failed);
    sick.addAll(scenario.deaf());
    for (Node node : cluster.nodes()) {
      if (!node.isAlive()) {
        sick.add(node);
      }
    }
    for (Client client : cluster.clients()) {
      if (client.lost() != null) {
        sick.add(client.node());
      }
    }
    if (!failed.isEmpty()) {
      sick.addAll(cluster.nodes().stream().filter(patience::doubts).toList());
    }
    restart(sick, patience);
    if (!failed.isEmpty() && !patience.doubtsAny()) {
      restart(deafNodes(patience), patience); // the scenario broke off before its fence could tell
    }
  }

  private Set<Node> deafNodes(Patience patience) {
    Scenario check = new Scenario("END", cluster, cluster.implementations().get(0), patience);
    check.fence();
    return check.deaf();
  }

  private void restart(Set<Node> sick, Patience patience) {
    List<Node> current = sick.stream().filter(cluster.nodes()::contains).toList();
    for (Node node : current) {
      if (!patience.doubts(node)
          && restarts.merge(node.name(), 1, Integer::sum) > RESTARTS_OF_A_NODE) {
        throw new UnavailableException(
            "node '%s' had to be started more than %d times; its log: %s"
                .formatted(node.name(), RESTARTS_OF_A_NODE, node.log()));
      }
    }
    cluster.restart(current);
  }

  /** The results that have changed because something arrived late. */
  List<Result> judgeAgain() {
    Scenario last =
        new Scenario(
            "END",
            cluster,
            cluster.implementations().get(0),
            new Patience(
                fenceLimit,
                RunOptions.DEVIATION_LIMIT,
                Set.of(),
                Optional.empty(),
                Optional.empty()));
    last.fence();
    List<Result> changed = new ArrayList<>();
    for (Executed done : executed) {
      List<Finding> now = done.scenario().judge();
      if (now.size() > done.findings().size()) {
        receivers(done.requirement(), done.scenario().emitter())
            .forEach(receiver -> changed.add(result(done, receiver, now)));
      }
    }
    return changed;
  }
}

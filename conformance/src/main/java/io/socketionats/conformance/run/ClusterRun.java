package io.socketionats.conformance.run;

import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.scenario.Drill;
import io.socketionats.conformance.judge.scenario.FenceTime;
import io.socketionats.conformance.judge.scenario.Patience;
import io.socketionats.conformance.judge.scenario.Scenario;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Cell;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import io.socketionats.conformance.launch.fault.Faults;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.report.Healing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Runs requirements on one cluster, one after another, and judges them twice: when each has ended,
 * and once more when all have, so that an event that came after its scenario is found. What a node
 * keeps from being judged is tried again without it, so that it spoils the pairs of its own
 * implementation and no others.
 */
final class ClusterRun {
  private final Cluster cluster;
  private final Optional<Faults> faults;
  private final RunOptions.Limits limits;
  private final Duration healLimit;
  private final Restarts restarts;
  private final Repair repair;
  private final List<Execution> executions = new ArrayList<>();
  private final Map<Healing.Of, List<Long>> healing = new LinkedHashMap<>();
  private final List<FenceTime> fenceTimes = new ArrayList<>();

  ClusterRun(Cluster cluster, RunOptions.Limits limits) {
    this(cluster, Optional.empty(), limits, Duration.ZERO);
  }

  /**
   * @param faults what the cluster can be broken with; needed by requirements of scope FAULT
   * @param healLimit how long a node may not hear another after a fault
   */
  ClusterRun(Cluster cluster, Faults faults, RunOptions.Limits limits, Duration healLimit) {
    this(cluster, Optional.of(faults), limits, healLimit);
  }

  private ClusterRun(
      Cluster cluster, Optional<Faults> faults, RunOptions.Limits limits, Duration healLimit) {
    this.cluster = cluster;
    this.faults = faults;
    this.limits = limits;
    this.healLimit = healLimit;
    this.restarts = new Restarts(cluster, limits.restarts());
    this.repair = new Repair(cluster, restarts, limits.fence(), healLimit);
  }

  /** How long sentinels took since the last call. */
  List<FenceTime> newFenceTimes() {
    List<FenceTime> fresh = List.copyOf(fenceTimes);
    fenceTimes.clear();
    return fresh;
  }

  /** The results of one requirement for all its pairs, those of quarantined nodes included. */
  List<Result> run(Requirement requirement) {
    if (requirement.scope() == Requirement.Scope.FAULT) {
      return judge(requirement, cluster.planned()); // one fault for all emitters
    }
    List<Result> results = new ArrayList<>();
    for (Implementation emitter : cluster.planned()) {
      results.addAll(run(requirement, emitter));
    }
    return results;
  }

  private List<Result> run(Requirement requirement, Implementation emitter) {
    Optional<String> lacking = lacking(requirement.emitterNeeds(), emitter, "emitter");
    if (lacking.isPresent()) {
      return receivers(requirement, emitter).stream()
          .map(receiver -> new PairVerdict(requirement, emitter, receiver))
          .map(pair -> pair.unsupported(lacking.get()))
          .toList();
    }
    return judge(requirement, List.of(emitter));
  }

  /** Tries until everybody who can be judged has been. */
  private List<Result> judge(Requirement requirement, List<Implementation> emitters) {
    long begin = System.nanoTime();
    Patience patience = patience(requirement, emitters.get(0));
    Map<PairVerdict, Result> results = new LinkedHashMap<>();
    boolean again = true;
    while (again && emitters.stream().anyMatch(cluster.implementations()::contains)) {
      Trial trial = attempt(requirement, emitters, begin);
      decide(trial, results);
      fenceTimes.addAll(trial.fenceTimes());
      if (!cluster.broker().isAlive()) {
        break;
      }
      repair.after(trial, patience);
      again = !trial.accused().isEmpty();
    }
    if (cluster.broker().isAlive()) {
      repair.comeBack(again, patience);
    }
    List<Result> all = new ArrayList<>();
    for (Implementation emitter : emitters) {
      for (Implementation receiver : receivers(requirement, emitter)) {
        PairVerdict pair = new PairVerdict(requirement, emitter, receiver);
        Result result = results.get(pair);
        all.add(result == null ? missing(pair) : result);
      }
    }
    return all;
  }

  private Trial attempt(Requirement requirement, List<Implementation> emitters, long begin) {
    List<Implementation> present =
        emitters.stream().filter(cluster.implementations()::contains).toList();
    Implementation first = present.get(0);
    Patience patience = patience(requirement, first);
    List<Scenario> scenarios = new ArrayList<>();
    scenarios.add(new Scenario(requirement.id(), cluster, first, patience));
    for (Implementation other : present.subList(1, present.size())) {
      scenarios.add(scenarios.get(0).beside(other, patience(requirement, other)));
    }
    Trial trial = new Trial(requirement, cluster, begin);
    if (requirement.scope() == Requirement.Scope.FAULT) {
      Drill drill = new Drill(cluster, faults.orElseThrow(), scenarios, healLimit);
      trial.run(() -> requirement.run(drill), scenarios);
      if (trial.accused().isEmpty()) {
        drill.healing().forEach((one, millis) -> healed(requirement, one, millis));
      }
      return trial;
    }
    cluster.nodes().forEach(node -> node.patience(patience.brief(node)));
    trial.run(
        () -> {
          requirement.run(scenarios.get(0));
          scenarios.get(0).fence();
        },
        scenarios);
    cluster.nodes().forEach(node -> node.patience(Optional.empty()));
    return trial;
  }

  private void healed(Requirement requirement, Implementation implementation, List<Long> millis) {
    healing
        .computeIfAbsent(
            new Healing.Of(requirement.id(), implementation.id()), key -> new ArrayList<>())
        .addAll(millis);
  }

  /** Takes from a trial what it says about pairs. */
  private void decide(Trial trial, Map<PairVerdict, Result> results) {
    for (Execution execution : trial.executions()) {
      Requirement requirement = execution.requirement();
      Implementation emitter = execution.emitter();
      for (Implementation receiver : receivers(requirement, emitter)) {
        boolean present = cluster.implementations().containsAll(List.of(emitter, receiver));
        if (present && trial.decides(emitter, receiver)) {
          PairVerdict pair = new PairVerdict(requirement, emitter, receiver);
          results.put(pair, decide(execution, pair));
        }
      }
      if (!execution.receivers().isEmpty()) {
        executions.add(execution);
      }
    }
  }

  private Result decide(Execution execution, PairVerdict pair) {
    Optional<String> lacking =
        lacking(pair.requirement().receiverNeeds(), pair.receiver(), "receiver");
    if (lacking.isPresent()) {
      return pair.unsupported(lacking.get());
    }
    execution.decides(pair.receiver());
    return PairVerdict.of(execution, pair.receiver(), cluster.witness());
  }

  private Result missing(PairVerdict pair) {
    return restarts
        .quarantine(pair.emitter())
        .map(reason -> pair.quarantined(reason, Blame.EMITTER))
        .or(
            () ->
                restarts
                    .quarantine(pair.receiver())
                    .map(reason -> pair.quarantined(reason, Blame.RECEIVER)))
        .orElseGet(
            () ->
                Result.without(
                    new Cell(pair.requirement().id(), pair.emitter().id(), pair.receiver().id()),
                    Verdict.NOT_RUN,
                    "the run ended before it"));
  }

  private List<Implementation> receivers(Requirement requirement, Implementation emitter) {
    return requirement.isForPairs() ? cluster.planned() : List.of(emitter);
  }

  /** What an implementation lacks; of one that does not take part nothing is known. */
  private Optional<String> lacking(Set<String> needs, Implementation implementation, String part) {
    List<Node> nodes = cluster.nodesOf(implementation);
    if (nodes.isEmpty()) {
      return Optional.empty();
    }
    Set<String> has = nodes.get(0).hello().capabilities();
    return needs.stream()
        .filter(capability -> !has.contains(capability))
        .findFirst()
        .map(
            capability ->
                "the %s %s does not declare the capability '%s'"
                    .formatted(part, implementation.id(), capability));
  }

  private Patience patience(Requirement requirement, Implementation emitter) {
    Set<String> deaf = new LinkedHashSet<>();
    for (Implementation implementation : cluster.planned()) {
      if (implementation.isKnownToFail(requirement.id(), Implementation.Part.RECEIVER)) {
        deaf.add(implementation.id());
      }
    }
    Optional<String> mute =
        emitter.isKnownToFail(requirement.id(), Implementation.Part.EMITTER)
            ? Optional.of(emitter.id())
            : Optional.empty();
    return new Patience(
        limits.fence(),
        RunOptions.DEVIATION_LIMIT,
        deaf,
        mute,
        limits.slowAfter(),
        restarts.suspects());
  }

  /** Milliseconds until nodes heard each other after a fault. */
  Map<Healing.Of, List<Long>> healing() {
    return healing;
  }

  /** The results that have changed because something arrived late. */
  List<Result> judgeAgain() {
    repair.deafNodes(); // what is under way arrives before its fence
    List<Result> changed = new ArrayList<>();
    for (Execution done : executions) {
      if (done.judgeAgain()) {
        done.receivers()
            .forEach(receiver -> changed.add(PairVerdict.of(done, receiver, cluster.witness())));
      }
    }
    return changed;
  }
}

package io.socketionats.conformance.run;

import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.cluster.ClusterPlan;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.wire.Witness;
import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.fault.Faults;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.runtime.Launcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A live cluster in which mutants are judged one after another, beside nodes of one sane
 * implementation. Only the mutant's nodes are started for each; the sane nodes and their clients
 * stay, so that what one mutant did to them shows in their own pairs. Used by one thread at a time.
 */
final class MutantCluster implements AutoCloseable {
  /** Long for a healthy node on a busy machine, short enough for dozens of broken ones. */
  private static final RunOptions.Limits LIMITS =
      new RunOptions.Limits(
          Duration.ofSeconds(3), Optional.empty(), Node.HELLO_LIMIT, RunOptions.Limits.RESTARTS);

  private static final Duration HEAL_LIMIT = Duration.ofSeconds(6);

  private final MutantPlace place;
  private final Kind kind;
  private final Path logs;
  private Optional<Faults> faults = Optional.empty();
  private Witness witness;
  private Cluster cluster;

  /**
   * What clusters differ in.
   *
   * @param broken the program of the mutants
   * @param sane the implementation that is beside them
   * @param servers how many of its own the cluster has, for drills; 0 = it uses the shared broker
   */
  record Kind(Implementation broken, Implementation sane, int servers) {
    private int nodesEach() {
      return servers == 0 ? 1 : 2; // something happens to the first node in a drill
    }
  }

  /**
   * @param logs folder for the logs of brokers and nodes; the name of the folder is the first part
   *     of all subjects
   */
  MutantCluster(Launcher launcher, Kind kind, Path logs) {
    this.place = new MutantPlace(launcher, kind.broken());
    this.kind = kind;
    this.logs = logs;
  }

  /**
   * Judges one mutant, in the place of the one before it. On several servers all nodes are started
   * anew, since those that lost theirs have gone to others and stay there.
   *
   * @param broker the shared one
   */
  List<Result> judge(String mutant, Broker broker, List<Requirement> requirements) {
    place.set(mutant);
    if (cluster == null) {
      start(broker);
    } else {
      cluster.restart(kind.servers() > 1 ? cluster.nodes() : cluster.nodesOf(kind.broken()));
    }
    ClusterRun run =
        faults
            .map(some -> new ClusterRun(cluster, some, LIMITS, HEAL_LIMIT))
            .orElseGet(() -> new ClusterRun(cluster, LIMITS));
    return requirements.stream().flatMap(requirement -> run.run(requirement).stream()).toList();
  }

  /** False when somebody has been left out for good: the next mutant needs another cluster. */
  boolean isWhole() {
    return cluster.dismissed().isEmpty();
  }

  private void start(Broker broker) {
    ClusterPlan plan =
        new ClusterPlan(
            kind.sane().dialect(),
            List.of(kind.broken(), kind.sane()),
            kind.nodesEach(),
            Optional.of(logs.getFileName().toString()));
    if (kind.servers() == 0) {
      witness = Witness.on(broker.harnessUrls());
      cluster = Cluster.start(place, broker, witness, plan, logs);
      return;
    }
    faults = place.startFaults(logs, kind.servers());
    witness = Witness.comingBackOn(faults.orElseThrow().broker().harnessUrls());
    cluster = Cluster.start(place, faults.orElseThrow(), witness, plan, logs);
  }

  @Override
  public void close() {
    if (cluster != null) {
      cluster.close();
    }
    if (witness != null) {
      witness.close();
    }
    faults.ifPresent(Faults::close);
  }
}

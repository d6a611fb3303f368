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
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A few requirements on small clusters under a key of their own: one node of each implementation,
 * and two where something happens to the first.
 */
public final class MutantRun {
  /** Long for a healthy node on a busy machine, short enough for dozens of broken ones. */
  private static final RunOptions.Limits LIMITS =
      new RunOptions.Limits(
          Duration.ofSeconds(3), Optional.empty(), Node.HELLO_LIMIT, RunOptions.Limits.RESTARTS);

  private static final Duration HEAL_LIMIT = Duration.ofSeconds(6);

  private MutantRun() {}

  public static List<Result> judge(
      Launcher runtime,
      Broker broker,
      List<Implementation> implementations,
      String key,
      List<Requirement> requirements,
      Path folder) {
    Map<Integer, List<Requirement>> byServers =
        requirements.stream()
            .collect(
                Collectors.groupingBy(Requirement::servers, TreeMap::new, Collectors.toList()));
    List<Result> results = new ArrayList<>();
    byServers.forEach(
        (servers, some) -> {
          ClusterPlan plan =
              new ClusterPlan(
                  implementations.get(0).dialect(),
                  implementations,
                  servers == 0 ? 1 : 2,
                  Optional.of(key));
          Path logs = folder(folder.resolve(key + "-" + servers));
          results.addAll(
              servers == 0
                  ? judge(runtime, broker, plan, some, logs)
                  : drill(runtime, servers, plan, some, logs));
        });
    return results;
  }

  private static Path folder(Path path) {
    try {
      return Files.createDirectories(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static List<Result> judge(
      Launcher runtime, Broker broker, ClusterPlan plan, List<Requirement> some, Path logs) {
    try (Witness witness = Witness.on(broker.harnessUrls());
        Cluster cluster = Cluster.start(runtime, broker, witness, plan, logs)) {
      return results(new ClusterRun(cluster, LIMITS), some);
    }
  }

  private static List<Result> drill(
      Launcher runtime, int servers, ClusterPlan plan, List<Requirement> some, Path logs) {
    try (Faults faults = runtime.startFaults(logs, servers).orElseThrow();
        Witness witness = Witness.comingBackOn(faults.broker().harnessUrls());
        Cluster cluster = Cluster.start(runtime, faults, witness, plan, logs)) {
      return results(new ClusterRun(cluster, faults, LIMITS, HEAL_LIMIT), some);
    }
  }

  private static List<Result> results(ClusterRun run, List<Requirement> requirements) {
    return requirements.stream().flatMap(requirement -> run.run(requirement).stream()).toList();
  }
}

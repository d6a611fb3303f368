package io.socketionats.conformance.run;

import io.socketionats.conformance.broker.Broker;
import io.socketionats.conformance.catalogue.Requirement;
import io.socketionats.conformance.cluster.Cluster;
import io.socketionats.conformance.cluster.ClusterPlan;
import io.socketionats.conformance.node.Implementation;
import io.socketionats.conformance.node.Runtime;
import io.socketionats.conformance.verdict.Result;
import io.socketionats.conformance.wire.Witness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A few requirements on a small cluster under a key of its own: one node of each implementation.
 */
public final class MutantRun {
  /** Long for a healthy node on a busy machine, short enough for dozens of broken ones. */
  private static final Duration FENCE_LIMIT = Duration.ofSeconds(3);

  private MutantRun() {}

  public static List<Result> judge(
      Runtime runtime,
      Broker broker,
      Witness witness,
      List<Implementation> implementations,
      String key,
      List<Requirement> requirements,
      Path folder) {
    ClusterPlan plan =
        new ClusterPlan(implementations.get(0).dialect(), implementations, 1, Optional.of(key));
    try {
      Path logs = Files.createDirectories(folder.resolve(key));
      try (Cluster cluster = Cluster.start(runtime, broker, witness, plan, logs)) {
        ClusterRun run = new ClusterRun(cluster, FENCE_LIMIT);
        List<Result> results = new ArrayList<>();
        requirements.forEach(requirement -> results.addAll(run.run(requirement)));
        return results;
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.socketionats.conformance.run;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.ProgramOptions;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.cluster.ClusterPlan;
import io.socketionats.conformance.judge.service.ClientPrograms;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.runtime.Launcher;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Judges mutants by how they serve their clients. Each is alone, on a node of its own: nobody
 * stands beside it whom it could harm. Safe for use by many threads.
 */
public final class MutantServices {
  /** Longer than what a sane node waits for before it ends a session. */
  private static final RunOptions.Limits LIMITS =
      new RunOptions.Limits(
          Duration.ofSeconds(5), Optional.empty(), Node.HELLO_LIMIT, RunOptions.Limits.RESTARTS);

  private final Launcher launcher;
  private final Broker broker;
  private final Path folder;

  /**
   * @param folder for logs
   */
  public MutantServices(Launcher launcher, Broker broker, Path folder) {
    this.launcher = launcher;
    this.broker = broker;
    this.folder = folder;
  }

  /**
   * Judges a mutant.
   *
   * @param mutant its name, which the program is told
   * @param broken the program of the mutant
   * @param requirements of scope CLIENT
   */
  public List<Result> judge(String mutant, Implementation broken, List<Requirement> requirements) {
    MutantPlace place = new MutantPlace(launcher, broken);
    place.set(mutant);
    Path logs = newFolder("service-" + mutant);
    ClusterPlan plan = new ClusterPlan(broken.dialect(), List.of(broken), 1, Optional.empty());
    List<Result> results = Collections.synchronizedList(new ArrayList<>());
    try (ClientPrograms programs =
            new ClientPrograms(Checkout.root(), ProgramOptions.nodeProgram(), logs);
        Services services =
            Services.start(place, broker, plan, requirements, LIMITS, logs, programs)) {
      services.run(requirements, (requirement, judged) -> results.addAll(judged));
    }
    return List.copyOf(results);
  }

  private Path newFolder(String name) {
    try {
      return Files.createDirectories(folder.resolve(name));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}

package io.socketionats.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.socketionats.conformance.judge.catalogue.Catalogue;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import io.socketionats.conformance.launch.Launchers;
import io.socketionats.conformance.launch.broker.NatsServerFinder;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Implementations;
import io.socketionats.conformance.launch.runtime.Launcher;
import io.socketionats.conformance.report.Reports;
import io.socketionats.conformance.run.InteropRun;
import io.socketionats.conformance.run.Progress;
import io.socketionats.conformance.run.RunOptions;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import org.opentest4j.TestAbortedException;

/**
 * Every requirement, for every ordered pair of implementations, on one live cluster of each
 * dialect. {@code -Dselect=R*,W12} judges only those requirements.
 */
class CatalogueIT {
  @TempDir Path folder;

  @TestFactory
  Stream<DynamicNode> everyRequirementHoldsForEveryPair() {
    List<Implementation> implementations =
        Implementations.in(Checkout.root().resolve("conformance/implementations"));
    RunOptions options =
        new RunOptions(selected(), implementations, 2, RunOptions.Limits.USUAL, folder, Map.of());
    Instant started = Instant.now();
    try (Launcher runtime =
        Launchers.of(
            System.getProperty("interop.runtime", "processes"),
            Checkout.root(),
            implementations,
            NatsServerFinder.ofThisProcess(System.err::println),
            folder,
            System.err::println)) {
      InteropRun run = new InteropRun(runtime, options, Progress.silent());
      run.execute();
      Reports.write(
          run.report("mvn verify", started, 1, List.of(), List.of()),
          Checkout.root().resolve("conformance/target/interop"));
      assertThat(run.results()).hasSizeGreaterThan(selected().size());
      return tests(run.results());
    }
  }

  private static List<Requirement> selected() {
    return Catalogue.select(List.of(System.getProperty("select", "*").split(",")));
  }

  private static Stream<DynamicNode> tests(List<Result> results) {
    return byRequirement(results).entrySet().stream()
        .map(
            entry ->
                dynamicContainer(
                    entry.getKey().toString(),
                    entry.getValue().stream()
                        .map(
                            result ->
                                dynamicTest(
                                    result.emitter() + " to " + result.receiver(),
                                    () -> require(entry.getKey(), result)))));
  }

  private static Map<Requirement, List<Result>> byRequirement(List<Result> results) {
    Map<Requirement, List<Result>> grouped = new LinkedHashMap<>();
    for (Requirement requirement : selected()) {
      grouped.put(
          requirement,
          results.stream().filter(one -> one.requirement().equals(requirement.id())).toList());
    }
    return grouped;
  }

  /**
   * Unsupported pairs and known deviations are shown as aborted with their reason, never as passed.
   */
  private static void require(Requirement requirement, Result result) {
    if (result.verdict() == Verdict.UNSUPPORTED || result.verdict() == Verdict.KNOWN_DEVIATION) {
      throw new TestAbortedException(result.verdict().label() + ": " + result.detail());
    }
    assertThat(result.verdict())
        .as(
            "%s%n%s%nfindings: %s%nframes:%n%s",
            requirement.sentence(),
            result.detail(),
            result.findings(),
            String.join("\n", result.evidence()))
        .isEqualTo(Verdict.PASSED);
  }
}

package io.socketionats.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import io.socketionats.conformance.judge.catalogue.Catalogue;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.broker.NatsServerFinder;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Implementations;
import io.socketionats.conformance.launch.runtime.Processes;
import io.socketionats.conformance.launch.runtime.Toolchain;
import io.socketionats.conformance.run.MutantClusters;
import io.socketionats.conformance.run.MutantServices;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The suite judged by nodes that are broken on purpose: each mutant must fail the requirements that
 * it is said to fail, and every requirement must be failed by at least one. A check that no mutant
 * can fail is no check.
 *
 * <p>{@code -Dmutants=rooms-*,leave-ignored} judges only those.
 */
class MutantsIT {
  /** More than there are processors: broken nodes are often waited for. */
  private static final int AT_ONCE = 4;

  /** Drills wait most of their time. */
  private static final int DRILLS_AT_ONCE = 3;

  @TempDir static Path folder;

  private static List<Mutant> all;
  private static Broker broker;
  private static MutantClusters clusters;
  private static ExecutorService threads;
  private static ExecutorService threadsOfDrills;
  private static MutantServices services;
  private static ExecutorService threadsOfServices;

  @BeforeAll
  static void startBroker() throws IOException {
    List<Implementation> implementations =
        Implementations.in(Checkout.root().resolve("conformance/implementations"));
    Processes runtime =
        new Processes(
            NatsServerFinder.ofThisProcess(System.err::println),
            Toolchain.ofThisProcess(Checkout.root(), implementations));
    all = MutantTable.read(implementations);
    broker = runtime.startBroker(folder);
    clusters = new MutantClusters(runtime, broker, folder);
    services = new MutantServices(runtime, broker, folder);
    threadsOfServices = Executors.newFixedThreadPool(AT_ONCE);
    threads = Executors.newFixedThreadPool(AT_ONCE);
    threadsOfDrills = Executors.newFixedThreadPool(DRILLS_AT_ONCE);
  }

  @AfterAll
  static void stopBroker() {
    threads.shutdownNow();
    threadsOfDrills.shutdownNow();
    threadsOfServices.shutdownNow();
    clusters.close();
    broker.close();
  }

  @Test
  void everyMutantMustFailRequirementsOfTheCatalogue() {
    Set<String> ids = idsOfTheCatalogue();
    List<String> wrong = new ArrayList<>();
    for (Mutant mutant : all) {
      mutant.kills().stream()
          .filter(id -> !ids.contains(id))
          .forEach(id -> wrong.add("%s names %s".formatted(mutant.name(), id)));
      if (mutant.kills().isEmpty()) {
        wrong.add(mutant.name() + " names none");
      }
    }

    assertThat(wrong).as("mutants whose requirements are not in the catalogue").isEmpty();
  }

  @Test
  void everyRequirementHasAMutantThatMustFailIt() {
    Set<String> uncovered = idsOfTheCatalogue();
    all.forEach(mutant -> uncovered.removeAll(mutant.kills()));

    assertThat(uncovered).as("requirements that no mutant must fail").isEmpty();
  }

  private static Set<String> idsOfTheCatalogue() {
    return Catalogue.all().stream()
        .map(Requirement::id)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @TestFactory
  Stream<DynamicTest> theSuiteKillsEveryMutant() {
    List<Mutant> mutants = MutantTable.select(all, System.getProperty("mutants", "*"));
    List<DynamicTest> tests = new ArrayList<>();
    for (Mutant mutant : mutants) {
      List<Future<List<Result>>> parts = begin(mutant);
      tests.add(dynamicTest(mutant.name(), () -> requireKilled(mutant, joined(parts))));
    }
    return tests.stream();
  }

  private static List<Future<List<Result>>> begin(Mutant mutant) {
    List<Future<List<Result>>> parts = new ArrayList<>();
    mutant
        .ofClusters()
        .forEach(
            (servers, requirements) ->
                parts.add(
                    (servers == 0 ? threads : threadsOfDrills)
                        .submit(() -> judge(mutant, requirements))));
    if (!mutant.ofClients().isEmpty()) {
      parts.add(threadsOfServices.submit(() -> judge(mutant)));
    }
    return parts;
  }

  private static List<Result> judge(Mutant mutant) {
    return services.judge(mutant.name(), mutant.program(), mutant.ofClients());
  }

  private static List<Result> judge(Mutant mutant, List<Requirement> requirements) {
    return clusters.judge(mutant.name(), mutant.program(), mutant.sane(), requirements);
  }

  private static List<Result> joined(List<Future<List<Result>>> parts)
      throws ExecutionException, InterruptedException {
    List<Result> results = new ArrayList<>();
    for (Future<List<Result>> part : parts) {
      results.addAll(part.get());
    }
    return results;
  }

  private static void requireKilled(Mutant mutant, List<Result> results) {
    requireFairness(mutant, results);
    for (String id : mutant.kills()) {
      assertThat(results)
          .as("%s (%s) must fail %s", mutant.name(), mutant.breaks(), id)
          .anyMatch(result -> result.requirement().equals(id) && isBad(result) && ofMutant(result));
    }
  }

  /** What a mutant breaks is put down to the mutant: sane pairs pass, and blame is on its side. */
  private static void requireFairness(Mutant mutant, List<Result> results) {
    for (Result result : results) {
      boolean emits = result.emitter().equals(MutantTable.MUTANT);
      boolean receives = result.receiver().equals(MutantTable.MUTANT);
      if (isBad(result) && emits != receives) {
        assertThat(result.blame())
            .as("%s: blame in %s", mutant.name(), brief(result))
            .contains(emits ? Blame.EMITTER : Blame.RECEIVER);
      }
      assertThat(isBad(result) && !ofMutant(result))
          .as("%s: a sane pair failed: %s", mutant.name(), brief(result))
          .isFalse();
    }
  }

  private static boolean isBad(Result result) {
    return result.verdict() == Verdict.FAILED || result.verdict() == Verdict.CRASHED;
  }

  private static boolean ofMutant(Result result) {
    return result.emitter().equals(MutantTable.MUTANT)
        || result.receiver().equals(MutantTable.MUTANT);
  }

  private static String brief(Result result) {
    return "%s %s to %s %s: %s"
        .formatted(
            result.requirement(),
            result.emitter(),
            result.receiver(),
            result.verdict().label(),
            result.detail());
  }
}

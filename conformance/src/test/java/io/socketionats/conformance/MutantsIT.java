package io.socketionats.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.fasterxml.jackson.databind.JsonNode;
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
import io.socketionats.conformance.run.MutantRun;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
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
 */
class MutantsIT {
  private static final int AT_ONCE = 2;

  @TempDir static Path folder;

  private static List<Implementation> all;
  private static Processes runtime;
  private static Broker broker;
  private static ExecutorService threads;

  /** A broken node and the requirements that it must fail. */
  private record Mutant(String name, String breaks, List<String> kills, Implementation program) {}

  @BeforeAll
  static void startBroker() {
    all = Implementations.in(Checkout.root().resolve("conformance/implementations"));
    runtime =
        new Processes(
            NatsServerFinder.ofThisProcess(System.err::println),
            Toolchain.ofThisProcess(Checkout.root(), all));
    broker = runtime.startBroker(folder);
    threads = Executors.newFixedThreadPool(AT_ONCE);
  }

  @AfterAll
  static void stopBroker() {
    threads.shutdownNow();
    broker.close();
  }

  private static List<Mutant> mutants() throws IOException {
    List<Mutant> mutants = new ArrayList<>();
    Implementation node = Implementations.select(all, List.of("node-sio4")).get(0);
    for (JsonNode entry : Json.parse(listed())) {
      List<String> kills = new ArrayList<>();
      entry.path("kills").forEach(id -> kills.add(id.asText()));
      kills.retainAll(Catalogue.all().stream().map(Requirement::id).toList());
      if (!kills.isEmpty()) {
        mutants.add(
            mutant(entry.path("name").asText(), entry.path("breaks").asText(), kills, node));
      }
    }
    Implementation java = Implementations.select(all, List.of("java")).get(0);
    List<String> broken =
        java.command().stream()
            .map(
                word ->
                    word.endsWith(".JavaNode")
                        ? "io.socketionats.javanode.mutants.BrokenJavaNode"
                        : word)
            .toList();
    Implementation brokenJava =
        new Implementation(
            java.id(), java.language(), java.dialect(), 0, broken, java.environment(), List.of());
    mutants.add(
        mutant("numbers-rounded", "Numbers are published as doubles.", List.of("P04"), brokenJava));
    mutants.add(
        mutant(
            "predicate-ignored",
            "The server's own broadcast excludes nobody.",
            List.of("X07"),
            brokenJava));
    return mutants;
  }

  private static Mutant mutant(
      String name, String breaks, List<String> kills, Implementation program) {
    Implementation broken = program.named("mutant").with("MUTANT", name);
    return new Mutant(name, breaks, kills, broken);
  }

  private static String listed() throws IOException {
    Process process =
        new ProcessBuilder(
                "node", Checkout.root().resolve("node-fixtures/mutants/list.mjs").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
  }

  @Test
  void everyRequirementHasAMutantThatMustFailIt() throws IOException {
    Set<String> covered = new TreeSet<>();
    mutants().forEach(mutant -> covered.addAll(mutant.kills()));

    assertThat(covered)
        .containsExactlyInAnyOrderElementsOf(
            Catalogue.all().stream().map(Requirement::id).toList());
  }

  @TestFactory
  Stream<DynamicTest> theSuiteKillsEveryMutant() throws IOException {
    List<Future<List<Result>>> runs = new ArrayList<>();
    List<Mutant> mutants = mutants();
    for (Mutant mutant : mutants) {
      runs.add(threads.submit(() -> judge(mutant)));
    }
    List<DynamicTest> tests = new ArrayList<>();
    for (int i = 0; i < mutants.size(); i++) {
      Mutant mutant = mutants.get(i);
      Future<List<Result>> results = runs.get(i);
      tests.add(dynamicTest(mutant.name(), () -> requireKilled(mutant, results.get())));
    }
    return tests.stream();
  }

  private static List<Result> judge(Mutant mutant) {
    String companion = mutant.program().language().equals("java") ? "java" : "node-sio4";
    Implementation sane = Implementations.select(all, List.of(companion)).get(0);
    List<Requirement> requirements = mutant.kills().stream().map(Catalogue::byId).toList();
    return MutantRun.judge(
        runtime,
        broker,
        List.of(mutant.program(), sane),
        "m-" + mutant.name(),
        requirements,
        folder);
  }

  private static void requireKilled(Mutant mutant, List<Result> results) {
    requireFairness(mutant, results);
    for (String id : mutant.kills()) {
      List<Result> killing =
          results.stream()
              .filter(result -> result.requirement().equals(id))
              .filter(
                  result -> result.emitter().equals("mutant") || result.receiver().equals("mutant"))
              .filter(
                  result ->
                      result.verdict() == Verdict.FAILED || result.verdict() == Verdict.CRASHED)
              .toList();
      assertThat(killing)
          .as("%s (%s) must fail %s", mutant.name(), mutant.breaks(), id)
          .isNotEmpty();
    }
  }

  /** What a mutant breaks is put down to the mutant: sane pairs pass, and blame is on its side. */
  private static void requireFairness(Mutant mutant, List<Result> results) {
    for (Result result : results) {
      boolean emits = result.emitter().equals("mutant");
      boolean receives = result.receiver().equals("mutant");
      boolean bad = result.verdict() == Verdict.FAILED || result.verdict() == Verdict.CRASHED;
      if (bad && emits != receives) {
        assertThat(result.blame())
            .as("%s: blame in %s", mutant.name(), brief(result))
            .contains(emits ? Blame.EMITTER : Blame.RECEIVER);
      }
      assertThat(bad && !emits && !receives)
          .as("%s: a sane pair failed: %s", mutant.name(), brief(result))
          .isFalse();
    }
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

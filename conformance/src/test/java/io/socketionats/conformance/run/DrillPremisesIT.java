package io.socketionats.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.judge.catalogue.Catalogue;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.cluster.ClusterPlan;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import io.socketionats.conformance.judge.wire.Witness;
import io.socketionats.conformance.launch.Launchers;
import io.socketionats.conformance.launch.broker.NatsServerFinder;
import io.socketionats.conformance.launch.fault.Faults;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Implementations;
import io.socketionats.conformance.launch.runtime.Launcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A fault that did not do what it says proves nothing about the nodes. An earlier harness passed a
 * split of the broker that had all nodes on one side, since the drill before had moved them.
 */
class DrillPremisesIT {
  private static final Duration HEAL_LIMIT = Duration.ofSeconds(20);

  @TempDir Path folder;

  private List<Result> run(int servers, UnaryOperator<Faults> faults, Iterable<String> ids) {
    List<Implementation> all =
        Implementations.in(Checkout.root().resolve("conformance/implementations"));
    List<Implementation> nodes = Implementations.select(all, List.of("node-sio4"));
    ClusterPlan plan = new ClusterPlan(nodes.get(0).dialect(), nodes, 2, Optional.empty());
    List<Result> results = new ArrayList<>();
    try (Launcher launcher =
            Launchers.of(
                System.getProperty("interop.runtime", "processes"),
                Checkout.root(),
                nodes,
                NatsServerFinder.ofThisProcess(System.err::println),
                folder,
                System.err::println);
        Faults broken = faults.apply(launcher.startFaults(folder, servers).orElseThrow());
        Witness witness = Witness.comingBackOn(broken.broker().harnessUrls());
        Cluster cluster = Cluster.start(launcher, broken, witness, plan, folder)) {
      ClusterRun run = new ClusterRun(cluster, broken, RunOptions.Limits.USUAL, HEAL_LIMIT);
      for (String id : ids) {
        Requirement requirement = Catalogue.byId(id);
        assertThat(requirement.servers()).isEqualTo(servers);
        results.addAll(run.run(requirement));
      }
    }
    return results;
  }

  /** Each requirement and what its detail must match. */
  private void assertNotJudged(int servers, int first, Map<String, String> details) {
    List<Result> results = run(servers, real -> new HarmlessFaults(real, first), details.keySet());

    assertThat(results).extracting(Result::requirement).containsExactlyElementsOf(details.keySet());
    for (Result result : results) {
      assertThat(result.verdict()).as(result.toString()).isEqualTo(Verdict.NOT_RUN);
      assertThat(result.verdict().asExpected()).isFalse();
      assertThat(result.blame()).isEmpty();
      assertThat(result.detail()).matches("premise: expected " + details.get(result.requirement()));
    }
  }

  @Test
  void doesNotJudgeOnAFaultThatDoesNothing() {
    Map<String, String> details = new LinkedHashMap<>();
    details.put("E12", "events from node node-sio4-1 to take at least 50 ms; one took \\d+ ms");
    String apart =
        "nodes node-sio4-[12] and node-sio4-[12] to be apart while the fault lasts; client c\\d+ on node-sio4-[12] got event 'E\\d\\d.node-sio4.\\d+' of node-sio4-[12] meanwhile";
    for (String id : List.of("E13", "E14", "E15", "E16", "E17", "E18")) {
      details.put(id, apart);
    }
    details.put("E20", "the program of node node-sio4-1 to be ended; it is running");

    assertNotJudged(1, 0, details);
  }

  @Test
  void doesNotJudgeOnAClusterOfServersThatIsWhole() {
    Map<String, String> details = new LinkedHashMap<>();
    details.put(
        "E19",
        "nodes node-sio4-[12] and node-sio4-[12] to be apart while the fault lasts; client .+ got event .+");
    details.put("E07", "nats-server to be ended; it is running");

    assertNotJudged(3, 0, details);
  }

  @Test
  void doesNotJudgeWhereNodesAreNotOnBothSides() {
    Map<String, String> details = new LinkedHashMap<>();
    String elsewhere = "node node-sio4-1 to be at server 0 before the fault; it is at server 1";
    details.put("E19", elsewhere);
    details.put("E07", elsewhere);

    assertNotJudged(3, 1, details);
  }

  @Test
  void bringsNodesBackThatTheDrillBeforeHasMoved() {
    List<Result> results = run(3, real -> real, List.of("E07", "E19", "E07"));

    assertThat(results).hasSize(3);
    assertThat(results)
        .allSatisfy(
            result -> assertThat(result.verdict()).as(result.detail()).isEqualTo(Verdict.PASSED));
  }
}

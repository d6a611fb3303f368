package io.socketionats.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.catalogue.Catalogue;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import io.socketionats.conformance.launch.broker.NatsServerFinder;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Implementations;
import io.socketionats.conformance.launch.runtime.Processes;
import io.socketionats.conformance.launch.runtime.Toolchain;
import io.socketionats.conformance.report.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * Participants that crash, refuse, fall deaf, cannot be started or publish what they hear, beside
 * sane ones: what they do is put down to them, and the sane pairs have the verdicts that they have
 * alone.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "some of the nodes are shell scripts")
@Execution(ExecutionMode.CONCURRENT) // they wait for nodes that never answer
class WeakParticipantsIT {
  /** Nine kinds of deadly frame, a room that is refused, servers that go. */
  private static final List<String> WEAKNESSES =
      List.of("R01", "W08", "W13", "S01", "S02", "S03", "S04", "S06", "S07", "E07", "E14");

  @TempDir Path folder;

  private final List<Implementation> all =
      Implementations.in(Checkout.root().resolve("conformance/implementations"));
  private final List<Implementation> sane =
      Implementations.select(all, List.of("java", "node-sio4"));
  private final Processes launcher =
      new Processes(
          NatsServerFinder.ofThisProcess(System.err::println),
          Toolchain.ofThisProcess(Checkout.root(), all));

  private Implementation adapter(String name) {
    Path file = Checkout.root().resolve("node-fixtures/participants/" + name + ".mjs");
    Implementation custom = Implementations.custom(all, file, WireDialect.SOCKET_IO_NATS);
    return custom.named(name);
  }

  private static Implementation program(String name, String... command) {
    return new Implementation(
        name, "sh", WireDialect.SOCKET_IO_NATS, 0, List.of(command), Map.of(), List.of());
  }

  private RunReport judge(
      List<String> requirements, List<Implementation> some, RunOptions.Limits limits) {
    Path logs;
    try {
      logs = Files.createTempDirectory(folder, "run");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
    RunOptions options =
        new RunOptions(
            requirements.stream().map(Catalogue::byId).toList(), some, 2, limits, logs, Map.of());
    InteropRun run = new InteropRun(launcher, options, Progress.silent());
    run.execute();
    return run.report("mvn verify", Instant.now(), 1, List.of(), List.of());
  }

  /** With less time for sentinels, since some of these nodes never show them. */
  private static RunOptions.Limits limits(int restarts) {
    return new RunOptions.Limits(
        Duration.ofSeconds(4), Optional.empty(), Duration.ofSeconds(30), restarts);
  }

  private List<Implementation> saneAnd(Implementation... weak) {
    return Stream.concat(sane.stream(), Stream.of(weak)).toList();
  }

  private boolean isSane(Result result) {
    Set<String> ids = Set.of(sane.get(0).id(), sane.get(1).id());
    return ids.contains(result.emitter()) && ids.contains(result.receiver());
  }

  private Map<String, Verdict> ofSanePairs(RunReport report) {
    Map<String, Verdict> verdicts = new LinkedHashMap<>();
    report.results().stream()
        .filter(this::isSane)
        .forEach(
            result ->
                verdicts.put(
                    "%s %s to %s"
                        .formatted(result.requirement(), result.emitter(), result.receiver()),
                    result.verdict()));
    return verdicts;
  }

  /** Every sane pair passed, and whoever is to blame for the others is none of the sane. */
  private void requireOnlyWeakToBlame(RunReport report) {
    assertThat(ofSanePairs(report).values()).isNotEmpty().containsOnly(Verdict.PASSED);
    for (Result result : report.results()) {
      result
          .blame()
          .map(blame -> blame == Blame.EMITTER ? result.emitter() : result.receiver())
          .ifPresent(
              culprit ->
                  assertThat(sane)
                      .as("%s is blamed in %s", culprit, result)
                      .extracting(Implementation::id)
                      .doesNotContain(culprit));
    }
    assertThat(report.green()).isFalse();
  }

  private static Result result(
      RunReport report, String requirement, String emitter, String receiver) {
    return report.results().stream()
        .filter(one -> one.requirement().equals(requirement))
        .filter(one -> one.emitter().equals(emitter) && one.receiver().equals(receiver))
        .findFirst()
        .orElseThrow();
  }

  private static List<Finding.Kind> kinds(Result result) {
    return result.findings().stream().map(Finding::kind).distinct().toList();
  }

  /** Alone they pass all of these, as {@code CatalogueIT} proves. */
  @Test
  void sanePairsHaveTheVerdictsThatTheyHaveAlone() {
    RunReport together =
        judge(WEAKNESSES, saneAnd(adapter("original-like")), RunOptions.Limits.USUAL);

    requireOnlyWeakToBlame(together);
    assertThat(ofSanePairs(together)).hasSize(4 * WEAKNESSES.size());
    for (String deadly : List.of("W08", "S01", "S02", "S03", "S04", "S06", "S07")) {
      Result crash = result(together, deadly, "java", "original-like");
      assertThat(crash.verdict()).as(deadly).isEqualTo(Verdict.CRASHED);
      assertThat(crash.blame()).as(deadly).contains(Blame.RECEIVER);
      assertThat(crash.detail()).as(deadly).contains("exited with status 70", "mutant: ");
    }
    assertThat(result(together, "W13", "java", "original-like").detail())
        .matches(
            "state: expected node original-like-1 to let client c\\d+ join \\[\"123\"]; it answered: room \"123\" is refused");
    Result lostServer = result(together, "E14", "node-sio4", "original-like");
    assertThat(lostServer.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(lostServer.detail())
        .startsWith("state: expected the node to do what it is asked; node 'original-like-1'")
        .contains("refused to ");
    assertThat(result(together, "R01", "java", "original-like").verdict())
        .isEqualTo(Verdict.PASSED);
  }

  @Test
  void aNodeThatCrashesTooOftenIsQuarantined() {
    RunReport report =
        judge(List.of("S01", "S02", "R01", "E13"), saneAnd(adapter("original-like")), limits(1));

    requireOnlyWeakToBlame(report);
    assertThat(result(report, "S01", "java", "original-like").detail())
        .contains("exited with status 70");
    Result last = result(report, "R01", "original-like", "java");
    assertThat(last.verdict()).isEqualTo(Verdict.CRASHED);
    assertThat(last.blame()).contains(Blame.EMITTER);
    assertThat(last.detail())
        .startsWith(
            "quarantined: expected the node to take part; node 'original-like-1' had to be started anew more than once, at last because ")
        .contains("; its log: ");
    assertThat(result(report, "E13", "java", "original-like").verdict())
        .as("on the cluster of faults it has not crashed")
        .isEqualTo(Verdict.PASSED);
  }

  @Test
  void nodesThatCannotBeStartedAreQuarantinedAtOnce() {
    RunReport report =
        judge(
            List.of("R01"),
            saneAnd(
                program("missing", "/no/such/program"),
                program("exiting", "/bin/sh", "-c", "echo 'no licence' >&2; exit 5"),
                program("silent", "/bin/sh", "-c", "read -r line")),
            new RunOptions.Limits(
                Duration.ofSeconds(10), Optional.empty(), Duration.ofSeconds(12), 12));

    requireOnlyWeakToBlame(report);
    Map<String, String> reasons =
        Map.of(
            "missing", "node 'missing-1' could not be started: Cannot run program",
            "exiting", "node 'exiting-1' failed: it exited with status 5 before it was ready",
            "silent", "node 'silent-1' did not send its hello within 12 s");
    reasons.forEach(
        (weak, reason) -> {
          assertThat(result(report, "R01", "java", weak).verdict()).isEqualTo(Verdict.CRASHED);
          assertThat(result(report, "R01", "java", weak).detail())
              .startsWith("quarantined: expected the node to take part; " + reason);
        });
    assertThat(report.implementations())
        .filteredOn(participant -> !participant.available())
        .extracting(RunReport.Participant::id)
        .containsExactly("missing", "exiting", "silent");
  }

  @Test
  void aDeafNodeIsBlamedForItselfAlone() {
    RunReport report = judge(List.of("R01", "W01"), saneAnd(adapter("deaf")), limits(50));

    requireOnlyWeakToBlame(report);
    assertThat(kinds(result(report, "R01", "java", "deaf"))).contains(Finding.Kind.DEAF);
    assertThat(result(report, "W01", "deaf", "java").verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void aNodeThatRefusesEverythingIsBlamedForThat() {
    RunReport report = judge(List.of("W02", "R01"), saneAnd(adapter("refusing")), limits(50));

    requireOnlyWeakToBlame(report);
    Result refused = result(report, "W02", "java", "refusing");
    assertThat(kinds(refused)).contains(Finding.Kind.STATE);
    assertThat(refused.detail())
        .matches(
            "state: expected the node to do what it is asked; node 'refusing-1' refused to join \\{\"namespace\":\"/\",\"socket\":\"c\\d+\",\"rooms\":\\[\"the room-\\d+\"]}: DISCONNECT");
    assertThat(result(report, "R01", "java", "refusing").verdict()).isEqualTo(Verdict.PASSED);
  }

  @Test
  void whoPublishesUnderAForeignUidIsFoundByTheBrokersCounts() {
    List<String> selected = new ArrayList<>(List.of("W01", "W02", "W04", "R01", "X01", "O01"));
    RunReport report = judge(selected, saneAnd(adapter("republisher")), limits(50));

    requireOnlyWeakToBlame(report);
    Result again = result(report, "W01", "java", "republisher");
    assertThat(again.verdict()).isEqualTo(Verdict.FAILED);
    assertThat(again.detail())
        .startsWith("wire: expected nobody to publish 'W01.java.")
        .contains(
            "republisher did, under the uid 'somebody-else', which no node has (the broker counts its messages): socket.io./ [\"somebody-else\",");
    assertThat(again.evidence().get(0)).contains("\"W01.java.");
  }
}

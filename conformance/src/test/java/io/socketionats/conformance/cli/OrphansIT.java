package io.socketionats.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.Json;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * However a run ends, nothing that it started lives on. Every process of a run inherits a variable
 * that no other process has, so even one that has lost its parent is found.
 */
@EnabledOnOs(value = OS.LINUX, disabledReason = "it reads /proc")
@Execution(ExecutionMode.CONCURRENT)
class OrphansIT {
  private static final String MARKER = "INTEROP_ORPHANS_IT";
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  private final String marker = UUID.randomUUID().toString();
  private final List<String> err = new CopyOnWriteArrayList<>();
  private Process run;
  private Thread reader;

  private void start(String... options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                "env",
                "--default-signal=INT", // shells start background jobs that ignore it
                "setsid", // makes it a group of its own, so that a signal to the group stays here
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-Dinterop.root=" + Checkout.root(),
                "-cp",
                System.getProperty("java.class.path"),
                Interop.class.getName(),
                "run",
                "--runtime",
                "processes",
                "--out",
                folder.toString()));
    command.addAll(List.of(options));
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectOutput(folder.resolve("out").toFile());
    builder.environment().put(MARKER, marker);
    run = builder.start();
    reader = new Thread(this::read, "standard error of the run");
    reader.start();
  }

  private void read() {
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(run.getErrorStream(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        err.add(line);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Starts a run of everything on one cluster and returns when the first requirements have been
   * judged.
   */
  private void startAndAwaitTheMiddle(String implementations) throws IOException {
    start(
        "--implementations",
        implementations,
        "--select",
        "W0*,W1*,N0*,R0*,R1*,U0*,X0*,P0*,P1*,O0*,S0*");
    await("requirements are running")
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .failFast("the run ended: " + err, () -> !run.isAlive())
        .until(() -> err.stream().anyMatch(line -> line.contains(": 12 of ")));
  }

  /** Returns when the run has stopped one of its own processes. */
  private void startAndAwaitAStandstill() throws IOException {
    start("--implementations", "java,node-sio4", "--select", "E15,E16");
    await("something of the run stands still")
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .failFast("the run ended: " + err, () -> !run.isAlive())
        .until(() -> run.descendants().anyMatch(OrphansIT::standsStill));
  }

  private static boolean standsStill(ProcessHandle process) {
    return content(Path.of("/proc", String.valueOf(process.pid()), "status"))
        .lines()
        .anyMatch(line -> line.matches("State:\\s+T.*"));
  }

  private int awaitEnd() throws InterruptedException {
    assertThat(run.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).as("the run ends").isTrue();
    reader.join();
    return run.exitValue();
  }

  private ProcessHandle javaNode() {
    return run.descendants().filter(OrphansIT::isJavaNode).findFirst().orElseThrow();
  }

  /** By /proc, because Java's own view of a command line ends after 4096 bytes. */
  private static boolean isJavaNode(ProcessHandle process) {
    return content(Path.of("/proc", String.valueOf(process.pid()), "cmdline")).contains("JavaNode");
  }

  /** The server itself: the shells that guard it carry its name in their arguments only. */
  private ProcessHandle broker() {
    return run.descendants()
        .filter(process -> process.info().command().orElse("").endsWith("/nats-server"))
        .findFirst()
        .orElseThrow();
  }

  private void signal(String name) throws IOException, InterruptedException {
    signal(name, String.valueOf(run.pid()));
  }

  /** As a terminal does, to the run and all that it has started: the run leads a process group. */
  private void pressControlC() throws IOException, InterruptedException {
    signal("INT", "-" + run.pid());
  }

  private static void signal(String name, String target) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder("kill", "-s", name, "--", target).start().waitFor()).isZero();
  }

  private void assertNothingIsLeft() {
    await("every process of the run has ended")
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .untilAsserted(() -> assertThat(marked()).isEmpty());
  }

  /** The command lines of all processes of this machine that have inherited the marker. */
  private List<String> marked() throws IOException {
    try (Stream<Path> processes = Files.list(Path.of("/proc"))) {
      return processes
          .filter(process -> process.getFileName().toString().matches("\\d+"))
          .filter(process -> content(process.resolve("environ")).contains(marker))
          .map(process -> content(process.resolve("cmdline")).replace('\0', ' '))
          .toList();
    }
  }

  private static String content(Path file) {
    try {
      return Files.readString(file, StandardCharsets.ISO_8859_1);
    } catch (IOException e) {
      return ""; // it has ended, or is somebody else's
    }
  }

  @AfterEach
  void endTheRun() {
    if (run == null) {
      return; // a signal that this process ignores cannot be tried
    }
    run.descendants().forEach(ProcessHandle::destroyForcibly);
    run.destroyForcibly();
  }

  private List<String> verdicts() throws IOException {
    List<String> verdicts = new ArrayList<>();
    for (JsonNode result :
        Json.parse(Files.readString(folder.resolve("report.json"))).path("results")) {
      verdicts.add(result.path("verdict").asText());
    }
    return verdicts;
  }

  /** What had run is in the report, and so is what had not. */
  private void assertPartOfItIsReported() throws IOException {
    assertThat(verdicts()).contains("passed", "not-run").doesNotContain("failed", "crashed");
  }

  @Test
  void findsTheProcessesOfARunByTheirMarker() throws IOException, InterruptedException {
    startAndAwaitTheMiddle("java,node-sio4");

    assertThat(marked())
        .anyMatch(command -> command.contains("nats-server"))
        .anyMatch(command -> command.contains("JavaNode"))
        .anyMatch(command -> command.contains("node.mjs"));
    signal("KILL");
    awaitEnd();
  }

  @Test
  void leavesNothingRunningAfterSuccess() throws IOException, InterruptedException {
    start("--select", "N01,R01", "--implementations", "java,node-sio4");

    assertThat(awaitEnd()).as("%s", err).isZero();
    assertNothingIsLeft();
    assertThat(verdicts()).hasSize(8).containsOnly("passed");
  }

  @Test
  void leavesNothingStandingStillWhenItIsKilled() throws IOException, InterruptedException {
    startAndAwaitAStandstill();

    signal("KILL");

    awaitEnd();
    assertNothingIsLeft();
  }

  @Test
  void leavesNothingStandingStillWhenItIsInterrupted() throws IOException, InterruptedException {
    startAndAwaitAStandstill();

    signal("INT");

    assertThat(awaitEnd()).isEqualTo(130);
    assertNothingIsLeft();
  }

  @Test
  void leavesNothingRunningWhenANodeCannotStart() throws IOException, InterruptedException {
    Path adapter = Files.writeString(folder.resolve("adapter.mjs"), "export default 1;");
    start("--select", "N01", "--node-adapter", adapter.toString());

    assertThat(awaitEnd()).as("%s", err).isEqualTo(1);
    assertNothingIsLeft();
    assertThat(verdicts()).containsExactlyInAnyOrder("passed", "crashed", "crashed", "crashed");
  }

  @Test
  void reportsWhatHadRunWhenItIsInterrupted() throws IOException, InterruptedException {
    startAndAwaitTheMiddle("java,node-sio4");

    signal("INT");

    assertThat(awaitEnd()).isEqualTo(130);
    assertNothingIsLeft();
    assertPartOfItIsReported();
    assertThat(err)
        .noneMatch(line -> line.startsWith("interop:") || line.contains("crashed"))
        .anyMatch(line -> line.matches("interrupted when \\d+ of \\d+ results were judged"));
  }

  @Test
  void reportsWhatHadRunWhenItsTerminalInterruptsItAndItsNodes()
      throws IOException, InterruptedException {
    startAndAwaitTheMiddle("java,node-sio4");

    pressControlC();

    assertThat(awaitEnd()).isEqualTo(130);
    assertNothingIsLeft();
    assertThat(verdicts()).contains("passed", "not-run");
  }

  @Test
  void leavesNothingRunningWhenItIsInterruptedWhileItsNodesStart()
      throws IOException, InterruptedException {
    start("--implementations", "java,node-sio4");
    await("nodes are starting")
        .atMost(LIMIT)
        .pollDelay(Duration.ZERO)
        .pollInterval(Duration.ofMillis(5))
        .until(() -> run.descendants().anyMatch(OrphansIT::isJavaNode));

    signal("INT");

    assertThat(awaitEnd()).isEqualTo(130);
    assertNothingIsLeft();
    assertThat(err).anyMatch(line -> line.startsWith("interrupted when 0 of "));
    assertThat(folder.resolve("report.json")).doesNotExist();
  }

  @Test
  void reportsWhatHadRunWhenItIsTerminated() throws IOException, InterruptedException {
    startAndAwaitTheMiddle("java,node-sio4");

    signal("TERM");

    assertThat(awaitEnd()).isEqualTo(143);
    assertNothingIsLeft();
    assertPartOfItIsReported();
  }

  @Test
  void leavesNothingRunningWhenItIsKilled() throws IOException, InterruptedException {
    startAndAwaitTheMiddle("java,node-sio4");

    signal("KILL");

    assertThat(awaitEnd()).isEqualTo(137);
    assertNothingIsLeft();
  }

  @Test
  void goesOnWithAFreshNodeWhenOneIsKilled() throws IOException, InterruptedException {
    startAndAwaitTheMiddle("java,node-sio4");

    javaNode().destroyForcibly();

    assertThat(awaitEnd()).as("%s", err).isEqualTo(1);
    assertNothingIsLeft();
    List<String> verdicts = verdicts();
    assertThat(verdicts).contains("crashed").doesNotContain("not-run");
    assertThat(verdicts.subList(verdicts.lastIndexOf("crashed"), verdicts.size()))
        .as("what ran on the fresh node")
        .filteredOn("passed"::equals)
        .hasSizeGreaterThan(20);
  }

  @Test
  void breaksOffWhenTheBrokerIsKilled() throws IOException, InterruptedException {
    startAndAwaitTheMiddle("java,node-sio4");

    broker().destroyForcibly();

    assertThat(awaitEnd()).as("%s", err).isEqualTo(3);
    assertNothingIsLeft();
    assertThat(err)
        .filteredOn(line -> line.startsWith("interop:"))
        .singleElement()
        .asString()
        .startsWith("interop: nats-server ended in the middle of the run, at ");
    assertThat(verdicts()).contains("passed", "not-run").doesNotContain("failed", "crashed");
  }
}

package io.socketionats.load.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.socketionats.conformance.Checkout;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.MeasurementFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command as a process: what it leaves behind, however it ends. */
class RunIT {
  private static final Duration LIMIT = Duration.ofSeconds(60);

  @TempDir Path folder;

  private Process load(String options) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-Dinterop.root=" + Checkout.root(),
            "-cp",
            System.getProperty("java.class.path"),
            Load.class.getName(),
            "run"));
    command.addAll(List.of(options.split(" ")));
    command.addAll(List.of("--out", folder.resolve("out").toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(said().toFile())
        .start();
  }

  private Path said() {
    return folder.resolve("said");
  }

  private int status(Process process) throws InterruptedException {
    assertThat(process.waitFor(LIMIT.toSeconds(), TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private Measurement measurement() {
    return new MeasurementFolder(folder.resolve("out")).read();
  }

  private void awaitSaid(String text) {
    await("the run says " + text)
        .atMost(LIMIT)
        .until(() -> Files.exists(said()) && Files.readString(said()).contains(text));
  }

  private static void assertNothingIsLeft(List<ProcessHandle> children) {
    await("everything that was launched ends")
        .atMost(LIMIT)
        .until(() -> children.stream().noneMatch(ProcessHandle::isAlive));
  }

  @Test
  void measuresAFixedRate() throws IOException, InterruptedException {
    Process run =
        load(
            "--rate 20 --seconds 3 --repetitions 1 --connections 20 --other-cores 99 --minutes 1"
                + " --slo p50=5s");
    int status = status(run);
    assertThat(status).as(Files.readString(said())).isZero();
    Case only = measurement().cases().get(0);
    assertThat(only.id()).isEqualTo("mixed-2-rooms-10");
    assertThat(only.cluster().implementations()).containsExactly("node-sio4", "java");
    Level level = only.levels().get(only.levels().size() - 1);
    assertThat(level.verdict()).isEqualTo(LevelVerdict.PASS);
    assertThat(level.deliveries().expected())
        .isEqualTo(level.deliveries().received())
        .isGreaterThan(400);
    assertThat(level.use().nodes()).hasSize(2).allMatch(node -> node.rssBytes() > 10_000_000);
    assertThat(level.use().nats()).hasSize(1).allMatch(nats -> nats.bytesPerSecond() > 1000);
    assertThat(level.latency().crossNode().count()).isEqualTo(level.deliveries().received() / 2);
    assertThat(measurement().machine().versions())
        .containsKeys("java", "node", "nats-server", "gatling");
    assertThat(only.connections().rssBytesPerConnection()).containsOnlyKeys("node-sio4", "java");
  }

  @Test
  void keepsItsResultsAndLeavesNothingRunningWhenItIsInterrupted()
      throws IOException, InterruptedException {
    Process run = load("--rate 50 --seconds 2 --repetitions 50 --connections 20 --other-cores 99");
    awaitSaid("search     50.0 publishes/s #1");
    List<ProcessHandle> children = run.descendants().toList();
    assertThat(children).hasSizeGreaterThanOrEqualTo(3);
    run.destroy();
    assertThat(status(run)).isEqualTo(143);
    assertNothingIsLeft(children);
    assertThat(measurement().cases().get(0).levels()).hasSizeGreaterThanOrEqualTo(2);
    assertThat(Files.readString(said())).contains("interrupted; what was measured is in");
  }

  @Test
  void endsWithWhatWasMeasuredWhenANodeDies() throws IOException, InterruptedException {
    Process run = load("--rate 50 --seconds 2 --repetitions 50 --connections 20 --other-cores 99");
    awaitSaid("search     50.0 publishes/s #1");
    List<ProcessHandle> children = run.descendants().toList();
    children.stream()
        .filter(child -> child.info().command().orElse("").endsWith("/node"))
        .forEach(ProcessHandle::destroyForcibly);
    assertThat(status(run)).isEqualTo(3);
    assertNothingIsLeft(children);
    assertThat(Files.readString(said())).contains("load: node 'node-sio4-1' has died; its log:");
    assertThat(measurement().cases().get(0).levels()).hasSizeGreaterThanOrEqualTo(2);
  }
}

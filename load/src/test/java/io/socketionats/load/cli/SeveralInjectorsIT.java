package io.socketionats.load.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.conformance.Checkout;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.MeasurementFolder;
import io.socketionats.load.simulation.LoadedCluster;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Injectors that know nothing of each other but a common start, and what they measured, merged. */
class SeveralInjectorsIT {
  private static final int COUNT = 2;

  /** How long until the common start: the later ones are for machines that are busy. */
  private static final List<Integer> START_SECONDS = List.of(12, 40, 120);

  private static final String TOO_EARLY = "choose a later --start-at";

  @TempDir Path folder;

  @Test
  void loadServersOfWhichOnlyTheAddressesAreKnown() throws IOException, InterruptedException {
    try (LoadedCluster cluster = LoadedCluster.start(folder, UnaryOperator.identity())) {
      String urls =
          cluster.cluster().urls().stream().map(URI::toString).collect(Collectors.joining(","));
      int tries = 0;
      while (!loaded(urls, START_SECONDS.get(tries))) {
        tries++;
      }
    }
    Path merged = folder.resolve("merged");
    StringWriter err = new StringWriter();
    int status =
        Load.execute(
            new String[] {
              "merge", "--out", merged.toString(), part(0).toString(), part(1).toString()
            },
            new PrintWriter(new StringWriter()),
            new PrintWriter(err, true));
    assertThat(status).as(err.toString()).isZero();
    Level both = last(merged);
    assertThat(both.verdict())
        .as(both.judgement().reasons().toString())
        .isEqualTo(LevelVerdict.PASS);
    assertThat(both.deliveries().expected())
        .isEqualTo(last(part(0)).deliveries().expected() + last(part(1)).deliveries().expected())
        .isEqualTo(both.deliveries().received())
        .isGreaterThan(600);
    assertThat(both.latency().crossNode().count() + both.latency().sameNode().count())
        .isEqualTo(both.deliveries().received());
  }

  /** False when an injector was not ready at the common start, and says so. */
  private boolean loaded(String urls, int startSeconds) throws IOException, InterruptedException {
    String start = Instant.now().plusSeconds(startSeconds).toString();
    List<Process> runs = new ArrayList<>();
    for (int i = 0; i < COUNT; i++) {
      runs.add(
          load(
              i,
              ("run --url %s --connections 20 --rate 20 --seconds 2 --repetitions 1 --slo p50=5s"
                      + " --other-cores 99 --injector %d/%d --start-at %s --out %s")
                  .formatted(urls, i, COUNT, start, part(i))));
    }
    boolean inTime = true;
    for (int i = 0; i < COUNT; i++) {
      assertThat(runs.get(i).waitFor(60 + startSeconds, TimeUnit.SECONDS)).isTrue();
      String said = Files.readString(said(i));
      if (said.contains(TOO_EARLY)) {
        inTime = false;
      } else {
        assertThat(runs.get(i).exitValue()).as(said).isZero();
      }
    }
    return inTime;
  }

  private static Level last(Path folder) {
    Measurement measurement = new MeasurementFolder(folder).read();
    List<Level> levels = measurement.cases().get(0).levels();
    return levels.get(levels.size() - 1);
  }

  private Path part(int index) {
    return folder.resolve("part-" + index);
  }

  private Path said(int index) {
    return folder.resolve("said-" + index);
  }

  private Process load(int index, String options) throws IOException {
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dinterop.root=" + Checkout.root(),
                "-cp",
                System.getProperty("java.class.path"),
                Load.class.getName()));
    command.addAll(List.of(options.split(" ")));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(said(index).toFile())
        .start();
  }
}

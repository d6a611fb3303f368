package io.socketionats.load.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.socketionats.load.result.Case;
import io.socketionats.load.result.Machine;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.MeasurementFolder;
import io.socketionats.load.result.RunOrigin;
import io.socketionats.load.result.Slo;
import io.socketionats.load.result.TestedCluster;
import io.socketionats.load.result.Workload;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MeasuredCasesTest {
  @TempDir Path folder;

  /** A case was added without the lock, while a shutdown hook could be copying the list. */
  @Test
  void addsNoCaseWhileAnotherThreadReads() throws InterruptedException {
    AtomicReference<MeasuredCases> cases = new AtomicReference<>();
    AtomicReference<Thread> other = new AtomicReference<>();
    cases.set(
        new MeasuredCases(
            measured -> {
              if (other.get() == null) {
                other.set(new Thread(() -> cases.get().begin(named("second"))));
                other.get().start();
                await("the other thread waits for the reader")
                    .until(() -> other.get().getState() == Thread.State.BLOCKED);
              }
              return measurement(measured);
            },
            new MeasurementFolder(folder)));
    cases.get().begin(named("first"));

    assertThat(cases.get().measurement().cases()).extracting(Case::id).containsExactly("first");

    other.get().join();
    assertThat(cases.get().measurement().cases())
        .extracting(Case::id)
        .containsExactly("first", "second");
  }

  @Test
  void writesAtItsEndAndNeverAfterwards() throws Exception {
    MeasuredCases cases =
        new MeasuredCases(MeasuredCasesTest::measurement, new MeasurementFolder(folder));
    cases.begin(named("first"));
    cases.close();
    assertThat(new MeasurementFolder(folder).read().cases())
        .extracting(Case::id)
        .containsExactly("first");
    Files.delete(folder.resolve(MeasurementFolder.JSON));

    cases.update(named("changed"));

    assertThat(folder.resolve(MeasurementFolder.JSON)).doesNotExist();
  }

  private static Case named(String id) {
    return new Case(
        id,
        new TestedCluster("node", List.of(), 1, 1, "", ""),
        new Workload("rooms", 2, 1, 2, 1, 0),
        List.of(),
        null,
        null);
  }

  private static Measurement measurement(List<Case> cases) {
    return new Measurement(
        Measurement.SCHEMA,
        new RunOrigin("test", "2026-01-02T03:04:05Z", "", ""),
        new Machine(1, "", 0, "", Map.of()),
        new Slo(99, 100),
        List.of(),
        cases);
  }
}

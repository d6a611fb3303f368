package io.socketionats.load.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Implementations;
import io.socketionats.conformance.launch.runtime.Launcher;
import io.socketionats.load.cluster.Launch;
import io.socketionats.load.cluster.LaunchedCluster;
import io.socketionats.load.control.Gates;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.MeasurementFolder;
import io.socketionats.load.result.Phase;
import io.socketionats.load.result.Slo;
import io.socketionats.load.simulation.InjectorConfig;
import io.socketionats.load.simulation.LocalInjector;
import io.socketionats.load.simulation.Traffic;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A generator that is overloaded voids the level: nothing is said about the cluster. */
class OverloadedGeneratorIT {
  @TempDir Path folder;

  @Test
  void voidsTheLevel() {
    Launch launch = new Launch(Launch.Kind.NODE, 1, WireDialect.SOCKET_IO_NATS, 1);
    List<Implementation> nodes =
        launch.implementations(
            Implementations.in(Checkout.root().resolve("conformance/implementations")));
    try (Launcher runtime = LaunchedCluster.runtime("processes", nodes, folder, text -> {});
        LaunchedCluster cluster =
            LaunchedCluster.start(runtime, launch, nodes, 1, false, folder.resolve("logs"));
        LocalInjector injector =
            LocalInjector.start(
                Traffic.rooms(20, 5, 64),
                new InjectorConfig(0, cluster.urls(), cluster.namespace(0), 100),
                folder)) {
      injector.awaitReady(Duration.ofSeconds(20));
      // nothing but the generator's own use may void it; the limit is low, since other programs
      // may leave the threads below little of the processors
      Gates gates = new Gates(1000, 0.3, 99, 1, 0);
      CaseRun rig =
          new CaseRun(
              "overload",
              cluster,
              List.of(injector),
              new CaseRun.Terms(
                  Slo.parse("p99=10s"), gates, 0.2, Optional.empty(), Optional.empty()),
              new MeasurementFolder(folder.resolve("out")));
      AtomicBoolean spinning = new AtomicBoolean(true);
      List<Thread> hogs =
          IntStream.range(0, 2 * Runtime.getRuntime().availableProcessors())
              .mapToObj(i -> hog(spinning))
              .toList();
      Level level = rig.measure(Phase.SEARCH, 20, 1, 2);
      spinning.set(false);
      assertThat(hogs).isNotEmpty();
      assertThat(level.verdict()).isEqualTo(LevelVerdict.INVALID);
      assertThat(level.judgement().reasons())
          .singleElement()
          .asString()
          .matches("the generator used [\\d.]+ processors, more than 0.30");
      assertThat(rig.measure(Phase.SEARCH, 20, 2, 2).verdict()).isEqualTo(LevelVerdict.PASS);
    }
  }

  private static Thread hog(AtomicBoolean spinning) {
    Thread hog =
        new Thread(
            () -> {
              while (spinning.get()) {
                Thread.onSpinWait();
              }
            });
    hog.setDaemon(true);
    hog.start();
    return hog;
  }
}

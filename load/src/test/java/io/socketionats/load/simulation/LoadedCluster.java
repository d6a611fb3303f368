package io.socketionats.load.simulation;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Implementations;
import io.socketionats.conformance.launch.runtime.Launcher;
import io.socketionats.load.cluster.Launch;
import io.socketionats.load.cluster.LaunchedCluster;
import io.socketionats.load.measure.Tally;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.UnaryOperator;

/** A mixed cluster of one Node and one Java node, for tests. */
public final class LoadedCluster implements AutoCloseable {
  private final Path folder;
  private final Launcher runtime;
  private final LaunchedCluster cluster;
  private int levels;

  private LoadedCluster(Path folder, Launcher runtime, LaunchedCluster cluster) {
    this.folder = folder;
    this.runtime = runtime;
    this.cluster = cluster;
  }

  /** Starts it. */
  public static LoadedCluster start(Path folder, UnaryOperator<Implementation> change) {
    Launch launch = new Launch(Launch.Kind.MIXED, 2, WireDialect.SOCKET_IO_NATS, 1);
    List<Implementation> nodes =
        launch
            .implementations(
                Implementations.in(Checkout.root().resolve("conformance/implementations")))
            .stream()
            .map(change)
            .toList();
    Launcher runtime = LaunchedCluster.runtime("processes", nodes, folder, text -> {});
    return new LoadedCluster(
        folder,
        runtime,
        LaunchedCluster.start(runtime, launch, nodes, 1, false, folder.resolve("logs")));
  }

  /** What was launched. */
  public LaunchedCluster cluster() {
    return cluster;
  }

  /** Clients that are connected and in their rooms. */
  LocalInjector clients(Traffic traffic) {
    LocalInjector injector =
        LocalInjector.start(
            traffic, new InjectorConfig(0, cluster.urls(), cluster.namespace(0), 200), folder);
    injector.awaitReady(Duration.ofSeconds(20));
    return injector;
  }

  Tally level(Injector injector, double rate, double seconds) {
    return injector.level(
        new LevelOrder(++levels, rate, 0.2, seconds, System.currentTimeMillis() + 20));
  }

  @Override
  public void close() {
    cluster.close();
    runtime.close();
  }
}

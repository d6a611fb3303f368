package io.socketionats.load.cli;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.launch.Launchers;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Implementations;
import io.socketionats.conformance.launch.remote.Deployment;
import io.socketionats.conformance.launch.remote.Remote;
import io.socketionats.conformance.launch.runtime.Launcher;
import io.socketionats.load.cluster.AddressedCluster;
import io.socketionats.load.cluster.ClusterUnderLoad;
import io.socketionats.load.cluster.Launch;
import io.socketionats.load.cluster.LaunchedCluster;
import io.socketionats.load.cluster.Platform;
import io.socketionats.load.run.CasePlan;
import io.socketionats.load.simulation.Traffic;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;

/** The clusters that the options of {@code load run} name, each with the way to start it. */
final class ClusterChoice implements AutoCloseable {
  private final List<Named> all;
  private Launcher runtime;
  private Consumer<String> progress = sentence -> {};

  private record Named(String id, Function<Path, ClusterUnderLoad> start) {}

  private ClusterChoice(List<Named> all) {
    this.all = all;
  }

  /**
   * The clusters that options name; none is started yet.
   *
   * @param breakable whether faults must be possible
   * @throws UsageException when there is no such cluster
   */
  static ClusterChoice of(LoadOptions options, boolean breakable) {
    if (!options.urls.isEmpty() && options.remote != null) {
      throw new UsageException("--url and --remote exclude each other");
    }
    if (!options.urls.isEmpty()) {
      return ofUrls(options.urls);
    }
    if (options.remote != null) {
      return ofDeployment(options.remote);
    }
    return launched(options.runtime, launches(options), options.injectors, breakable);
  }

  private static List<Launch> launches(LoadOptions options) {
    List<Launch> launches = new ArrayList<>();
    for (String cluster : options.clusters) {
      for (int nodes : options.nodes) {
        Launch.Kind kind = kind(cluster);
        if (kind != Launch.Kind.MIXED || nodes != 1 || options.nodes.size() == 1) {
          launches.add(new Launch(kind, nodes, options.dialect, options.natsServers));
        }
      }
    }
    return launches;
  }

  private static Launch.Kind kind(String name) {
    return Stream.of(Launch.Kind.values())
        .filter(kind -> kind.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--cluster must be node, java or mixed, got '%s'".formatted(name)));
  }

  private static ClusterChoice ofUrls(List<String> addresses) {
    AddressedCluster urls = AddressedCluster.of(addresses);
    return new ClusterChoice(
        List.of(new Named("urls-%d".formatted(addresses.size()), folder -> urls)));
  }

  private static ClusterChoice ofDeployment(Path file) {
    List<Implementation> described = described();
    Deployment deployment = Deployment.read(file, described);
    List<Implementation> kinds = Implementations.select(described, deployment.implementations());
    int each = deployment.nodesEach(kinds);
    List<Implementation> nodes = new ArrayList<>();
    Collections.nCopies(each, kinds).forEach(nodes::addAll);
    Launch launch =
        new Launch(kind(kinds), nodes.size(), kinds.get(0).dialect(), deployment.nats().size());
    Launcher remote = new Remote(deployment);
    ClusterChoice choice =
        new ClusterChoice(
            List.of(
                new Named(
                    "remote-%s-%d".formatted(launch.kind().label(), nodes.size()),
                    folder -> LaunchedCluster.start(remote, launch, nodes, 1, false, folder))));
    choice.runtime = remote;
    return choice;
  }

  private static Launch.Kind kind(List<Implementation> kinds) {
    List<Platform> platforms = kinds.stream().map(Platform::of).distinct().toList();
    if (platforms.size() > 1) {
      return Launch.Kind.MIXED;
    }
    return platforms.get(0) == Platform.JAVA ? Launch.Kind.JAVA : Launch.Kind.NODE;
  }

  private static ClusterChoice launched(
      String runtimeName, List<Launch> launches, int injectors, boolean breakable) {
    List<Implementation> described = described();
    List<Implementation> kinds =
        launches.stream()
            .flatMap(launch -> launch.implementations(described).stream())
            .distinct()
            .toList();
    Launchers.requireName(runtimeName);
    List<Named> named = new ArrayList<>();
    ClusterChoice choice = new ClusterChoice(named);
    for (Launch launch : launches) {
      List<Implementation> nodes = launch.implementations(described);
      named.add(
          new Named(
              "%s-%d".formatted(launch.kind().label(), launch.nodes()),
              folder ->
                  LaunchedCluster.start(
                      choice.runtime(runtimeName, kinds, folder),
                      launch,
                      nodes,
                      injectors,
                      breakable,
                      folder)));
    }
    return choice;
  }

  private static List<Implementation> described() {
    return Implementations.in(Checkout.root().resolve("conformance/implementations"));
  }

  /** The launcher of all clusters, made when the first cluster is started. */
  private synchronized Launcher runtime(String name, List<Implementation> kinds, Path folder) {
    if (runtime == null) {
      runtime = LaunchedCluster.runtime(name, kinds, folder, progress);
    }
    return runtime;
  }

  void onProgress(Consumer<String> listener) {
    progress = listener;
  }

  /** Every cluster with every workload. */
  List<CasePlan> cases(List<Traffic> traffics) {
    return all.stream()
        .flatMap(
            cluster ->
                traffics.stream()
                    .map(
                        traffic ->
                            new CasePlan(
                                cluster.id() + "-" + traffic.label(), traffic, cluster.start())))
        .toList();
  }

  @Override
  public synchronized void close() {
    if (runtime != null) {
      runtime.close();
    }
  }
}

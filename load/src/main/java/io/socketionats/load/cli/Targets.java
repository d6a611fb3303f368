package io.socketionats.load.cli;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Implementations;
import io.socketionats.conformance.launch.remote.Deployment;
import io.socketionats.conformance.launch.remote.Remote;
import io.socketionats.conformance.launch.runtime.Launcher;
import io.socketionats.load.run.CasePlan;
import io.socketionats.load.simulation.Traffic;
import io.socketionats.load.target.Launch;
import io.socketionats.load.target.LaunchedCluster;
import io.socketionats.load.target.Target;
import io.socketionats.load.target.Urls;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;

/** What the options of {@code load run} say about where the load goes. */
final class Targets implements AutoCloseable {
  private final List<Named> all;
  private Launcher runtime;
  private Consumer<String> progress = sentence -> {};

  private record Named(String id, Function<Path, Target> start) {}

  private Targets(List<Named> all) {
    this.all = all;
  }

  static Targets ofUrls(List<String> addresses) {
    Urls urls = Urls.of(addresses);
    return new Targets(List.of(new Named("urls-%d".formatted(addresses.size()), folder -> urls)));
  }

  static Targets ofDeployment(Path file) {
    List<Implementation> described = described();
    Deployment deployment = Deployment.read(file, described);
    List<Implementation> kinds = Implementations.select(described, deployment.implementations());
    int each = deployment.nodesEach(kinds);
    List<Implementation> nodes = new ArrayList<>();
    Collections.nCopies(each, kinds).forEach(nodes::addAll);
    Launch launch =
        new Launch(kind(kinds), nodes.size(), kinds.get(0).dialect(), deployment.nats().size());
    Launcher remote = new Remote(deployment);
    Targets targets =
        new Targets(
            List.of(
                new Named(
                    "remote-%s-%d".formatted(launch.kind().label(), nodes.size()),
                    folder -> LaunchedCluster.start(remote, launch, nodes, 1, false, folder))));
    targets.runtime = remote;
    return targets;
  }

  private static Launch.Kind kind(List<Implementation> kinds) {
    List<String> languages = kinds.stream().map(Implementation::language).distinct().toList();
    if (languages.size() > 1) {
      return Launch.Kind.MIXED;
    }
    return languages.get(0).equals("java") ? Launch.Kind.JAVA : Launch.Kind.NODE;
  }

  static Targets launched(
      String runtimeName, List<Launch> launches, int injectors, boolean breakable) {
    List<Implementation> described = described();
    List<Implementation> kinds =
        launches.stream()
            .flatMap(launch -> launch.implementations(described).stream())
            .distinct()
            .toList();
    List<Named> named = new ArrayList<>();
    Targets targets = new Targets(named);
    for (Launch launch : launches) {
      List<Implementation> nodes = launch.implementations(described);
      named.add(
          new Named(
              "%s-%d".formatted(launch.kind().label(), launch.nodes()),
              folder ->
                  LaunchedCluster.start(
                      targets.runtime(runtimeName, kinds, folder),
                      launch,
                      nodes,
                      injectors,
                      breakable,
                      folder)));
    }
    io.socketionats.conformance.launch.Launchers.requireName(runtimeName);
    return targets;
  }

  private static List<Implementation> described() {
    return Implementations.in(Checkout.root().resolve("conformance/implementations"));
  }

  /** The runtime of all launched clusters, made when the first is. */
  private synchronized Launcher runtime(String name, List<Implementation> kinds, Path folder) {
    if (runtime == null) {
      runtime = LaunchedCluster.runtime(name, kinds, folder, progress);
    }
    return runtime;
  }

  void tell(Consumer<String> listener) {
    progress = listener;
  }

  /** Every target under every traffic. */
  List<CasePlan> cases(List<Traffic> traffics) {
    return all.stream()
        .flatMap(
            target ->
                traffics.stream()
                    .map(
                        traffic ->
                            new CasePlan(
                                target.id() + "-" + traffic.label(), traffic, target.start())))
        .toList();
  }

  @Override
  public synchronized void close() {
    if (runtime != null) {
      runtime.close();
    }
  }
}

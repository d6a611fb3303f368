package io.socketionats.conformance.run;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.cluster.ClusterPlan;
import io.socketionats.conformance.judge.service.ClientPrograms;
import io.socketionats.conformance.judge.service.Pace;
import io.socketionats.conformance.judge.service.Service;
import io.socketionats.conformance.judge.service.Visitor;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.node.NodeFailedException;
import io.socketionats.conformance.launch.runtime.Launcher;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.stream.Collectors;

/**
 * Nodes of each implementation that obey their clients, one of each pace, on the broker of the run,
 * in a cluster of their own. The nodes are judged side by side, with several requirements at once:
 * each has clients and events of its own.
 */
final class Services implements AutoCloseable {
  private static final String KEY = "clients";
  private static final int AT_ONCE = 4; // most of them wait most of the time

  private final ExecutorService waiting = Executors.newCachedThreadPool();

  private final List<Implementation> implementations;
  private final RunOptions.Limits limits;
  private final List<Visitor> visitors;
  private final Map<Implementation, Map<Pace, Node>> nodes = new LinkedHashMap<>();
  private final Map<Implementation, String> absent = new LinkedHashMap<>();
  private final Map<Implementation, ServiceRun> runs = new LinkedHashMap<>();

  private Services(
      List<Implementation> implementations, RunOptions.Limits limits, List<Visitor> visitors) {
    this.visitors = visitors;
    this.implementations = implementations;
    this.limits = limits;
  }

  /**
   * Starts the nodes. One that cannot be started fails the requirements of its implementation and
   * no others.
   *
   * @param requirements that are to be judged; there is no node of a pace that none of them needs
   */
  static Services start(
      Launcher runtime,
      Broker broker,
      ClusterPlan plan,
      List<Requirement> requirements,
      RunOptions.Limits limits,
      Path folder,
      ClientPrograms programs) {
    return start(runtime, broker, plan, requirements, limits, folder, programs, Visitor.all());
  }

  /** The same with some clients. */
  static Services start(
      Launcher runtime,
      Broker broker,
      ClusterPlan plan,
      List<Requirement> requirements,
      RunOptions.Limits limits,
      Path folder,
      ClientPrograms programs,
      List<Visitor> visitors) {
    Services services = new Services(plan.implementations(), limits, visitors);
    Set<Pace> paces = requirements.stream().map(Requirement::pace).collect(Collectors.toSet());
    for (Implementation implementation : plan.implementations()) {
      services.nodes.put(implementation, new EnumMap<>(Pace.class));
      for (Pace pace : implementation.engines().isEmpty() ? Set.<Pace>of() : paces) {
        services.begin(runtime, broker, implementation, pace, folder);
      }
    }
    services.implementations.forEach(services::awaitHellos);
    services.implementations.stream()
        .filter(one -> !services.absent.containsKey(one) && !one.engines().isEmpty())
        .forEach(one -> services.runs.put(one, services.run(one, programs)));
    return services;
  }

  private ServiceRun run(Implementation implementation, ClientPrograms programs) {
    Map<Pace, Service> own = new EnumMap<>(Pace.class);
    nodes
        .get(implementation)
        .forEach((pace, node) -> own.put(pace, new Service(node, pace, besides(node, pace))));
    return new ServiceRun(implementation, own, programs, visitors, limits.fence());
  }

  private List<Node> besides(Node node, Pace pace) {
    return nodes.values().stream()
        .map(some -> some.get(pace))
        .filter(other -> other != null && other != node)
        .toList();
  }

  private void begin(
      Launcher runtime, Broker broker, Implementation implementation, Pace pace, Path folder) {
    String name = "%s-%s".formatted(implementation.id(), pace.name().toLowerCase(Locale.ROOT));
    Map<String, String> configuration = new LinkedHashMap<>(pace.configuration());
    configuration.put("NATS_SERVERS", broker.url());
    configuration.put(
        "ADAPTER_KEY", KEY + pace.ordinal()); // what others broadcast is not to be heard
    try {
      nodes
          .get(implementation)
          .put(
              pace,
              runtime.startNode(
                  name, implementation, configuration, folder.resolve(name + ".log")));
    } catch (UnavailableException e) {
      absent.put(implementation, e.getMessage());
    }
  }

  private void awaitHellos(Implementation implementation) {
    Collection<Node> started = nodes.get(implementation).values();
    try {
      started.forEach(node -> node.awaitHello(limits.hello()));
    } catch (UnavailableException | NodeFailedException e) {
      absent.put(implementation, e.getMessage());
    }
    if (absent.containsKey(implementation)) {
      started.forEach(Node::close);
      started.clear();
    }
  }

  /** The nodes that have started. */
  List<Node> nodes() {
    return nodes.values().stream().flatMap(some -> some.values().stream()).toList();
  }

  /**
   * Judges requirements.
   *
   * @param judged told of each, with one result for each implementation
   */
  void run(List<Requirement> requirements, BiConsumer<Requirement, List<Result>> judged) {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
    try {
      List<CompletableFuture<Void>> all =
          requirements.stream()
              .filter(requirement -> !requirement.isAlone())
              .map(
                  requirement ->
                      CompletableFuture.runAsync(
                          () -> judged.accept(requirement, judge(requirement)),
                          isWaiting(requirement) ? waiting : threads))
              .toList();
      all.forEach(CompletableFuture::join);
      requirements.stream()
          .filter(Requirement::isAlone)
          .forEach(requirement -> judged.accept(requirement, judge(requirement)));
    } finally {
      threads.shutdownNow();
    }
  }

  /** Whether it does little but wait for a node. */
  private static boolean isWaiting(Requirement requirement) {
    return requirement.raw().isPresent() && requirement.pace() == Pace.BRISK;
  }

  private List<Result> judge(Requirement requirement) {
    return implementations.stream()
        .map(one -> CompletableFuture.supplyAsync(() -> judge(requirement, one), waiting))
        .toList()
        .stream()
        .map(CompletableFuture::join)
        .toList();
  }

  private Result judge(Requirement requirement, Implementation implementation) {
    ServiceRun run = runs.get(implementation);
    if (run != null) {
      return run.run(requirement);
    }
    PairVerdict pair = new PairVerdict(requirement, implementation, implementation);
    if (implementation.engines().isEmpty()) {
      return pair.unsupported(
          "the descriptor of %s names no Engine.IO in 'engine'".formatted(implementation.id()));
    }
    Finding gone =
        new Finding(
            Kind.QUARANTINED,
            Blame.RECEIVER,
            Optional.of(implementation.id()),
            "a node that obeys its clients to start",
            absent.get(implementation));
    return pair.of(List.of(gone), 0, List.of());
  }

  @Override
  public void close() {
    waiting.shutdownNow();
    runs.values().forEach(ServiceRun::close);
    nodes().forEach(Node::close);
  }
}

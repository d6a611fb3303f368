package io.socketionats.conformance.run;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.cluster.ClusterPlan;
import io.socketionats.conformance.judge.service.ClientKind;
import io.socketionats.conformance.judge.service.ClientPrograms;
import io.socketionats.conformance.judge.service.Service;
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
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;

/**
 * A node of each implementation that obeys its clients, on the broker of the run, in a cluster of
 * their own. The nodes are judged side by side, with several requirements at once: each has clients
 * and events of its own.
 */
final class Services implements AutoCloseable {
  private static final String KEY = "clients";
  private static final int AT_ONCE = 4; // most of them wait most of the time

  private final ExecutorService waiting = Executors.newCachedThreadPool();

  private final List<Implementation> implementations;
  private final RunOptions.Limits limits;
  private final Map<Implementation, Node> nodes = new LinkedHashMap<>();
  private final Map<Implementation, String> absent = new LinkedHashMap<>();
  private final Map<Implementation, ServiceRun> runs = new LinkedHashMap<>();

  private Services(List<Implementation> implementations, RunOptions.Limits limits) {
    this.implementations = implementations;
    this.limits = limits;
  }

  /** Starts the nodes. One that cannot be started fails its own requirements and no others. */
  static Services start(
      Launcher runtime,
      Broker broker,
      ClusterPlan plan,
      RunOptions.Limits limits,
      Path folder,
      ClientPrograms programs) {
    Services services = new Services(plan.implementations(), limits);
    for (Implementation implementation : plan.implementations()) {
      services.begin(runtime, broker, implementation, folder);
    }
    services.implementations.forEach(services::awaitHello);
    List<Node> alive = new ArrayList<>(services.nodes.values());
    services.nodes.forEach(
        (implementation, node) -> {
          List<Node> others = alive.stream().filter(other -> other != node).toList();
          services.runs.put(
              implementation,
              new ServiceRun(node, others, programs, List.of(ClientKind.values()), limits.fence()));
        });
    return services;
  }

  private void begin(Launcher runtime, Broker broker, Implementation implementation, Path folder) {
    String name = implementation.id() + "-clients";
    Map<String, String> configuration = new LinkedHashMap<>(Service.CONFIGURATION);
    configuration.put("NATS_SERVERS", broker.url());
    configuration.put("ADAPTER_KEY", KEY);
    try {
      nodes.put(
          implementation,
          runtime.startNode(name, implementation, configuration, folder.resolve(name + ".log")));
    } catch (UnavailableException e) {
      absent.put(implementation, e.getMessage());
    }
  }

  private void awaitHello(Implementation implementation) {
    Node node = nodes.get(implementation);
    if (node == null) {
      return;
    }
    try {
      node.awaitHello(limits.hello());
    } catch (UnavailableException | NodeFailedException e) {
      absent.put(implementation, e.getMessage());
      nodes.remove(implementation);
      node.close();
    }
  }

  /** The nodes that have started. */
  Collection<Node> nodes() {
    return nodes.values();
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
                          () -> judged.accept(requirement, judge(requirement)), threads))
              .toList();
      all.forEach(CompletableFuture::join);
      requirements.stream()
          .filter(Requirement::isAlone)
          .forEach(requirement -> judged.accept(requirement, judge(requirement)));
    } finally {
      threads.shutdownNow();
    }
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
    Finding gone =
        new Finding(
            Kind.QUARANTINED,
            Blame.RECEIVER,
            Optional.of(implementation.id()),
            "a node that obeys its clients to start",
            absent.get(implementation));
    return new PairVerdict(requirement, implementation, implementation).of(List.of(gone), 0);
  }

  @Override
  public void close() {
    waiting.shutdownNow();
    runs.values().forEach(ServiceRun::close);
    nodes.values().forEach(Node::close);
  }
}

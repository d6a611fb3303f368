package io.socketionats.load.cluster;

import io.socketionats.conformance.BlockingCalls;
import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.launch.Launchers;
import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.broker.NatsServerFinder;
import io.socketionats.conformance.launch.fault.Faults;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.runtime.Launcher;
import io.socketionats.load.result.TestedCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/**
 * A cluster that the conformance harness launched in load mode, under a key of its own. Closing it
 * ends all of its processes.
 */
public final class LaunchedCluster implements ClusterUnderLoad {
  /** JVM options of a Java node under load; those in the descriptors make it start quickly. */
  private static final List<String> JAVA_OPTIONS = List.of("-XX:+UseParallelGC", "-Xmx1g");

  private final Launcher runtime;
  private final Launch launch;
  private final List<Implementation> implementations;
  private final String namespaces;
  private final boolean breakable;
  private final Path logs;
  private final List<Node> launched = new ArrayList<>();
  private final List<Node> dead = new CopyOnWriteArrayList<>();
  private Optional<Faults> faults = Optional.empty();

  /** As they were at the start: a dead node has no process id any more. */
  private List<NodeUnderLoad> nodes = List.of();

  private Broker broker;

  private LaunchedCluster(
      Launcher runtime,
      Launch launch,
      List<Implementation> implementations,
      String namespaces,
      boolean breakable,
      Path logs) {
    this.runtime = runtime;
    this.launch = launch;
    this.implementations = implementations;
    this.namespaces = namespaces;
    this.breakable = breakable;
    this.logs = logs;
  }

  /**
   * The launcher of this name.
   *
   * @param name {@code processes}, {@code containers} or {@code auto}
   * @param folder for logs
   */
  public static Launcher runtime(
      String name, List<Implementation> implementations, Path folder, Consumer<String> progress) {
    NatsServerFinder finder = NatsServerFinder.ofThisProcess(progress);
    return Launchers.of(name, Checkout.root(), implementations, finder, folder, progress);
  }

  /**
   * Starts broker and nodes.
   *
   * @param implementations of each node
   * @param injectors how many; each has a namespace of its own
   * @param breakable whether faults must be possible
   * @throws UnavailableException when a node does not become ready; nothing is left running then
   */
  public static LaunchedCluster start(
      Launcher runtime,
      Launch launch,
      List<Implementation> implementations,
      int injectors,
      boolean breakable,
      Path logs) {
    LaunchedCluster cluster =
        new LaunchedCluster(
            runtime, launch, tuned(implementations), namespaces(injectors), breakable, logs);
    try {
      Files.createDirectories(logs);
      cluster.start();
      return cluster;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (RuntimeException e) {
      cluster.close();
      throw e;
    }
  }

  private static String namespaces(int injectors) {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < injectors; i++) {
      names.add(namespaceOf(i));
    }
    return String.join(",", names);
  }

  private static String namespaceOf(int injector) {
    return "/load-" + injector;
  }

  /**
   * A namespace of the injector's own; {@code /} where somebody else started the nodes and so
   * configured their namespaces.
   */
  @Override
  public String namespace(int injector) {
    return runtime.launchesHere() ? namespaceOf(injector) : "/";
  }

  private static List<Implementation> tuned(List<Implementation> implementations) {
    return implementations.stream().map(LaunchedCluster::tuned).toList();
  }

  private static Implementation tuned(Implementation one) {
    if (Platform.of(one) != Platform.JAVA) {
      return one;
    }
    List<String> command = new ArrayList<>(one.command());
    command.removeIf(word -> word.startsWith("-X"));
    command.addAll(1, JAVA_OPTIONS);
    return new Implementation(
        one.id(),
        one.language(),
        one.dialect(),
        one.generation(),
        command,
        one.environment(),
        one.deviations());
  }

  private void start() {
    if (breakable || launch.natsServers() > 1) {
      faults = runtime.startFaults(logs, launch.natsServers());
      broker =
          faults
              .orElseThrow(
                  () ->
                      new UnavailableException(
                          "runtime %s can neither break a broker nor start several servers"
                              .formatted(runtime.name())))
              .broker();
    } else {
      broker = runtime.startBroker(logs);
    }
    for (int i = 0; i < implementations.size(); i++) {
      Implementation one = implementations.get(i);
      String name = one.id() + "-" + number(i);
      launched.add(
          runtime.startNode(name, one, configuration(name, i), logs.resolve(name + ".log")));
    }
    launched.forEach(Node::awaitHello);
    launched.stream()
        .filter(node -> !node.can("load"))
        .findFirst()
        .ifPresent(
            node -> {
              throw new UnavailableException(
                  "node '%s' is not in load mode: start it with LOAD=1".formatted(node));
            });
    nodes = launched.stream().map(this::described).toList();
  }

  private NodeUnderLoad described(Node node) {
    long pid = runtime.launchesHere() ? node.pid() : 0;
    return new NodeUnderLoad(node.name(), node.implementation().id(), node.hello().url(), pid);
  }

  /** The number of a node among those of its implementation, from 1, as deployment files count. */
  private long number(int index) {
    String id = implementations.get(index).id();
    return implementations.subList(0, index + 1).stream()
        .filter(one -> one.id().equals(id))
        .count();
  }

  private Map<String, String> configuration(String name, int index) {
    Map<String, String> configuration = new HashMap<>();
    configuration.put(
        "NATS_SERVERS",
        faults
            .map(some -> serverFor(some, name, index % launch.natsServers()))
            .orElseGet(broker::url));
    configuration.put("NAMESPACES", namespaces);
    configuration.put("LOAD", "1");
    return configuration;
  }

  /** A proxy costs time and processors, so nodes use one only where a fault needs it. */
  private String serverFor(Faults some, String node, int server) {
    return breakable ? some.serversFor(node, server) : some.serverFor(server);
  }

  @Override
  public TestedCluster description() {
    return new TestedCluster(
        launch.kind().label(),
        implementations.stream().map(Implementation::id).distinct().toList(),
        launched.size(),
        launch.natsServers(),
        launch.dialect().id(),
        runtime.name());
  }

  @Override
  public List<NodeUnderLoad> nodes() {
    return nodes;
  }

  /** The nodes with their control connections, for faults. */
  public List<Node> launched() {
    return List.copyOf(launched);
  }

  /** Kills a node; {@link #requireAlive} no longer checks it. */
  public void kill(Node victim) {
    dead.add(victim);
    victim.kill();
  }

  /** The faults it can be given; empty unless it was started breakable. */
  public Optional<Faults> faults() {
    return faults;
  }

  @Override
  public List<Long> natsPids() {
    return broker.pids();
  }

  @Override
  public long natsBytes() {
    return broker.bytes();
  }

  @Override
  public String natsVersion() {
    return broker.version();
  }

  @Override
  public void requireAlive() {
    launched.stream()
        .filter(node -> !node.isAlive() && !dead.contains(node))
        .findFirst()
        .ifPresent(
            node -> {
              throw new UnavailableException(
                  "node '%s' has died; its log: %s".formatted(node, node.log()));
            });
    if (!broker.isAlive()) {
      throw new UnavailableException("nats-server has died; its log is in " + logs);
    }
  }

  @Override
  public void close() {
    List<CompletableFuture<Void>> ends =
        launched.stream().map(node -> BlockingCalls.run(node::close)).toList();
    ends.forEach(CompletableFuture::join);
    if (faults.isPresent()) {
      faults.get().close();
    } else if (broker != null) {
      broker.close();
    }
  }
}

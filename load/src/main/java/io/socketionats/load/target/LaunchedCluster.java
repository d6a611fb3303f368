package io.socketionats.load.target;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.launch.DaemonThreads;
import io.socketionats.conformance.launch.Launchers;
import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.broker.NatsServerFinder;
import io.socketionats.conformance.launch.fault.Faults;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.runtime.Launcher;
import io.socketionats.load.result.Cluster;
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
 * A cluster launched by the conformance harness, in load mode, under a key of its own. Closing ends
 * all of it.
 */
public final class LaunchedCluster implements Target {
  /** What a Java node under load runs with: the descriptors' own options are for quick starts. */
  private static final List<String> JAVA_OPTIONS = List.of("-XX:+UseParallelGC", "-Xmx1g");

  private final Launcher runtime;
  private final Launch launch;
  private final List<Implementation> implementations;
  private final String namespaces;
  private final boolean breakable;
  private final Path logs;
  private final List<Node> nodes = new ArrayList<>();
  private final List<Node> dead = new CopyOnWriteArrayList<>();
  private Optional<Faults> faults = Optional.empty();
  private List<Seat> seats = List.of(); // as they were at the start: a dead one has no process
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
   * @param breakable whether faults are to be possible
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

  /** One of the injector's own, but {@code /} where the nodes are not started by us. */
  @Override
  public String namespace(int injector) {
    return isRemote() ? "/" : namespaceOf(injector);
  }

  private static List<Implementation> tuned(List<Implementation> implementations) {
    return implementations.stream().map(LaunchedCluster::tuned).toList();
  }

  private static Implementation tuned(Implementation one) {
    if (!one.language().equals("java")) {
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
      nodes.add(runtime.startNode(name, one, configuration(name, i), logs.resolve(name + ".log")));
    }
    nodes.forEach(Node::awaitHello);
    nodes.stream()
        .filter(node -> !node.can("load"))
        .findFirst()
        .ifPresent(
            node -> {
              throw new UnavailableException(
                  "node '%s' is not in load mode: start it with LOAD=1".formatted(node));
            });
    seats = nodes.stream().map(this::seat).toList();
  }

  private Seat seat(Node node) {
    long pid = isRemote() ? 0 : node.pid();
    return new Seat(node.name(), node.implementation().id(), node.hello().url(), pid);
  }

  private boolean isRemote() {
    return runtime.name().equals("remote");
  }

  /** Counts the nodes of an implementation, from 1: so a deployment's file names them as well. */
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

  /** Not by way of a proxy unless it is to be broken: a proxy costs time and processors. */
  private String serverFor(Faults some, String node, int server) {
    return breakable ? some.serversFor(node, server) : some.serverFor(server);
  }

  @Override
  public Cluster description() {
    return new Cluster(
        launch.kind().label(),
        implementations.stream().map(Implementation::id).distinct().toList(),
        nodes.size(),
        launch.natsServers(),
        launch.dialect().id(),
        runtime.name());
  }

  @Override
  public List<Seat> seats() {
    return seats;
  }

  /** Its nodes, for faults. */
  public List<Node> nodes() {
    return List.copyOf(nodes);
  }

  /** Kills a node; it is missed by nobody from now on. */
  public void kill(Node victim) {
    dead.add(victim);
    victim.kill();
  }

  /** What can be done to it; empty unless it was started breakable. */
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
    nodes.stream()
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
        nodes.stream().map(node -> DaemonThreads.run(node::close)).toList();
    ends.forEach(CompletableFuture::join);
    if (faults.isPresent()) {
      faults.get().close();
    } else if (broker != null) {
      broker.close();
    }
  }
}

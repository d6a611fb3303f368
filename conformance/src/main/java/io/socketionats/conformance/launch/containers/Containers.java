package io.socketionats.conformance.launch.containers;

import com.github.dockerjava.api.DockerClient;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.fault.Faults;
import io.socketionats.conformance.launch.fault.ProxyServer;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.runtime.Launcher;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.testcontainers.DockerClientFactory;

/**
 * The runtime that gives the broker and every node a container of its own. Two networks: one for
 * clients and control, with ports published on loopback, and an internal one for NATS.
 */
public final class Containers implements Launcher {
  private static final Duration LIMIT = Duration.ofSeconds(12);
  private static final int NODES_EACH = 2;

  /** The program of fault proxies, in the image of the Java node. */
  private static final List<String> WAYS =
      List.of("java", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx128m");

  private static final List<String> WAYS_ARGUMENTS =
      List.of(
          "-cp",
          "/app/harness:/app/lib/*",
          ProxyServer.class.getName(),
          String.valueOf(ContainerCarrier.CONTROL_PORT));

  private final Inventory inventory;
  private final Images images;
  private final Pods brokers;
  private final Pods nodes;
  private final String host = Engine.host();
  private final Map<Node, ContainerCarrier> carriers = new ConcurrentHashMap<>();

  private Containers(Inventory inventory, Images images, Pods brokers, Pods nodes) {
    this.inventory = inventory;
    this.images = images;
    this.brokers = brokers;
    this.nodes = nodes;
  }

  /** Why containers cannot be used here; empty when an engine answers and has the base images. */
  public static Optional<String> missing() {
    Optional<String> engine = Engine.missing();
    if (engine.isPresent()) {
      return engine;
    }
    if (!"true".equals(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))) {
      return Optional.of(
          "TESTCONTAINERS_RYUK_DISABLED=true is not in the environment, as it is when conformance/interop starts the harness");
    }
    return Engine.missingImages(Images.bases());
  }

  /**
   * Sweeps what dead owners left, builds the images that have changed, makes networks and pods; all
   * of that at once.
   *
   * @param root the checkout
   * @param folder for the log of the build
   * @param implementations how many are going to run
   * @throws UnavailableException when containers cannot be used here; the message says why
   */
  public static Containers start(Path root, Path folder, int implementations) {
    missing()
        .ifPresent(
            reason -> {
              throw new UnavailableException("no containers: " + reason);
            });
    CompletableFuture<Images> images =
        EngineThreads.start(() -> Images.build(root, folder.resolve("images.log")));
    DockerClient docker =
        within("asking the engine about itself", () -> DockerClientFactory.instance().client());
    requireSameEngine();
    Inventory inventory = new Inventory(docker);
    Thread interrupted = new Thread(inventory::close, "interrupted while containers started");
    Runtime.getRuntime().addShutdownHook(interrupted);
    try {
      CompletableFuture<Integer> sweep = EngineThreads.start(() -> RunOwner.sweep(docker));
      CompletableFuture<String> clients = EngineThreads.start(() -> network(inventory));
      NatsNetwork bus = within("making a network", () -> NatsNetwork.create(inventory));
      String published = EngineThreads.await("making a network", clients, LIMIT);
      Pods brokers =
          new Pods(
              () ->
                  Pod.start(
                      inventory,
                      Images.natsBase(),
                      published,
                      bus,
                      ContainerBroker.NATS_PORT,
                      ContainerBroker.MONITORING_PORT));
      Pods nodes =
          new Pods(
              () ->
                  Pod.start(
                      inventory,
                      Images.natsBase(),
                      published,
                      bus,
                      ContainerCarrier.SOCKETIO_PORT,
                      ContainerCarrier.CONTROL_PORT));
      brokers.prepare(1);
      nodes.prepare(NODES_EACH * implementations);
      EngineThreads.await("removing what a run before has left", sweep, LIMIT);
      Images built = EngineThreads.await("building the images", images, Images.LIMIT);
      return new Containers(inventory, built, brokers, nodes);
    } catch (RuntimeException e) {
      inventory.close();
      throw e instanceof UnavailableException
          ? e
          : new UnavailableException("no containers: " + EngineThreads.reason(e), e);
    } finally {
      remove(interrupted);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending, and the hook is doing its work
    }
  }

  private static <T> T within(String step, Supplier<T> work) {
    return EngineThreads.await("no containers: " + step, EngineThreads.start(work), LIMIT);
  }

  /** Testcontainers goes on to other addresses when the one that was asked for does not suit it. */
  private static void requireSameEngine() {
    String taken = DockerClientFactory.instance().getTransportConfig().getDockerHost().toString();
    if (!taken.equals(Engine.address())) {
      throw new UnavailableException(
          "no containers: the engine at %s does not suit Testcontainers, which would take the one at %s"
              .formatted(Engine.address(), taken));
    }
  }

  private static String network(Inventory inventory) {
    String id =
        inventory
            .docker()
            .createNetworkCmd()
            .withName("interop-clients-" + UUID.randomUUID())
            .withCheckDuplicate(true)
            .withLabels(RunOwner.labels())
            .exec()
            .getId();
    inventory.addNetwork(id);
    return id;
  }

  @Override
  public String name() {
    return "containers";
  }

  @Override
  public Broker startBroker(Path folder) {
    Pod pod = EngineThreads.await("starting a container for nats-server", brokers.take(), LIMIT);
    return ContainerBroker.start(
        pod, images.nats(), inventory, folder.resolve("nats-server.log"), host, List.of());
  }

  @Override
  public Optional<Faults> startFaults(Path folder, int servers) {
    return Optional.of(
        ContainerFaults.start(
            inventory,
            images.nats(),
            host,
            folder,
            Stream.generate(brokers::take).limit(servers).toList(),
            nodes.take(),
            pod ->
                pod.container(images.java(), inventory)
                    .withCreateContainerCmdModifier(
                        command -> command.withEntrypoint(WAYS).withCmd(WAYS_ARGUMENTS))
                    .withTmpFs(Map.of("/tmp", "rw"))
                    .loggingTo(folder.resolve("fault-proxies.log")),
            node ->
                Optional.ofNullable(carriers.get(node))
                    .orElseThrow(
                        () -> new IllegalArgumentException(node + " is not in a container"))));
  }

  @Override
  public Node startNode(
      String name, Implementation implementation, Map<String, String> configuration, Path log) {
    return startNode(nodes.take(), name, implementation, configuration, log);
  }

  @Override
  public Node startNodeInPlace(Node dead, Map<String, String> configuration, Path log) {
    Pod place = carriers.remove(dead).pod();
    return startNode(
        CompletableFuture.completedFuture(place),
        dead.name(),
        dead.implementation(),
        configuration,
        log);
  }

  private Node startNode(
      CompletableFuture<Pod> place,
      String name,
      Implementation implementation,
      Map<String, String> configuration,
      Path log) {
    Map<String, String> environment = implementation.environmentOf(name, configuration);
    environment.put("SOCKETIO_HOST", "0.0.0.0");
    environment.put("SOCKETIO_PORT", String.valueOf(ContainerCarrier.SOCKETIO_PORT));
    environment.put("CONTROL_PORT", String.valueOf(ContainerCarrier.CONTROL_PORT));
    String image = implementation.language().equals("java") ? images.java() : images.node();
    ContainerCarrier carrier =
        new ContainerCarrier(
            place,
            nodes,
            pod ->
                pod.container(image, inventory)
                    .withEnv(environment)
                    .withTmpFs(Map.of("/tmp", "rw"))
                    .loggingTo(log),
            inventory,
            host);
    Node node = Node.on(name, implementation, carrier, log);
    carriers.put(node, carrier);
    return node;
  }

  @Override
  public void close() {
    inventory.close();
  }
}

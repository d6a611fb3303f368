package io.socketionats.conformance.launch.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.exception.NotFoundException;
import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.broker.BrokerCluster;
import io.socketionats.conformance.launch.fault.Faults;
import io.socketionats.conformance.launch.fault.ProxyControl;
import io.socketionats.conformance.launch.node.ControlConnection;
import io.socketionats.conformance.launch.node.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Faults by the engine's own means: networks that are disconnected, programs that are paused or
 * killed. What an engine cannot do, delay and refuse, a container of fault proxies does, through
 * which every node goes to NATS. Used by one thread at a time, except for {@link #close}.
 */
final class ContainerFaults implements Faults {
  private static final int ROUTES_PORT = 6222;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final DockerClient docker;
  private final Function<Node, ContainerCarrier> carriers;
  private final List<ContainerBroker> servers = new ArrayList<>();
  private final Set<String> paused = ConcurrentHashMap.newKeySet();
  private final Set<Pod> cut = ConcurrentHashMap.newKeySet();
  private Optional<Routes> routes = Optional.empty();
  private Pod place;
  private ProxyControl ways;

  /** The network between the servers of a cluster, and the first server's place on it. */
  private record Routes(NatsNetwork bus, Pod first, String address) {}

  private ContainerFaults(DockerClient docker, Function<Node, ContainerCarrier> carriers) {
    this.docker = docker;
    this.carriers = carriers;
  }

  /**
   * Starts servers, one alone or a cluster, and the container of proxies.
   *
   * @param proxies a pod and, for that, the container in which a {@code ProxyServer} takes control
   * @param carriers what carries a node
   */
  static ContainerFaults start(
      Inventory inventory,
      String image,
      String host,
      Path folder,
      List<CompletableFuture<Pod>> pods,
      CompletableFuture<Pod> proxies,
      Function<Pod, HarnessContainer> program,
      Function<Node, ContainerCarrier> carriers) {
    ContainerFaults faults = new ContainerFaults(inventory.docker(), carriers);
    try {
      CompletableFuture<Void> ready =
          EngineThreads.run(() -> faults.openWays(proxies.join(), program, host));
      List<Pod> places =
          pods.stream()
              .map(pod -> EngineThreads.await("starting a container for nats-server", pod, LIMIT))
              .toList();
      List<List<String>> clustering =
          places.size() == 1 ? List.of(List.of()) : faults.cluster(inventory, places);
      for (int i = 0; i < places.size(); i++) {
        String log = places.size() == 1 ? "nats-server.log" : "nats-server-%d.log".formatted(i);
        faults.servers.add(
            ContainerBroker.start(
                places.get(i), image, inventory, folder.resolve(log), host, clustering.get(i)));
      }
      EngineThreads.await("starting a container of fault proxies", ready, LIMIT);
      return faults;
    } catch (RuntimeException e) {
      faults.close();
      throw e;
    }
  }

  private void openWays(Pod pod, Function<Pod, HarnessContainer> program, String host) {
    HarnessContainer container = program.apply(pod);
    container.start();
    place = pod;
    ways =
        new ProxyControl(
            ControlConnection.open(
                host, pod.port(ContainerCarrier.CONTROL_PORT), LIMIT, () -> true));
  }

  /** Puts servers on a network of their own; gives the options of each. */
  private List<List<String>> cluster(Inventory inventory, List<Pod> places) {
    NatsNetwork bus = NatsNetwork.create(inventory);
    List<String> urls = new ArrayList<>();
    List<List<String>> options = new ArrayList<>();
    for (Pod pod : places) {
      String address = bus.nextAddress();
      bus.connect(pod.id(), address);
      if (routes.isEmpty()) {
        routes = Optional.of(new Routes(bus, pod, address));
      }
      String own = "%s:%d".formatted(address, ROUTES_PORT);
      List<String> words =
          new ArrayList<>(
              List.of(
                  "--cluster_name",
                  "conformance",
                  "--cluster",
                  "nats://" + own,
                  "--cluster_advertise",
                  own,
                  "--client_advertise",
                  "%s:%d".formatted(pod.address(), ContainerBroker.NATS_PORT)));
      if (!urls.isEmpty()) {
        words.add("--routes");
        words.add(String.join(",", urls));
      }
      options.add(words);
      urls.add("nats://" + own);
    }
    return options;
  }

  private ContainerBroker first() {
    return servers.get(0);
  }

  @Override
  public Broker broker() {
    return servers.size() == 1 ? first() : new BrokerCluster(servers);
  }

  @Override
  public String serversFor(String node, int server) {
    int port = ways.open(node, servers.get(server).address(), ContainerBroker.NATS_PORT);
    return "nats://%s:%d".formatted(place.address(), port);
  }

  @Override
  public String serverFor(int server) {
    return "nats://%s:%d".formatted(servers.get(server).address(), ContainerBroker.NATS_PORT);
  }

  @Override
  public void cut(Node node) {
    Pod pod = carriers.apply(node).pod();
    cut.add(pod);
    pod.disconnect();
  }

  @Override
  public void refuse(Node node) {
    ways.refuse(node.name());
  }

  @Override
  public void slow(Node node, int millis) {
    ways.slow(node.name(), millis);
  }

  @Override
  public void mend(Node node) {
    Pod pod = carriers.apply(node).pod();
    if (cut.remove(pod)) {
      pod.connect();
    }
    ways.heal(node.name());
  }

  @Override
  public void pause(Node node) {
    pause(carriers.apply(node).container());
  }

  @Override
  public void resume(Node node) {
    resume(carriers.apply(node).container());
  }

  private void pause(String container) {
    docker.pauseContainerCmd(container).exec();
    paused.add(container);
  }

  private void resume(String container) {
    if (paused.remove(container)) {
      docker.unpauseContainerCmd(container).exec();
    }
  }

  @Override
  public void pauseBroker() {
    pause(first().container());
  }

  @Override
  public void resumeBroker() {
    resume(first().container());
  }

  @Override
  public void stopBroker() {
    first().stop();
  }

  @Override
  public void killBroker() {
    first().kill();
  }

  @Override
  public void startBroker() {
    first().start();
  }

  @Override
  public void split() {
    routes.ifPresent(some -> some.bus().disconnect(some.first().id()));
  }

  @Override
  public void unite() {
    routes.ifPresent(some -> some.bus().connect(some.first().id(), some.address()));
  }

  @Override
  public State stateOf(Node node) {
    return stateOf(carriers.apply(node).container());
  }

  @Override
  public State stateOfBroker() {
    return stateOf(first().container());
  }

  private State stateOf(String container) {
    try {
      var state = docker.inspectContainerCmd(container).exec().getState();
      if (Boolean.TRUE.equals(state.getPaused())) {
        return State.PAUSED;
      }
      return Boolean.TRUE.equals(state.getRunning()) ? State.RUNNING : State.ENDED;
    } catch (NotFoundException e) {
      return State.ENDED; // and removed
    }
  }

  /** Containers and networks go with the runtime; what stands still could not end by itself. */
  @Override
  public void close() {
    for (String container : List.copyOf(paused)) {
      try {
        resume(container);
      } catch (DockerException e) {
        // it is gone
      }
    }
    if (ways != null) {
      ways.close();
    }
    servers.forEach(ContainerBroker::close);
  }
}

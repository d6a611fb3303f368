package io.socketionats.conformance.launch.fault;

import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.broker.BrokerCluster;
import io.socketionats.conformance.launch.broker.NatsServer;
import io.socketionats.conformance.launch.node.Node;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Faults of plain processes on loopback: signals, a proxy in front of NATS for each node, and
 * proxies between the first server and the others. Used by one thread at a time, except for {@link
 * #close}.
 */
public final class ProcessFaults implements Faults {
  private static final String BROKER = "";

  private final List<NatsServer> servers;
  private final List<FaultProxy> routes;
  private final Map<String, FaultProxy> ways = new ConcurrentHashMap<>();
  private final Map<String, PausedProcess> paused = new ConcurrentHashMap<>();

  private ProcessFaults(List<NatsServer> servers, List<FaultProxy> routes) {
    this.servers = servers;
    this.routes = routes;
  }

  /**
   * Starts servers: one alone, or a cluster in which every server has a route to each.
   *
   * @param folder an existing one, for their files
   */
  public static ProcessFaults start(Path program, Path folder, int count) {
    ProcessFaults faults = new ProcessFaults(new ArrayList<>(), new ArrayList<>());
    try {
      if (count == 1) {
        faults.servers.add(NatsServer.start(program, folder));
      } else {
        for (int i = 0; i < count; i++) {
          faults.join(program, Files.createDirectories(folder.resolve("nats-" + i)));
        }
      }
      return faults;
    } catch (IOException e) {
      faults.close();
      throw new UncheckedIOException("the folder '%s' cannot be written".formatted(folder), e);
    } catch (RuntimeException e) {
      faults.close();
      throw e;
    }
  }

  /** One more server, with a route to each: to the first by a proxy. */
  private void join(Path program, Path folder) {
    List<URI> others = new ArrayList<>();
    for (NatsServer server : servers) {
      URI url = server.routes().orElseThrow();
      if (server == servers.get(0)) {
        FaultProxy route = FaultProxy.to(new InetSocketAddress(url.getHost(), url.getPort()));
        routes.add(route);
        others.add(urlOf(route));
      } else {
        others.add(url);
      }
    }
    servers.add(NatsServer.startMember(program, folder, others));
  }

  private static URI urlOf(FaultProxy proxy) {
    return URI.create(
        "nats://%s:%d"
            .formatted(proxy.address().getAddress().getHostAddress(), proxy.address().getPort()));
  }

  private NatsServer first() {
    return servers.get(0);
  }

  @Override
  public Broker broker() {
    return servers.size() == 1 ? first() : new BrokerCluster(servers);
  }

  @Override
  public String serversFor(String node, int server) {
    URI url = URI.create(servers.get(server).url());
    FaultProxy way =
        ways.computeIfAbsent(
            node, name -> FaultProxy.to(new InetSocketAddress(url.getHost(), url.getPort())));
    return urlOf(way).toString();
  }

  @Override
  public String serverFor(int server) {
    return servers.get(server).url();
  }

  private FaultProxy wayOf(Node node) {
    return Optional.ofNullable(ways.get(node.name()))
        .orElseThrow(
            () -> new IllegalArgumentException("'%s' was started without a proxy".formatted(node)));
  }

  @Override
  public void cut(Node node) {
    wayOf(node).blackHole();
  }

  @Override
  public void refuse(Node node) {
    wayOf(node).refuse();
  }

  @Override
  public void slow(Node node, int millis) {
    wayOf(node).latency(Duration.ofMillis(millis));
  }

  @Override
  public void mend(Node node) {
    wayOf(node).heal();
  }

  @Override
  public void pause(Node node) {
    paused.put(node.name(), PausedProcess.of(node.pid()));
  }

  @Override
  public void resume(Node node) {
    resume(node.name());
  }

  private void resume(String name) {
    Optional.ofNullable(paused.remove(name)).ifPresent(PausedProcess::close);
  }

  @Override
  public void pauseBroker() {
    paused.put(BROKER, PausedProcess.of(first().pid()));
  }

  @Override
  public void resumeBroker() {
    resume(BROKER);
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
    first().startAgain();
  }

  @Override
  public void split() {
    routes.forEach(FaultProxy::refuse);
  }

  @Override
  public void unite() {
    routes.forEach(FaultProxy::heal);
  }

  @Override
  public State stateOf(Node node) {
    return PausedProcess.stateOf(node.pid());
  }

  @Override
  public State stateOfBroker() {
    return first().isAlive() ? PausedProcess.stateOf(first().pid()) : State.ENDED;
  }

  @Override
  public void close() {
    paused.keySet().forEach(this::resume);
    ways.values().forEach(FaultProxy::close);
    routes.forEach(FaultProxy::close);
    servers.forEach(NatsServer::close);
  }
}

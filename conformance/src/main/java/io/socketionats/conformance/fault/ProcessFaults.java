package io.socketionats.conformance.fault;

import io.socketionats.conformance.broker.Broker;
import io.socketionats.conformance.broker.NatsServer;
import io.socketionats.conformance.node.Node;
import java.net.InetSocketAddress;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Faults of plain processes on loopback: signals, and a proxy in front of NATS for each node. Used
 * by one thread at a time, except for {@link #close}.
 */
public final class ProcessFaults implements Faults {
  private static final String BROKER = "";

  private final NatsServer server;
  private final Map<String, FaultProxy> ways = new ConcurrentHashMap<>();
  private final Map<String, Standstill> paused = new ConcurrentHashMap<>();

  /**
   * @param server ends with this
   */
  public ProcessFaults(NatsServer server) {
    this.server = server;
  }

  @Override
  public Broker broker() {
    return server;
  }

  @Override
  public String serversFor(String node) {
    URI url = URI.create(server.url());
    FaultProxy way =
        ways.computeIfAbsent(
            node, name -> FaultProxy.to(new InetSocketAddress(url.getHost(), url.getPort())));
    return "nats://%s:%d"
        .formatted(way.address().getAddress().getHostAddress(), way.address().getPort());
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
    paused.put(node.name(), Standstill.of(node.pid()));
  }

  @Override
  public void resume(Node node) {
    resume(node.name());
  }

  private void resume(String name) {
    Optional.ofNullable(paused.remove(name)).ifPresent(Standstill::close);
  }

  @Override
  public void pauseBroker() {
    paused.put(BROKER, Standstill.of(server.pid()));
  }

  @Override
  public void resumeBroker() {
    resume(BROKER);
  }

  @Override
  public void stopBroker() {
    server.stop();
  }

  @Override
  public void killBroker() {
    server.kill();
  }

  @Override
  public void startBroker() {
    server.startAgain();
  }

  @Override
  public void close() {
    paused.keySet().forEach(this::resume);
    ways.values().forEach(FaultProxy::close);
    server.close();
  }
}

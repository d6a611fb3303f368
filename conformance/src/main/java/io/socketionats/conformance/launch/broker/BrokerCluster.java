package io.socketionats.conformance.launch.broker;

import java.util.List;

/** Several servers that are one broker. Whoever started them ends them. */
public final class BrokerCluster implements Broker {
  private final List<? extends Broker> servers;

  /**
   * @param servers at least one
   */
  public BrokerCluster(List<? extends Broker> servers) {
    this.servers = List.copyOf(servers);
  }

  @Override
  public String url() {
    return String.join(",", servers.stream().map(Broker::url).toList());
  }

  @Override
  public List<String> harnessUrls() {
    return servers.stream().flatMap(server -> server.harnessUrls().stream()).toList();
  }

  @Override
  public String version() {
    return servers.get(0).version();
  }

  @Override
  public long bytes() {
    return servers.stream().mapToLong(Broker::bytes).sum();
  }

  @Override
  public List<Long> pids() {
    return servers.stream().flatMap(server -> server.pids().stream()).toList();
  }

  @Override
  public boolean isAlive() {
    return servers.stream().allMatch(Broker::isAlive);
  }

  @Override
  public List<BrokerConnection> connections() {
    return servers.stream().flatMap(server -> server.connections().stream()).toList();
  }

  @Override
  public List<? extends Broker> servers() {
    return servers;
  }

  @Override
  public void close() {
    servers.forEach(Broker::close);
  }
}

package io.socketionats.conformance.containers;

import io.socketionats.conformance.broker.Broker;
import io.socketionats.conformance.broker.Monitoring;
import java.util.List;

/**
 * nats-server in a container: nodes find it by name on their network, the harness by published
 * ports.
 */
final class ContainerBroker implements Broker {
  private final Dual container;
  private final Monitoring monitoring;
  private final String url;
  private final String harnessUrl;
  private final String version;

  ContainerBroker(
      Dual container, Monitoring monitoring, String url, String harnessUrl, String version) {
    this.container = container;
    this.monitoring = monitoring;
    this.url = url;
    this.harnessUrl = harnessUrl;
    this.version = version;
  }

  @Override
  public String url() {
    return url;
  }

  @Override
  public List<String> harnessUrls() {
    return List.of(harnessUrl);
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public boolean isAlive() {
    return container.isRunning();
  }

  @Override
  public List<List<String>> subscriptions() {
    return monitoring.subscriptions();
  }

  @Override
  public void close() {
    container.stop();
  }
}

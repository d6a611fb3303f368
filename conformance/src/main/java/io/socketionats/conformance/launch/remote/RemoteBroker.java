package io.socketionats.conformance.launch.remote;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.broker.BrokerConnection;
import io.socketionats.conformance.launch.broker.Monitoring;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.List;

/**
 * A nats-server, or a cluster of them, that somebody else runs. Its end is noticed by its
 * monitoring.
 */
final class RemoteBroker implements Broker {
  private static final Duration LIMIT = Duration.ofSeconds(5);

  private final List<URI> urls;
  private final List<Monitoring> monitoring;
  private final String version;

  private RemoteBroker(List<URI> urls, List<Monitoring> monitoring, String version) {
    this.urls = List.copyOf(urls);
    this.monitoring = monitoring;
    this.version = version;
  }

  /**
   * @throws UnavailableException when one of its addresses does not answer
   */
  static RemoteBroker of(Deployment deployment) {
    deployment.nats().forEach(url -> requireListener(deployment, url));
    String version = "";
    for (int i = deployment.monitoring().size() - 1; i >= 0; i--) {
      version = version(deployment, deployment.monitoring().get(i));
    }
    List<Monitoring> all = deployment.monitoring().stream().map(Monitoring::new).toList();
    return new RemoteBroker(deployment.nats(), all, version);
  }

  private static void requireListener(Deployment deployment, URI url) {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(url.getHost(), url.getPort()), (int) LIMIT.toMillis());
    } catch (IOException e) {
      throw new UnavailableException(
          "nats-server cannot be reached at %s: %s; start it, or correct nats.url in '%s'"
              .formatted(url, e.getMessage(), deployment.file()),
          e);
    }
  }

  private static String version(Deployment deployment, URI port) {
    String reason = "it names no version";
    try {
      String version = new Monitoring(port).version();
      if (!version.isEmpty()) {
        return version;
      }
    } catch (UnavailableException | IllegalArgumentException e) {
      reason = e.getMessage();
    }
    throw new UnavailableException(
        "no monitoring at %s: %s; start nats-server with --http_port, or correct nats.monitoring in '%s'"
            .formatted(port, reason, deployment.file()));
  }

  @Override
  public String url() {
    return String.join(",", harnessUrls());
  }

  @Override
  public List<String> harnessUrls() {
    return urls.stream().map(URI::toString).toList();
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public boolean isAlive() {
    try {
      return monitoring.stream().noneMatch(one -> one.version().isEmpty());
    } catch (UnavailableException | IllegalArgumentException e) {
      return false;
    }
  }

  @Override
  public List<BrokerConnection> connections() {
    return monitoring.stream().flatMap(one -> one.connections().stream()).toList();
  }

  /** It is not ours to end. */
  @Override
  public void close() {}
}

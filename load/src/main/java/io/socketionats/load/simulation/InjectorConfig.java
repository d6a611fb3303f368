package io.socketionats.load.simulation;

import java.net.URI;
import java.util.List;

/**
 * Where the clients of an injector connect, and how fast.
 *
 * @param index number of the injector among all of a run, from 0
 * @param nodes addresses of the nodes' Socket.IO servers, {@code http://host:port}
 * @param namespace namespace that the clients connect to
 * @param connectsPerSecond how many clients connect per second
 */
public record InjectorConfig(
    int index, List<URI> nodes, String namespace, double connectsPerSecond) {
  public InjectorConfig {
    nodes = List.copyOf(nodes);
  }
}

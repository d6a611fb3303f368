package io.socketionats.conformance.launch.runtime;

import io.socketionats.conformance.ShellWords;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.launch.broker.NatsServer;
import io.socketionats.conformance.launch.broker.NatsServerFinder;
import io.socketionats.conformance.launch.fault.Faults;
import io.socketionats.conformance.launch.fault.ProcessFaults;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.node.ProcessCarrier;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The runtime that starts plain child processes on loopback. Immutable and safe for use by many
 * threads.
 */
public final class Processes implements Launcher {
  private final NatsServerFinder finder;
  private final Map<String, String> places;

  /**
   * @param finder where nats-server comes from
   * @param places what {@code ${java}}, {@code ${node}}, {@code ${classpath}} and {@code ${root}}
   *     stand for in commands
   */
  public Processes(NatsServerFinder finder, Map<String, String> places) {
    this.finder = finder;
    this.places = Map.copyOf(places);
  }

  @Override
  public String name() {
    return "processes";
  }

  @Override
  public NatsServer startBroker(Path folder) {
    return NatsServer.start(finder.find(), folder);
  }

  @Override
  public Optional<Faults> startFaults(Path folder, int servers) {
    return Optional.of(ProcessFaults.start(finder.find(), folder, servers));
  }

  @Override
  public Node startNodeInPlace(Node dead, Map<String, String> configuration, Path log) {
    Map<String, String> same = new HashMap<>(configuration);
    same.put("SOCKETIO_PORT", String.valueOf(dead.hello().url().getPort()));
    return startNode(dead.name(), dead.implementation(), same, log);
  }

  @Override
  public Node startNode(
      String name, Implementation implementation, Map<String, String> configuration, Path log) {
    List<String> command = implementation.commandIn(places);
    Map<String, String> environment = implementation.environmentOf(name, configuration);
    try {
      ProcessCarrier carrier = ProcessCarrier.start(command, environment, log);
      return Node.on(name, implementation, carrier, log);
    } catch (IOException e) {
      throw new UnavailableException(
          "node '%s' could not be started: %s; start it by hand: %s"
              .formatted(name, e.getMessage(), ShellWords.join(environment, command)),
          e);
    }
  }
}

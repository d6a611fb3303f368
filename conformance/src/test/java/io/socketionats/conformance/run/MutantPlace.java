package io.socketionats.conformance.run;

import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.fault.Faults;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.runtime.Launcher;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Starts nodes as another launcher does; a node of the broken program is told which mutant it is.
 * So one mutant after another takes the same place in one live cluster. Used by one thread at a
 * time.
 */
final class MutantPlace implements Launcher {
  private final Launcher launcher;
  private final Implementation broken;
  private String mutant;

  /**
   * @param broken the program that becomes the mutant that {@code MUTANT} names
   */
  MutantPlace(Launcher launcher, Implementation broken) {
    this.launcher = launcher;
    this.broken = broken;
  }

  /** Which mutant the nodes are that are started from now on. */
  void set(String name) {
    mutant = name;
  }

  @Override
  public String name() {
    return launcher.name();
  }

  @Override
  public Broker startBroker(Path folder) {
    return launcher.startBroker(folder);
  }

  @Override
  public Optional<Faults> startFaults(Path folder, int servers) {
    return launcher.startFaults(folder, servers);
  }

  @Override
  public Node startNode(
      String name, Implementation implementation, Map<String, String> configuration, Path log) {
    return implementation.equals(broken)
        ? launcher.startNode(name, implementation, asMutant(configuration), logOfMutant(log))
        : launcher.startNode(name, implementation, configuration, log);
  }

  @Override
  public Node startNodeInPlace(Node dead, Map<String, String> configuration, Path log) {
    return dead.implementation().equals(broken)
        ? launcher.startNodeInPlace(dead, asMutant(configuration), logOfMutant(log))
        : launcher.startNodeInPlace(dead, configuration, log);
  }

  private Map<String, String> asMutant(Map<String, String> configuration) {
    Map<String, String> more = new HashMap<>(configuration);
    more.put("MUTANT", mutant);
    return more;
  }

  private Path logOfMutant(Path log) {
    return log.resolveSibling(mutant + "-" + log.getFileName());
  }
}

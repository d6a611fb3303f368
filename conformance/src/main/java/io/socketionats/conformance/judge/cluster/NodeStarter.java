package io.socketionats.conformance.judge.cluster;

import io.socketionats.conformance.Json;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.fault.Faults;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.node.NodeFailedException;
import io.socketionats.conformance.launch.runtime.Launcher;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Starts the nodes of a cluster with what they must be told: the broker's address, the namespaces,
 * the adapter's key. Where the broker can be broken the first node of every implementation is at
 * the first server, and the others are spread over the others.
 */
final class NodeStarter {
  private final Launcher runtime;
  private final Broker broker;
  private final Optional<Faults> faults;
  private final ClusterPlan plan;
  private final Path logs;

  NodeStarter(
      Launcher runtime, Broker broker, Optional<Faults> faults, ClusterPlan plan, Path logs) {
    this.runtime = runtime;
    this.broker = broker;
    this.faults = faults;
    this.plan = plan;
    this.logs = logs;
  }

  /**
   * Starts a node; it is not ready yet.
   *
   * @param number of the node within its implementation, from 1
   * @throws UnavailableException when its program cannot be started
   */
  Node start(Implementation implementation, int number) {
    return start(nameOf(implementation, number), implementation);
  }

  /** Starts a node that was killed anew, under its name. */
  Node startAgain(Node dead) {
    return start(dead.name(), dead.implementation());
  }

  private Node start(String name, Implementation implementation) {
    return runtime.startNode(name, implementation, configuration(name, implementation), log(name));
  }

  /**
   * Starts a node at the address of one that was killed; it is not ready yet.
   *
   * @throws NodeFailedException when its program cannot be started
   */
  Node startInPlace(Node dead) {
    try {
      return runtime.startNodeInPlace(
          dead, configuration(dead.name(), dead.implementation()), log(dead.name()));
    } catch (UnavailableException e) {
      throw new NodeFailedException(dead, e.getMessage());
    }
  }

  /**
   * Waits until a node that was started in place is ready.
   *
   * @throws NodeFailedException when it does not become ready
   */
  void awaitInPlace(Node again) {
    try {
      again.awaitHello(plan.helloLimit());
      openChat(again);
    } catch (UnavailableException e) {
      throw new NodeFailedException(again, e.getMessage());
    }
  }

  static void openChat(Node node) {
    node.request(Json.object().put("op", "open").put("namespace", Cluster.CHAT));
  }

  private Map<String, String> configuration(String name, Implementation implementation) {
    Map<String, String> configuration = new LinkedHashMap<>();
    configuration.put(
        "NATS_SERVERS",
        faults
            .map(some -> some.serversFor(name, server(name, implementation)))
            .orElseGet(broker::url));
    // clients that find a new node at once, before it can be asked to, must find this as well
    configuration.put("NAMESPACES", Cluster.CHAT);
    plan.key().ifPresent(key -> configuration.put("ADAPTER_KEY", key));
    return configuration;
  }

  private Path log(String name) {
    return logs.resolve(name + ".log");
  }

  /** The server that a node was started at, from 0. */
  int server(Node node) {
    return server(node.name(), node.implementation());
  }

  private int server(String name, Implementation implementation) {
    int others = broker.harnessUrls().size() - 1;
    return others == 0 || name.equals(nameOf(implementation, 1))
        ? 0
        : 1 + plan.implementations().indexOf(implementation) % others;
  }

  private static String nameOf(Implementation implementation, int number) {
    return implementation.id() + "-" + number;
  }
}

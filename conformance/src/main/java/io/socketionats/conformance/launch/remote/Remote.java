package io.socketionats.conformance.launch.remote;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.runtime.Launcher;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The runtime that starts nothing: broker and nodes are somebody else's. A node ends with its
 * control connection, and whatever runs it starts it anew; so each connection finds a fresh node.
 * Safe for use by many threads.
 */
public final class Remote implements Launcher {
  private static final Duration FIRST_LIMIT = Duration.ofSeconds(15);
  private static final Duration RESTART_LIMIT = Duration.ofSeconds(30);

  private final Deployment deployment;
  private final Set<String> metBefore = ConcurrentHashMap.newKeySet();

  public Remote(Deployment deployment) {
    this.deployment = deployment;
  }

  @Override
  public boolean launchesHere() {
    return false;
  }

  @Override
  public String name() {
    return "remote";
  }

  /**
   * @throws UnavailableException when it does not answer within 5 s
   */
  @Override
  public Broker startBroker(Path folder) {
    leaveWord(
        folder.resolve("nats-server.log"),
        "nats-server at %s is not run by the harness; its log is where it runs"
            .formatted(String.join(", ", deployment.nats().stream().map(URI::toString).toList())));
    return RemoteBroker.of(deployment);
  }

  /**
   * Connects, with retries: for 15 s at first, for 30 s to a node that has to be started anew.
   *
   * @param configuration is not used: a node has it from whoever deployed it
   */
  @Override
  public Node startNode(
      String name, Implementation implementation, Map<String, String> configuration, Path log) {
    Deployment.Member member =
        deployment
            .member(name, implementation)
            .orElseThrow(
                () ->
                    new UnavailableException(
                        "'%s' has no node '%s'".formatted(deployment.file(), name)));
    leaveWord(
        log,
        "node '%s' at %s is not run by the harness; its log is where it runs"
            .formatted(name, member.address()));
    Duration limit = metBefore.contains(name) ? RESTART_LIMIT : FIRST_LIMIT;
    RemoteCarrier carrier = RemoteCarrier.connect(name, member, deployment.file(), limit);
    metBefore.add(name);
    return Node.on(name, implementation, carrier, log);
  }

  private static void leaveWord(Path log, String sentence) {
    try {
      Files.writeString(log, sentence + System.lineSeparator());
    } catch (IOException e) {
      // a log that cannot be written is no reason to end the run
    }
  }
}

package io.socketionats.conformance.cli;

import static org.awaitility.Awaitility.await;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.launch.broker.NatsServer;
import io.socketionats.conformance.launch.broker.NatsServerFinder;
import io.socketionats.conformance.launch.node.Hello;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.node.NodeFailedException;
import io.socketionats.conformance.launch.node.RefusedException;
import io.socketionats.conformance.launch.runtime.Processes;
import io.socketionats.conformance.launch.runtime.Toolchain;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.awaitility.core.ConditionTimeoutException;

/** Starts one node of an implementation on a broker, asks it for a flush and stops it. */
final class NodeCheck {
  private static final Duration STOP_LIMIT = Duration.ofSeconds(3);

  private final NatsServer broker;
  private final NatsServerFinder finder;
  private final Path folder;

  /**
   * @param folder for the logs of nodes
   */
  NodeCheck(NatsServer broker, NatsServerFinder finder, Path folder) {
    this.broker = broker;
    this.finder = finder;
    this.folder = folder;
  }

  /**
   * @return what the node says of itself
   * @throws UnavailableException when it does not start, answer or stop
   */
  String check(Implementation implementation) {
    Processes processes =
        new Processes(finder, Toolchain.ofThisProcess(Checkout.root(), List.of(implementation)));
    String name = implementation.id() + "-1";
    Map<String, String> configuration = Map.of("NATS_SERVERS", broker.url(), "NAMESPACES", "/chat");
    try (Node node =
        processes.startNode(name, implementation, configuration, folder.resolve(name + ".log"))) {
      Hello hello = node.awaitHello();
      if (!hello.implementation().equals(implementation.id())) {
        throw new UnavailableException(
            "its hello names the implementation '%s'; it must be that of IMPLEMENTATION, '%s'"
                .formatted(hello.implementation(), implementation.id()));
      }
      node.request(Json.object().put("op", "flush"));
      node.request(Json.object().put("op", "stop"));
      awaitEnd(node);
      return hello.versions().entrySet().stream()
          .map(version -> version.getKey() + " " + version.getValue())
          .collect(Collectors.joining(", ", "starts and stops: ", ""));
    } catch (NodeFailedException | RefusedException e) {
      throw new UnavailableException(e.getMessage(), e);
    }
  }

  private static void awaitEnd(Node node) {
    try {
      await("its end").atMost(STOP_LIMIT).until(() -> !node.isAlive());
    } catch (ConditionTimeoutException e) {
      throw new UnavailableException(
          "it answered 'stop' and did not end within %d s".formatted(STOP_LIMIT.toSeconds()), e);
    }
  }
}

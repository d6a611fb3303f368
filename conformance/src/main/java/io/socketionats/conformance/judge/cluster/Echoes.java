package io.socketionats.conformance.judge.cluster;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.wire.WireLine;
import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.broker.BrokerConnection;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.node.NodeFailedException;
import io.socketionats.conformance.launch.node.RefusedException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Finds out who publishes what it has only received, when the uid of a frame does not tell.
 * nats-server counts the messages of each connection: while only the harness publishes, the counts
 * of nodes stand still, except for those that publish again what they hear. Whose connection such a
 * count is shows when one node after another is asked to speak.
 */
final class Echoes {
  private static final int REPLAYS = 3;

  /** More than an echo of the replays, so that the two cannot be confused. */
  private static final int WORDS = 7;

  private static final Duration LIMIT = Duration.ofSeconds(1);

  private final Cluster cluster;

  Echoes(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * Publishes a frame anew, under fresh event names, and watches who publishes it again.
   *
   * @param event the name that the frame carries
   * @return the implementations that do; empty when nobody could be shown to
   */
  Set<Implementation> of(WireLine frame, String event) {
    Set<Implementation> found = new LinkedHashSet<>();
    try {
      Map<String, Long> before = published();
      replay(frame, event);
      cluster.flush(cluster.nodes());
      cluster.eventually("an echo", () -> !risen(before, REPLAYS).isEmpty(), LIMIT);
      Set<String> echoing = risen(before, REPLAYS);
      if (echoing.isEmpty()) {
        return Set.of();
      }
      for (Node node : cluster.nodes()) {
        Set<String> speaking = speak(node);
        if (!speaking.isEmpty() && echoing.containsAll(speaking)) {
          found.add(node.implementation());
        }
      }
    } catch (NodeFailedException | RefusedException | UnavailableException e) {
      // a node or a server that cannot be asked now: what has been found until here holds
    }
    return found;
  }

  private void replay(WireLine frame, String event) {
    String text = new String(frame.payload(), StandardCharsets.ISO_8859_1); // byte for byte
    for (int i = 0; i < REPLAYS; i++) {
      String fresh = text.replace(event, "I00.replay." + cluster.next());
      cluster.witness().publish(frame.subject(), fresh.getBytes(StandardCharsets.ISO_8859_1));
    }
    cluster.witness().flush();
  }

  /** The connections that publish when a node is asked to: its own, and those that echo it. */
  private Set<String> speak(Node node) {
    cluster.flush(cluster.nodes()); // echoes of who spoke before have been published
    Map<String, Long> before = published();
    ArrayNode ops = Json.array();
    for (int i = 0; i < WORDS; i++) {
      ops.add(Json.object().put("op", "emit").put("event", "I00.replay." + cluster.next()));
    }
    node.request(Json.object().put("op", "batch").set("ops", ops));
    // a server counts a moment after it has answered, but before it answers once more
    cluster.eventually("the voice of " + node, () -> !risen(before, WORDS).isEmpty(), LIMIT);
    cluster.flush(List.of(node));
    return risen(before, WORDS);
  }

  private Set<String> risen(Map<String, Long> before, int least) {
    Set<String> risen = new HashSet<>();
    published()
        .forEach(
            (connection, count) -> {
              if (count - before.getOrDefault(connection, 0L) >= least) {
                risen.add(connection);
              }
            });
    return risen;
  }

  /** Messages by connection; other clusters on the same broker are left out. */
  private Map<String, Long> published() {
    Map<String, Long> published = new HashMap<>();
    List<? extends Broker> servers = cluster.broker().servers();
    for (int i = 0; i < servers.size(); i++) {
      for (BrokerConnection connection : servers.get(i).connections()) {
        if (connection.subscriptions().isEmpty()
            || connection.subscriptions().stream().anyMatch(this::isOwn)) {
          published.put(i + " " + connection.id(), connection.messagesIn());
        }
      }
    }
    return published;
  }

  private boolean isOwn(String subscription) {
    return cluster.isOwn(subscription)
        || WireDialect.hears(
            subscription, cluster.dialect().subject(cluster.address(), "/", List.of()));
  }
}

package io.socketionats.conformance.judge.scenario;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.broker.BrokerConnection;
import io.socketionats.conformance.launch.node.Node;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Where nodes are: at which server of the broker, on which connection. A node is found by what it
 * does, since names and addresses of connections are its own affair: it emits some events, and the
 * connection whose count of messages grows by as many is its own.
 */
final class Placement {
  private static final int EVENTS = 3;
  private static final Duration LIMIT = Duration.ofSeconds(2);

  private final Cluster cluster;
  private final List<? extends Broker> servers;
  private final Map<Node, Place> places = new HashMap<>();
  private final Map<Node, String> lastEvents = new HashMap<>();
  private Map<Place, Long> counts;

  /**
   * A connection.
   *
   * @param server from 0
   * @param connection the server's own number of it
   */
  record Place(int server, long connection) {}

  private Placement(Cluster cluster) {
    this.cluster = cluster;
    this.servers = cluster.broker().servers();
    this.counts = counts();
  }

  /** Finds nodes, whose servers must be there now. */
  static Placement of(Cluster cluster, Collection<Node> nodes) {
    Placement placement = new Placement(cluster);
    nodes.forEach(placement::find);
    return placement;
  }

  /** Where a node is; empty when no connection was found to be its own. */
  Optional<Place> of(Node node) {
    return Optional.ofNullable(places.get(node));
  }

  /** Whether a node published nothing, so that it could not be found. */
  boolean isMute(Node node) {
    return of(node).isEmpty() && cluster.witness().carrying(lastEvents.get(node)).isEmpty();
  }

  /** Whether a server still has a connection. */
  static boolean stands(Cluster cluster, Place place) {
    return cluster.broker().servers().get(place.server()).connections().stream()
        .anyMatch(connection -> connection.id() == place.connection());
  }

  private Map<Place, Long> counts() {
    Map<Place, Long> all = new HashMap<>();
    for (int i = 0; i < servers.size(); i++) {
      for (BrokerConnection connection : servers.get(i).connections()) {
        all.put(new Place(i, connection.id()), connection.messagesIn());
      }
    }
    return all;
  }

  private void find(Node node) {
    ArrayNode ops = Json.array();
    for (int i = 0; i < EVENTS; i++) {
      String event = "I00.placement." + cluster.next();
      ops.add(Json.object().put("op", "emit").put("event", event));
      lastEvents.put(node, event);
    }
    node.request(Json.object().put("op", "batch").set("ops", ops));
    Map<Place, Long> before = counts;
    // a server counts a moment after it has answered
    cluster.eventually(
        "the connection of " + node,
        () -> {
          counts = counts();
          return busiest(before).isPresent();
        },
        LIMIT);
    busiest(before).ifPresent(place -> places.put(node, place));
  }

  private Optional<Place> busiest(Map<Place, Long> before) {
    return counts.keySet().stream()
        .filter(place -> growth(place, before) >= EVENTS)
        .max(Comparator.comparing(place -> growth(place, before)));
  }

  private long growth(Place place, Map<Place, Long> before) {
    return counts.get(place) - before.getOrDefault(place, 0L);
  }
}

package io.socketionats.conformance.judge.scenario;

import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Finding.About;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.judge.wire.WireLine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Sentinel frames on the subjects that a scenario used. When a client has got its sentinel,
 * everything that the broker had before it has been handled by that client's node.
 */
final class Fence {
  private static final String STEM = "Z00.fence.";

  private static final long NEVER = Long.MAX_VALUE;

  private final Cluster cluster;
  private final List<Integer> servers;
  private final Map<Client, Set<String>> clients;
  private final List<Sentinel> sentinels = new ArrayList<>();
  private final Set<String> covered = new LinkedHashSet<>();

  private record Sentinel(String event, String target, Set<Client> due, long published) {}

  Fence(Cluster cluster, Map<Client, Set<String>> clients) {
    this.cluster = cluster;
    this.servers = cluster.witness().servers();
    this.clients = clients;
  }

  /**
   * Number of the first sentinel's line in the witness, the last one's of several servers;
   * unlimited before it has been heard.
   */
  long number() {
    return sentinels.stream().limit(servers.size()).mapToLong(this::number).max().orElse(NEVER);
  }

  private long number(Sentinel sentinel) {
    return cluster.witness().carrying(sentinel.event()).stream()
        .mapToLong(WireLine::number)
        .findFirst()
        .orElse(NEVER);
  }

  static boolean isSentinel(WireLine line) {
    return line.text().contains("\"" + STEM);
  }

  /**
   * Publishes a sentinel to a namespace, or to the members of one room on the room's own subject;
   * at every server, since only what was published at the same one is certain to be in order.
   */
  void over(String namespace, List<String> rooms) {
    if (!covered.add(namespace + "\0" + rooms)) {
      return;
    }
    Set<Client> due =
        clients.keySet().stream()
            .filter(client -> client.namespace().equals(namespace))
            .filter(
                client ->
                    rooms.isEmpty()
                        || rooms.contains(client.id())
                        || rooms.stream().anyMatch(clients.get(client)::contains))
            .collect(Collectors.toCollection(LinkedHashSet::new));
    if (due.isEmpty()) {
      return;
    }
    String subject = cluster.dialect().subject(cluster.address(), namespace, rooms);
    String target =
        rooms.isEmpty() ? "namespace " + namespace : "rooms " + rooms + " of " + namespace;
    for (int server : servers) {
      String event = STEM + cluster.next();
      byte[] payload = cluster.dialect().encodeEvent("fence", namespace, rooms, event, Json.of(0));
      long published = System.nanoTime();
      cluster.witness().publish(server, subject, payload);
      sentinels.add(new Sentinel(event, target, due, published));
    }
  }

  /**
   * Sentinels are events too: who got one twice, or one that was meant for others. Missing ones are
   * told by the wait.
   */
  List<Finding> judge() {
    List<Finding> findings = new ArrayList<>();
    for (Sentinel sentinel : sentinels) {
      for (Client client : clients.keySet()) {
        int came = client.inbox().of(sentinel.event()).size();
        boolean due = sentinel.due().contains(client);
        // the count before the witness is asked: what came meanwhile it may not have heard yet
        boolean tooOften = came > 1 && came > cluster.witness().deliveries(sentinel.event());
        if (tooOften || (came > 0 && !due)) {
          findings.add(
              new Finding(
                  due ? Kind.DUPLICATED : Kind.LEAKED,
                  Blame.RECEIVER,
                  Optional.of(client.node().implementation().id()),
                  About.delivery(client, sentinel.event()),
                  "the sentinel '%s' to %s %s"
                      .formatted(sentinel.event(), sentinel.target(), due ? "once" : "not at all"),
                  came == 1 ? "it came" : "it came %d times".formatted(came)));
        }
      }
    }
    return findings;
  }

  /**
   * Waits for every sentinel, first of the nodes that are trusted to hear it.
   *
   * @return the clients that did not get all of theirs within their limits
   */
  Set<Client> await(Patience patience) {
    cluster.witness().flush();
    Set<Client> missing = new LinkedHashSet<>();
    await(false, patience, missing);
    await(true, patience, missing);
    for (Sentinel sentinel : sentinels) {
      cluster.witness().await(sentinel.event(), patience.usual());
    }
    return missing;
  }

  /** How long each sentinel took to each client that has received it. */
  List<FenceTime> times() {
    List<FenceTime> times = new ArrayList<>();
    for (Sentinel sentinel : sentinels) {
      for (Client client : sentinel.due()) {
        client.inbox().of(sentinel.event()).stream()
            .findFirst()
            .map(came -> Duration.ofNanos(came.nanos() - sentinel.published()))
            .ifPresent(took -> times.add(new FenceTime(client.node(), took)));
      }
    }
    return times;
  }

  private void await(boolean doubtful, Patience patience, Set<Client> missing) {
    long begin = System.nanoTime();
    for (Sentinel sentinel : sentinels) {
      for (Client client : sentinel.due()) {
        if (patience.doubts(client.node()) == doubtful) {
          Duration left =
              patience.of(client.node()).minus(Duration.ofNanos(System.nanoTime() - begin));
          if (!client.await(sentinel.event(), left)) {
            missing.add(client);
          }
        }
      }
    }
  }
}

package io.socketionats.conformance.judge.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.verdict.Emission;
import io.socketionats.conformance.judge.verdict.Emission.Due;
import io.socketionats.conformance.launch.node.Node;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Lets nodes emit what a scenario wants them to, and records it: one broadcast, or many at once.
 */
final class Sending {
  private static final int AT_ONCE = 5;

  private final Cluster cluster;
  private final Arrangement arrangement;
  private final Recording recording;
  private final Supplier<String> names;

  /**
   * @param names gives event names that occur once in the run
   */
  Sending(Cluster cluster, Arrangement arrangement, Recording recording, Supplier<String> names) {
    this.cluster = cluster;
    this.arrangement = arrangement;
    this.recording = recording;
    this.names = names;
  }

  private Emission record(Emission emission) {
    recording.add(emission);
    return emission;
  }

  /** Sends a broadcast, and does something else before its node has answered. */
  Emission emitAnd(Broadcast broadcast, Runnable meanwhile) {
    Emission emission = record(broadcast.as(broadcast.name(names)));
    CompletableFuture<JsonNode> answer = broadcast.node().send(broadcast.request(emission.event()));
    meanwhile.run();
    broadcast.node().answerOf(answer);
    return emission;
  }

  Emission emit(Broadcast broadcast) {
    Emission emission = record(broadcast.as(broadcast.name(names)));
    broadcast.node().request(broadcast.request(emission.event()));
    return emission;
  }

  /**
   * Sends several broadcasts back to back, with one flush at their end; those of several nodes at
   * the same time.
   */
  List<Emission> emitAll(List<Broadcast> broadcasts) {
    Map<Node, ArrayNode> ops = new LinkedHashMap<>();
    List<Emission> recorded = new ArrayList<>();
    for (Broadcast broadcast : broadcasts) {
      Emission emission = record(broadcast.as(broadcast.name(names)));
      ops.computeIfAbsent(broadcast.node(), node -> Json.array())
          .add(broadcast.request(emission.event()));
      recorded.add(emission);
    }
    cluster
        .ask(Arrangement.batches(ops))
        .forEach((node, answer) -> Arrangement.requireDone(node, ops.get(node), answer));
    return recorded;
  }

  /**
   * Sends broadcasts of one node, a few at a time, while clients go into a room and out of it,
   * again and again: nobody waits for anybody. What the broadcasts bring to these clients is open;
   * in the end they are out of the room.
   */
  List<Emission> emitAmidst(List<Broadcast> broadcasts, Collection<Client> restless, String room) {
    List<Emission> recorded = new ArrayList<>();
    List<Cluster.Request> requests = new ArrayList<>();
    for (int from = 0; from < broadcasts.size(); from += AT_ONCE) {
      ArrayNode emits = Json.array();
      for (Broadcast broadcast :
          broadcasts.subList(from, Math.min(from + AT_ONCE, broadcasts.size()))) {
        Emission emission = broadcast.as(broadcast.name(names));
        Map<Client, Due> due = new HashMap<>(emission.due());
        restless.forEach(client -> due.put(client, Due.MAYBE));
        recorded.add(record(emission.expecting(due)));
        emits.add(broadcast.request(emission.event()));
      }
      Arrangement.batches(Map.of(broadcasts.get(from).node(), emits))
          .forEach((node, batch) -> requests.add(new Cluster.Request(node, batch)));
      requests.addAll(arrangement.inAndOut(restless, room));
    }
    List<JsonNode> answers = cluster.askAll(requests);
    for (int i = 0; i < requests.size(); i++) {
      Cluster.Request request = requests.get(i);
      Arrangement.requireDone(request.node(), request.body().path("ops"), answers.get(i));
    }
    return recorded;
  }
}

package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.Requirement.core;
import static io.socketionats.conformance.judge.cluster.Cluster.CHAT;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.scenario.Scenario;
import io.socketionats.conformance.judge.verdict.Emission;
import java.util.ArrayList;
import java.util.List;

/** M: emitters, which broadcast from processes without a Socket.IO server. */
final class EmitterSection {
  private EmitterSection() {}

  static List<Requirement> requirements() {
    return List.of(
        core("M01", "emitter-namespaces")
            .states("An emitter reaches all clients of a namespace, and no others.")
            .from("protocol.md, The emitter")
            .emitterNeeds("emitter")
            .check(
                s -> {
                  Chain chain = new Chain(s, "m01");
                  chain.emit("/", List.of());
                  chain.of(CHAT).emit(CHAT, List.of());
                  chain.run();
                }),
        core("M02", "emitter-rooms")
            .states(
                "An emitter reaches the members of a room, a socket by its id, and members of several rooms once.")
            .from("protocol.md, The emitter")
            .emitterNeeds("emitter")
            .check(
                s -> {
                  String a = s.fresh("a");
                  String b = s.fresh("b");
                  s.join(s.each("/", 0), a, b);
                  s.join(s.each("/", 1), b);
                  Chain chain = new Chain(s, "m02");
                  chain.to(a).emit("/", List.of(a));
                  chain.to(a).to(b).emit("/", List.of(a, b));
                  chain.to(a).to(a).emit("/", List.of(a));
                  for (Client client : s.each("/", 2)) {
                    chain.to(client.id()).emit("/", List.of(client.id()));
                  }
                  List<Emission> emissions = chain.run();
                  s.fence();
                  emissions.forEach(emission -> requireOneFrame(s, emission));
                }),
        core("M03", "emitter-uid")
            .states(
                "Frames with uid \"emitter\" are accepted by all nodes, and two emitters do not hide each other.")
            .from("protocol.md, The emitter")
            .emitterNeeds("emitter")
            .check(
                s -> {
                  Chain one = new Chain(s, "m03-one");
                  Chain two = new Chain(s, "m03-two");
                  one.emit("/", List.of());
                  two.emit("/", List.of());
                  List<Emission> emissions = new ArrayList<>(one.run());
                  emissions.addAll(two.run());
                  s.fence();
                  emissions.forEach(emission -> requireUid(s, emission));
                }),
        core("M04", "emitter-resets")
            .states("Rooms, flags and namespace are forgotten after each emit.")
            .from("protocol.md, The emitter")
            .emitterNeeds("emitter")
            .check(
                s -> {
                  String room = s.fresh("once");
                  s.join(s.each("/", 0), room);
                  Chain chain = new Chain(s, "m04");
                  chain.to(room).flag("volatile").flag("json").emit("/", List.of(room));
                  chain.emit("/", List.of());
                  chain.of(CHAT).emit(CHAT, List.of());
                  chain.emit("/", List.of());
                  List<Emission> emissions = chain.run();
                  s.fence();
                  requireFlags(s, emissions.get(1));
                }));
  }

  private static void requireOneFrame(Scenario s, Emission emission) {
    String subject = s.subject(emission.namespace(), emission.rooms().toArray(String[]::new));
    s.requireFrame(
        emission, "one frame on '%s'".formatted(subject), line -> line.subject().equals(subject));
  }

  private static void requireUid(Scenario s, Emission emission) {
    String uid = s.dialect() == WireDialect.MICKL ? "socket.io-nats-emitter" : "emitter";
    s.requireFrame(
        emission,
        "one frame with uid '%s'".formatted(uid),
        line -> List.of(uid, "emitter").contains(line.uid()));
  }

  private static void requireFlags(Scenario s, Emission emission) {
    s.requireFrame(
        emission,
        "no flags left over from the emit before",
        line -> s.dialect().decode(line.payload()).flags().isEmpty());
  }

  /** Calls on one emitter object, and what is expected of each emit. */
  private static final class Chain {
    private final Scenario scenario;
    private final String name;
    private final ArrayNode calls = Json.array();
    private final List<Emission> emissions = new ArrayList<>();

    Chain(Scenario scenario, String name) {
      this.scenario = scenario;
      this.name = name;
    }

    Chain to(String room) {
      calls.add(Json.array().add("to").add(room));
      return this;
    }

    Chain of(String namespace) {
      calls.add(Json.array().add("of").add(namespace));
      return this;
    }

    Chain flag(String flag) {
      calls.add(Json.array().add(flag));
      return this;
    }

    void emit(String namespace, List<String> rooms) {
      Emission emission = scenario.outsider().emitted(name, namespace, rooms);
      calls.add(Json.array().add("emit").add(emission.event()).add(1));
      emissions.add(emission);
    }

    List<Emission> run() {
      ObjectNode request = Json.object().put("op", "emitter").put("name", name);
      request.set("calls", calls);
      scenario.node().request(request);
      return emissions;
    }
  }
}

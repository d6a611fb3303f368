package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.Requirement.core;
import static io.socketionats.conformance.judge.catalogue.Requirement.node;
import static io.socketionats.conformance.judge.cluster.Cluster.CHAT;

import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.scenario.Broadcast;
import io.socketionats.conformance.judge.scenario.Scenario;
import io.socketionats.conformance.launch.node.Node;
import java.util.ArrayList;
import java.util.List;

/** O and D: order, duplicates and loops. */
final class OrderSection {
  private static final int BURST = 150;

  private OrderSection() {}

  static List<Requirement> requirements() {
    return List.of(
        core("O01", "fifo-in-one-room")
            .states("What one node broadcasts to one room arrives in its order, without gaps.")
            .from("NATS: messages of one publisher are kept in order")
            .check(
                s -> {
                  String room = s.fresh("fifo");
                  s.join(s.each("/", 0), room);
                  List<Broadcast> burst = new ArrayList<>();
                  for (int i = 0; i < BURST; i++) {
                    burst.add(s.broadcast().to(room).args(Scenarios.args(i)));
                  }
                  s.emitAll(burst);
                }),
        core("O02", "fifo-over-subjects")
            .states(
                "What one node broadcasts to rooms and to the namespace in turn arrives in its order.")
            .from("NATS: messages of one publisher are kept in order")
            .check(
                s -> {
                  String a = s.fresh("a");
                  String b = s.fresh("b");
                  s.join(s.each("/", 0), a, b);
                  List<Broadcast> burst = new ArrayList<>();
                  for (int i = 0; i < BURST / 3; i++) {
                    burst.add(s.broadcast().to(a));
                    burst.add(s.broadcast());
                    burst.add(s.broadcast().to(b));
                    burst.add(s.broadcast().to(a, b));
                  }
                  s.emitAll(burst);
                }),
        core("D01", "no-echo")
            .states("The clients of the emitting node get each broadcast exactly once.")
            .from(Scenarios.RECEIVING)
            .check(
                s -> {
                  String a = s.fresh("a");
                  String b = s.fresh("b");
                  s.join(s.each("/", 0), a, b);
                  s.broadcast().emit();
                  s.broadcast().to(a).emit();
                  s.broadcast().to(a, b).emit();
                  s.broadcast().in(CHAT).emit();
                  s.broadcast().to(s.own("/", 1).id()).emit();
                }),
        core("D02", "no-loop")
            .states("No node publishes a frame that it received.")
            .from(Scenarios.RECEIVING)
            .check(OrderSection::noLoop),
        node("D04", "one-delivery-for-many-members")
            .states(
                "A room joined twice or by many clients of a node is one subscription, and one delivery for each.")
            .from(Scenarios.SUBJECTS)
            .check(
                s -> {
                  String room = s.fresh("crowd");
                  for (Node node : s.siblings()) {
                    for (int i = 0; i < 3; i++) {
                      Client client = s.cluster().client(node, "/", i);
                      s.join(client, room);
                      s.join(client, room);
                    }
                  }
                  if (s.dialect().hasRoomSubjects()) {
                    Scenarios.subscriptions(
                        s,
                        s.subject("/", room),
                        s.siblings().size(),
                        "with three members on each node");
                  }
                  s.broadcast().to(room).emit();
                  s.outsider().publishEvent(s.subject("/", room), "/", List.of(room));
                }));
  }

  private static void noLoop(Scenario s) {
    String room = s.fresh("loop");
    s.join(s.each("/", 0), room);
    s.broadcast().emit();
    s.broadcast().to(room).emit();
    s.outsider().publishEvent(s.subject("/"), "/", List.of());
    s.outsider().publishEvent(s.subject("/", room), "/", List.of(room));
    s.fence();
    s.flushAll();
  }
}

package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.Requirement.core;
import static io.socketionats.conformance.judge.catalogue.Scenarios.args;
import static io.socketionats.conformance.judge.cluster.Cluster.CHAT;

import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.scenario.Broadcast;
import io.socketionats.conformance.judge.scenario.Scenario;
import io.socketionats.conformance.launch.node.Node;
import java.util.ArrayList;
import java.util.List;

/** D: equal events that are sent again. Each of them is an event of its own. */
final class RepeatSection {
  private static final String SENDING = "Socket.IO documentation, Emitting events";
  private static final int TIMES = 5;

  private RepeatSection() {}

  static List<Requirement> requirements() {
    return List.of(
        core("D06", "equal-events-in-a-row")
            .states(
                "An event that is sent again, with equal arguments, arrives as often as it is sent.")
            .from(SENDING)
            .check(
                s -> {
                  String room = s.fresh("again");
                  s.join(s.each("/", 0), room);
                  inARow(s, s.broadcast().to(room), s.broadcast().to(room));
                  inARow(s, s.broadcast(), s.broadcast());
                  inARow(s, s.broadcast().to(s.each("/", 1).get(0).id()));
                  String event = s.eventName();
                  s.broadcast().named(event).emit();
                  s.fence();
                  s.broadcast().named(event).emit();
                  outsiders(s, s.eventName(), room, "same", "same", "same");
                }),
        core("D07", "equal-events-to-other-rooms")
            .states("An event that is sent to one room after the other arrives once for each.")
            .from(SENDING)
            .check(
                s -> {
                  String a = s.fresh("a");
                  String b = s.fresh("b");
                  s.join(s.each("/", 0), a, b);
                  s.join(s.each("/", 1), a);
                  s.join(s.each("/", 2), b);
                  again(
                      s,
                      s.broadcast().to(a),
                      s.broadcast().to(b),
                      s.broadcast().to(a, b),
                      s.broadcast(),
                      s.broadcast().to(a).except(s.each("/", 1).get(0).id()),
                      s.broadcast().to(s.fresh("nobody")),
                      s.broadcast().to(b));
                }),
        core("D08", "equal-events-to-other-namespaces")
            .states(
                "An event that is sent to one namespace after the other arrives in each, whatever the room is called.")
            .from(SENDING)
            .check(
                s -> {
                  String room = s.fresh("both");
                  s.join(s.each("/", 0), room);
                  s.join(s.each(CHAT, 0), room);
                  again(s, s.broadcast(), s.broadcast().in(CHAT), s.broadcast().in(CHAT));
                  again(
                      s,
                      s.broadcast().in(CHAT).to(room),
                      s.broadcast().to(room),
                      s.broadcast().in(CHAT).to(room));
                }),
        core("D09", "equal-events-from-other-publishers")
            .states("Equal events from several nodes, emitters and strangers all arrive.")
            .from(SENDING)
            .check(
                s -> {
                  String room = s.fresh("many");
                  s.join(s.each("/", 0), room);
                  String event = s.eventName();
                  s.broadcast().to(room).named(event).emit();
                  for (Node sibling : s.siblings()) {
                    s.broadcast().to(room).named(event).on(sibling).emit();
                  }
                  outsiders(s, event, room, "stranger", "emitter", "another");
                }),
        core("D10", "one-name-other-arguments")
            .states(
                "Events of one name with other arguments arrive with their own, in their order.")
            .from(SENDING)
            .check(
                s -> {
                  String room = s.fresh("args");
                  s.join(s.each("/", 0), room);
                  again(
                      s,
                      s.broadcast().to(room).args(args(1)),
                      s.broadcast().to(room).args(args(2)),
                      s.broadcast().to(room).args(args()),
                      s.broadcast().to(room).args(args("1")),
                      s.broadcast().to(room).args(args(1, 2)),
                      s.broadcast().to(room).args(args(1)),
                      s.broadcast().args(args(List.of(1, 2))),
                      s.broadcast().args(args(2)));
                }));
  }

  /** Sends a broadcast and one with other arguments in turn, all of one name. */
  private static void inARow(Scenario s, Broadcast... equal) {
    List<Broadcast> row = new ArrayList<>();
    String event = s.eventName();
    for (int i = 0; i < TIMES; i++) {
      row.add(equal[i % equal.length].named(event));
    }
    s.emitAll(row);
  }

  /** Sends broadcasts one after another, all of one name. */
  private static void again(Scenario s, Broadcast... broadcasts) {
    String event = s.eventName();
    List<Broadcast> row = new ArrayList<>();
    for (Broadcast broadcast : broadcasts) {
      row.add(broadcast.named(event));
    }
    s.emitAll(row);
  }

  /** Publishes one frame to a room under each of these uids. */
  private static void outsiders(Scenario s, String event, String room, String... uids) {
    for (String uid : uids) {
      byte[] payload = s.dialect().encodeEvent(uid, "/", List.of(room), event, Json.of(1));
      s.outsider()
          .publish(
              s.subject("/", room),
              payload,
              s.outsider().expected(event, "/", List.of(room), List.of(), true));
    }
  }
}

package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.Requirement.core;
import static io.socketionats.conformance.judge.catalogue.Requirement.node;
import static io.socketionats.conformance.judge.cluster.Cluster.CHAT;

import io.socketionats.conformance.Json;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.scenario.Broadcast;
import io.socketionats.conformance.judge.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;

/** L: members that come and go while others stay, and while events are on their way. */
final class OverlapSection {
  private static final int CYCLES = 200;
  private static final int ROUNDS = 10;
  private static final int BURST = 200;
  private static final int PROMISES = 3;
  private static final int BUSY_BYTES = 4_000;

  private OverlapSection() {}

  static List<Requirement> requirements() {
    return List.of(
        node("L04", "join-leave-cycles")
            .states("Hundreds of joins and leaves leave no member and no subscription behind.")
            .from(Scenarios.SUBJECTS)
            .only(WireDialect.SOCKET_IO_NATS)
            .check(
                s -> {
                  String room = s.fresh("cycle");
                  s.emitAmidst(bursts(s, CYCLES, room), List.of(s.own("/", 0)), room);
                  Scenarios.subscriptions(s, s.subject("/", room), 0, "after it has been left");
                  s.join(s.own("/", 1), room);
                  s.emitAmidst(bursts(s, CYCLES, room), List.of(s.own("/", 0)), room);
                  Scenarios.subscriptions(s, s.subject("/", room), 1, "while one member is left");
                  s.outsider().publishEvent(s.subject("/", room), "/", List.of(room));
                  s.fence();
                  s.leave(s.own("/", 1), room);
                  Scenarios.subscriptions(s, s.subject("/", room), 0, "after all have left");
                }),
        core("L05", "last-leaves-as-first-joins")
            .states(
                "When one client joins a room in the moment in which the last other one leaves it, it hears the room.")
            .from(Scenarios.ROOMS)
            .check(
                s -> {
                  for (int i = 0; i < ROUNDS; i++) {
                    String room = s.fresh("relay");
                    s.join(s.each("/", 0), room);
                    s.swap(s.each("/", 0), s.each("/", 1), room);
                    s.broadcast().to(room).emit();
                  }
                }),
        core("L12", "one-of-several-disconnects")
            .states("When one member of a room disconnects, the others on its node listen on.")
            .from(Scenarios.ROOMS)
            .check(OverlapSection::disconnects),
        core("L13", "joined-twice-left-once")
            .states("A client that has joined a room twice and left it once is out of it.")
            .from(Scenarios.ROOMS)
            .check(
                s -> {
                  String room = s.fresh("twice");
                  s.join(s.each("/", 0), room);
                  s.join(s.each("/", 0), room);
                  s.join(s.each("/", 1), room, room);
                  s.broadcast().to(room).emit();
                  s.fence();
                  s.leave(s.each("/", 0), room);
                  s.broadcast().to(room).emit();
                  s.fence();
                  s.leave(s.each("/", 1), room);
                  s.broadcast().to(room).emit();
                  s.broadcast().to(room, s.fresh("empty")).emit();
                  s.fence();
                  s.join(s.each("/", 0), room);
                  s.broadcast().to(room).emit();
                }),
        core("L14", "same-room-in-two-namespaces")
            .states(
                "A room that is left in one namespace is heard on in another that has one of that name.")
            .from(Scenarios.NAMESPACES)
            .check(
                s -> {
                  String room = s.fresh("shared");
                  both(s, "/", CHAT, room);
                  both(s, CHAT, "/", room);
                  s.join(s.each("/", 0), room);
                  List<Client> guests = s.guests(s.nodes(), CHAT);
                  s.join(guests, room);
                  guests.forEach(s::disconnect);
                  s.broadcast().to(room).emit();
                  s.broadcast().in(CHAT).to(room).emit();
                }),
        core("L15", "join-ends-when-subscribed")
            .states(
                "When a join's own promise has ended, without any flush, the next frame of anybody reaches the client.")
            .from(Scenarios.HARDENING)
            .check(OverlapSection::promises),
        core("L16", "membership-changes-amid-traffic")
            .states(
                "While others go into a room and out of it, its members get every event of it, once and in order.")
            .from(Scenarios.ROOMS)
            .check(
                s -> {
                  String room = s.fresh("busy");
                  s.join(s.each("/", 0), room);
                  s.emitAmidst(bursts(s, BURST, room), s.each("/", 1), room);
                  s.fence();
                  s.broadcast().to(room).emit();
                }));
  }

  /**
   * Node by node, and with the frame at hand: it must follow the answer as soon as can be. Each
   * join comes behind an event of its node that keeps the broker busy, so that its subscription
   * takes a while to be there.
   */
  private static void promises(Scenario s) {
    String busy = s.fresh("busy");
    s.amidCrowd(busy, () -> promises(s, busy));
  }

  private static void promises(Scenario s, String busy) {
    for (int i = 0; i < PROMISES; i++) {
      List<Broadcast> next = new ArrayList<>();
      for (Client client : s.each("/", i % 3)) {
        String room = s.fresh("promise");
        String event = s.eventName();
        byte[] frame = s.dialect().encodeEvent("foreign", "/", List.of(room), event, Json.of(1));
        Broadcast before =
            s.broadcast()
                .on(client.node())
                .to(busy)
                .args(Json.array().add("x".repeat(BUSY_BYTES)))
                .unflushed();
        s.emitAnd(before, () -> s.joinByPromise(List.of(client), room));
        s.cluster().witness().publish(s.subject("/", room), frame);
        s.record(s.outsider().expected(event, "/", List.of(room), List.of(), true));
        next.add(s.broadcast().to(room));
      }
      s.emitAll(next);
    }
  }

  private static List<Broadcast> bursts(Scenario s, int count, String room) {
    List<Broadcast> burst = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      burst.add(s.broadcast().to(room));
    }
    return burst;
  }

  private static void disconnects(Scenario s) {
    String room = s.fresh("stays");
    s.join(s.each("/", 0), room);
    List<Client> kicked = s.guests(s.nodes(), "/");
    List<Client> going = s.guests(s.nodes(), "/");
    s.join(kicked, room);
    s.join(going, room);
    kicked.forEach(s::disconnect);
    s.broadcast().to(room).emit();
    s.fence();
    s.depart(going);
    s.broadcast().to(room).emit();
    s.outsider().publishEvent(s.subject("/", room), "/", List.of(room));
    s.broadcast().to(room, s.fresh("empty")).emit();
    s.broadcast().emit();
  }

  /** A room in two namespaces, left in the second by all and in the first by nobody. */
  private static void both(Scenario s, String kept, String left, String room) {
    s.join(s.each(kept, 0), room);
    s.join(s.each(left, 0), room);
    s.leave(s.each(left, 0), room);
    s.broadcast().in(kept).to(room).emit();
    s.broadcast().in(left).to(room).emit();
    s.outsider().publishEvent(s.subject(kept, room), kept, List.of(room));
    s.fence();
    s.leave(s.each(kept, 0), room);
  }
}

package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.Requirement.core;

import java.util.List;

/** U: broadcasts to several rooms. */
final class UnionSection {
  private UnionSection() {}

  static List<Requirement> requirements() {
    return List.of(
        core("U01", "union-local-once")
            .states("A client of the emitting node that is in both rooms gets the event once.")
            .from(Scenarios.ROOMS)
            .check(
                s -> {
                  String a = s.fresh("a");
                  String b = s.fresh("b");
                  s.join(s.own("/", 0), a, b);
                  s.join(s.own("/", 1), b);
                  s.broadcast().to(a, b).emit();
                  s.broadcast().to(a, b).local().emit();
                }),
        core("U02", "union-remote-once")
            .states("A client of another node that is in both rooms gets the event once.")
            .from(Scenarios.ROOMS)
            .check(
                s -> {
                  String a = s.fresh("a");
                  String b = s.fresh("b");
                  s.join(s.each("/", 0), a, b);
                  s.broadcast().to(a, b).emit();
                  s.outsider().publishEvent(s.subject("/"), "/", List.of(a, b));
                  for (var client : s.each("/", 0)) {
                    s.broadcast().to(a, client.id()).emit();
                  }
                }),
        core("U03", "union-of-members")
            .states("Members of either room get the event.")
            .from(Scenarios.ROOMS)
            .check(
                s -> {
                  String a = s.fresh("a");
                  String b = s.fresh("b");
                  String c = s.fresh("c");
                  s.join(s.each("/", 0), a);
                  s.join(s.each("/", 1), b);
                  s.join(s.each("/", 2), c);
                  s.broadcast().to(a, b).emit();
                  s.broadcast().to(a, b, c).emit();
                  s.broadcast().to(s.fresh("empty"), c).emit();
                }),
        core("U04", "one-room-on-the-namespace-subject")
            .states("A frame with one room is honoured on the namespace subject too.")
            .from(Scenarios.RECEIVING)
            .check(
                s -> {
                  String room = s.fresh("one");
                  s.join(s.each("/", 1), room);
                  s.outsider().publishEvent(s.subject("/"), "/", List.of(room));
                  s.broadcast().to(room).emit();
                }),
        core("U05", "duplicate-and-empty-rooms")
            .states("Rooms named twice count once; an empty list of rooms is the namespace.")
            .from(Scenarios.RECEIVING)
            .check(
                s -> {
                  String room = s.fresh("twice");
                  s.join(s.each("/", 0), room);
                  s.broadcast().to(room, room).emit();
                  s.outsider().publishEvent(s.subject("/"), "/", List.of(room, room));
                  s.outsider().publishEvent(s.subject("/"), "/", List.of());
                }));
  }
}

package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.Requirement.core;
import static io.socketionats.conformance.judge.catalogue.Requirement.node;

import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.scenario.Scenario;
import io.socketionats.conformance.launch.node.Node;
import java.util.ArrayList;
import java.util.List;

/** L: membership and subscriptions. */
final class LifecycleSection {
  private static final int JOINS = 10;

  private LifecycleSection() {}

  static List<Requirement> requirements() {
    return List.of(
        node("L01", "first-member-subscribes")
            .states(
                "The first local member of a room subscribes its node once; later members do not.")
            .from(Scenarios.SUBJECTS)
            .only(WireDialect.SOCKET_IO_NATS)
            .check(
                s -> {
                  String room = s.fresh("first");
                  String subject = s.subject("/", room);
                  Scenarios.subscriptions(s, subject, 0, "before anybody has joined");
                  long nodes = 0;
                  for (Node node : s.siblings()) {
                    s.join(s.cluster().client(node, "/", 0), room);
                    Scenarios.subscriptions(
                        s, subject, ++nodes, "after the first member of a node");
                    s.join(s.cluster().client(node, "/", 1), room);
                    Scenarios.subscriptions(s, subject, nodes, "after the second member of a node");
                  }
                  s.broadcast().to(room).emit();
                }),
        node("L02", "last-member-unsubscribes")
            .states(
                "When the last local member has left a room its node has no subscription for it.")
            .from(Scenarios.SUBJECTS)
            .only(WireDialect.SOCKET_IO_NATS)
            .check(
                s -> {
                  String room = s.fresh("last");
                  String subject = s.subject("/", room);
                  Client first = s.own("/", 0);
                  Client second = s.own("/", 1);
                  s.join(List.of(first, second), room);
                  s.leave(first, room);
                  Scenarios.subscriptions(s, subject, 1, "while one member is left");
                  s.leave(second, room);
                  Scenarios.subscriptions(s, subject, 0, "after the last member has left");
                  s.leave(second, room);
                  s.join(first, room);
                  Scenarios.subscriptions(s, subject, 1, "after one has joined again");
                  s.broadcast().to(room).emit();
                }),
        node("L03", "disconnect-cleans-up")
            .states(
                "A disconnect removes the socket from every room, and the subscriptions that it alone needed.")
            .from(Scenarios.SUBJECTS)
            .only(WireDialect.SOCKET_IO_NATS)
            .check(LifecycleSection::disconnect),
        node("L06", "leaving-what-was-not-joined")
            .states("Leaving a room that a socket is not in, and leaving twice, does nothing.")
            .from(Scenarios.ROOMS)
            .check(
                s -> {
                  String room = s.fresh("never");
                  s.leave(s.own("/", 0), room);
                  s.join(s.own("/", 1), room);
                  s.leave(s.own("/", 0), room);
                  s.broadcast().to(room).emit();
                  s.leave(s.own("/", 1), room);
                  s.leave(s.own("/", 1), room);
                  s.broadcast().to(room).emit();
                }),
        core("L07", "several-rooms-at-once")
            .states("One join takes a socket into several rooms, one leave out of several.")
            .from(Scenarios.ROOMS)
            .check(
                s -> {
                  String[] rooms = {
                    s.fresh("bulk"), s.fresh("bulk"), s.fresh("bulk"), s.fresh("bulk")
                  };
                  s.join(s.each("/", 0), rooms);
                  for (String room : rooms) {
                    s.broadcast().to(room).emit();
                  }
                  s.fence();
                  s.leave(s.each("/", 0), rooms[0], rooms[1]);
                  for (String room : rooms) {
                    s.broadcast().to(room).emit();
                  }
                }),
        core("L08", "confirmed-join-hears-the-next-event")
            .states(
                "Once a join is confirmed, the very next broadcast of any node reaches the socket.")
            .from(Scenarios.HARDENING)
            .check(
                s -> {
                  for (int i = 0; i < JOINS; i++) {
                    String room = s.fresh("now");
                    s.join(s.each("/", i % 3), room);
                    s.broadcast().to(room).emit();
                  }
                }));
  }

  private static void disconnect(Scenario s) {
    List<String> rooms = List.of(s.fresh("gone"), s.fresh("gone"), s.fresh("gone"));
    List<Client> guests = s.guests(s.siblings(), "/");
    List<String> subjects = new ArrayList<>();
    for (Client guest : guests) {
      s.join(guest, rooms.toArray(String[]::new));
      subjects.add(s.subject("/", guest.id()));
      Scenarios.subscriptions(s, s.subject("/", guest.id()), 1, "for a connected socket's own id");
    }
    rooms.forEach(room -> subjects.add(s.subject("/", room)));
    rooms.forEach(
        room ->
            Scenarios.subscriptions(
                s, s.subject("/", room), guests.size(), "while all are connected"));
    guests.forEach(s::disconnect);
    subjects.forEach(subject -> Scenarios.eventually(s, subject, 0, "after the disconnect"));
    Client returning = s.guest(s.node(), "/");
    s.join(returning, rooms.get(0));
    returning.close();
    Scenarios.eventually(s, s.subject("/", rooms.get(0)), 0, "after the client has gone by itself");
    s.forget(returning);
    s.broadcast().emit();
  }
}

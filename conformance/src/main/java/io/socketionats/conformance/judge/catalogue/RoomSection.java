package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.Requirement.core;
import static io.socketionats.conformance.judge.catalogue.Requirement.node;
import static io.socketionats.conformance.judge.cluster.Cluster.CHAT;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.scenario.Broadcast;
import io.socketionats.conformance.judge.scenario.Scenario;
import io.socketionats.conformance.judge.verdict.Emission.Due;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.launch.node.Node;
import java.util.ArrayList;
import java.util.List;

/** R: rooms. */
final class RoomSection {
  private static final List<String> ODD_NAMES =
      List.of(
          "a b",
          "é",
          "漢字",
          "😀",
          "100%",
          "%41",
          "[z]",
          "q\"",
          "it's",
          "a#b?c",
          "x/y",
          "a.b",
          "tab\t",
          "a+b=c&d",
          "$SYS",
          "constructor",
          "__proto__",
          "back\\slash",
          "{k}");
  private static final int MANY = 40;
  private static final int TOO_LONG = 5000;

  private RoomSection() {}

  static List<Requirement> requirements() {
    return List.of(
        core("R01", "room-broadcast")
            .states(
                "A broadcast to a room reaches its members once, on every node, and nobody else.")
            .from(Scenarios.ROOMS)
            .check(
                s -> {
                  String room = s.fresh("blue");
                  s.join(s.each("/", 0), room);
                  s.join(s.each("/", 1), s.fresh("red"));
                  s.broadcast().to(room).emit();
                  String chatRoom = s.fresh("green");
                  s.join(s.each(CHAT, 1), chatRoom);
                  s.broadcast().in(CHAT).to(chatRoom).emit();
                  s.outsider().publishEvent(s.subject("/"), "/", List.of(room));
                }),
        core("R02", "after-leaving")
            .states(
                "A client that has left a room gets nothing that is broadcast to it afterwards.")
            .from(Scenarios.ROOMS)
            .check(
                s -> {
                  String room = s.fresh("left");
                  s.join(s.each("/", 0), room);
                  s.join(s.each("/", 1), room);
                  s.broadcast().to(room).emit();
                  s.fence();
                  s.leave(s.each("/", 0), room);
                  s.broadcast().to(room).emit();
                  s.broadcast().to(room, s.fresh("empty")).emit();
                }),
        core("R03", "room-without-members")
            .states("A broadcast to a room that nobody has joined reaches nobody.")
            .from(Scenarios.ROOMS)
            .check(
                s -> {
                  s.broadcast().to(s.fresh("nobody")).emit();
                  s.broadcast().to(s.fresh("nobody"), s.fresh("nobody")).emit();
                  s.outsider().publishEvent(s.subject("/"), "/", List.of(s.fresh("nobody")));
                }),
        core("R04", "socket-id-room")
            .states("A broadcast to a socket's id reaches exactly that socket, wherever it is.")
            .from(Scenarios.ROOMS)
            .check(
                s -> {
                  for (Client client : s.each("/", 1)) {
                    s.broadcast().to(client.id()).emit();
                  }
                  for (Client client : s.each(CHAT, 0)) {
                    s.broadcast().in(CHAT).to(client.id()).emit();
                  }
                }),
        core("R05", "odd-room-names")
            .states(
                "Rooms with spaces, Unicode, percent signs, slashes, quotes and dots in their names work like any other.")
            .from(Scenarios.SUBJECTS)
            .check(
                s -> {
                  s.join(s.each("/", 0), ODD_NAMES.toArray(String[]::new));
                  s.emitAll(ODD_NAMES.stream().map(name -> s.broadcast().to(name)).toList());
                }),
        core("R06", "room-named-star")
            .states(
                "The room \"*\" gets what is sent to \"*\" and nothing else; its members get no duplicates.")
            .from(Scenarios.RECEIVING)
            .check(s -> wildcardNames(s, List.of("*"), s.fresh("one"))),
        core("R07", "rooms-with-wildcards")
            .states("Rooms such as \">\", \"a*\", \"*a\" and \"a.*\" are plain names.")
            .from(Scenarios.RECEIVING)
            .check(s -> wildcardNames(s, List.of(">", "a*", "*a", "a.*", "a.>"), "a.b")),
        core("R08", "rooms-with-empty-tokens")
            .states(
                "Rooms that make no valid subject (\"a.\", \".a\", \"a..b\", \".\") work and harm no node.")
            .from(Scenarios.HARDENING)
            .check(
                s -> {
                  List<String> names = List.of("a.", ".a", "a..b", ".");
                  s.join(s.each("/", 0), names.toArray(String[]::new));
                  names.forEach(name -> s.broadcast().to(name).emit());
                  s.fence();
                  s.leave(s.each("/", 0), names.toArray(String[]::new));
                  names.forEach(name -> s.broadcast().to(name).emit());
                  s.broadcast().emit();
                }),
        core("R09", "room-without-a-name")
            .states("Joining and leaving the room \"\" leaves the namespace's traffic alone.")
            .from(Scenarios.HARDENING)
            .check(
                s -> {
                  s.join(s.each("/", 0), "");
                  s.broadcast().emit();
                  s.fence();
                  s.leave(s.each("/", 0), "");
                  s.broadcast().emit();
                }),
        node("R10", "room-too-long-for-a-subject")
            .states(
                "A room whose subject exceeds NATS's control line is joined locally, an error is reported, the connection stays.")
            .from(Scenarios.HARDENING)
            .only(WireDialect.SOCKET_IO_NATS)
            .needs("errors")
            .check(RoomSection::tooLong),
        core("R11", "many-rooms")
            .states(
                "Many rooms do not leak into each other, and who joins later gets nothing of before.")
            .from(Scenarios.ROOMS)
            .check(RoomSection::manyRooms));
  }

  private static void wildcardNames(Scenario s, List<String> odd, String plain) {
    s.join(s.each("/", 0), odd.toArray(String[]::new));
    s.join(s.each("/", 0), plain);
    s.join(s.each("/", 1), plain);
    List<Broadcast> broadcasts = new ArrayList<>();
    broadcasts.add(s.broadcast().to(plain));
    odd.forEach(name -> broadcasts.add(s.broadcast().to(name)));
    broadcasts.add(s.broadcast().to("ab"));
    broadcasts.add(s.broadcast().to(s.own("/", 2).id()));
    broadcasts.add(s.broadcast());
    s.emitAll(broadcasts);
  }

  private static void tooLong(Scenario s) {
    String room = "long-" + "x".repeat(TOO_LONG);
    Client member = s.own("/", 0);
    JsonNode before = s.cluster().stats(s.node()).path("errors");
    s.join(member, room);
    s.broadcast().to(room).elsewhere(Due.MAYBE).emit();
    JsonNode errors = s.cluster().stats(s.node()).path("errors");
    s.require(
        !errors.isEmpty() && !errors.equals(before),
        Kind.STATE,
        "the error listener to hear that the room's subject is too long",
        "it heard %s".formatted(errors));
    s.broadcast().emit();
    for (Node sibling : s.siblings()) {
      s.broadcast().on(sibling).emit();
    }
  }

  private static void manyRooms(Scenario s) {
    String stem = s.fresh("m");
    List<Broadcast> broadcasts = new ArrayList<>();
    for (int i = 0; i < MANY; i++) {
      String room = stem + "-" + i;
      s.join(s.each("/", i % 3), room);
      broadcasts.add(s.broadcast().to(room));
    }
    s.emitAll(broadcasts);
    s.fence();
    s.join(s.each("/", 1), stem + "-0");
    s.broadcast().to(stem + "-0").emit();
  }
}

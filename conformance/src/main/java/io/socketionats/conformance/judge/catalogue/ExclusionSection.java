package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.Requirement.core;
import static io.socketionats.conformance.judge.catalogue.Requirement.extension;
import static io.socketionats.conformance.judge.catalogue.Requirement.node;
import static io.socketionats.conformance.judge.cluster.Cluster.CHAT;

import io.socketionats.conformance.judge.client.Client;
import java.util.List;

/** X: who is left out. */
final class ExclusionSection {
  private ExclusionSection() {}

  static List<Requirement> requirements() {
    return List.of(
        core("X01", "broadcast-excludes-the-sender")
            .states(
                "A broadcast from a socket reaches every client of the namespace but that socket, on all nodes.")
            .from(Scenarios.BROADCASTING)
            .check(
                s -> {
                  s.broadcast().from(s.own("/", 0)).emit();
                  s.broadcast().from(s.own(CHAT, 1)).emit();
                }),
        core("X02", "room-broadcast-excludes-the-sender")
            .states(
                "A broadcast from a socket to a room that it is in reaches the other members only.")
            .from(Scenarios.BROADCASTING)
            .check(
                s -> {
                  String room = s.fresh("club");
                  s.join(s.each("/", 0), room);
                  s.join(s.own("/", 1), room);
                  s.broadcast().from(s.own("/", 0)).to(room).emit();
                  s.broadcast().from(s.own("/", 0)).to(room, s.fresh("empty")).emit();
                }),
        core("X03", "except-socket-ids")
            .states("A socket id in except leaves that socket out, wherever it is.")
            .from(Scenarios.FRAMES)
            .check(
                s -> {
                  String room = s.fresh("most");
                  s.join(s.each("/", 0), room);
                  s.join(s.each("/", 1), room);
                  for (Client client : s.each("/", 0)) {
                    s.broadcast().except(client.id()).emit();
                    s.broadcast().to(room).except(client.id()).emit();
                  }
                  s.broadcast().except(Scenarios.ids(s.each("/", 2)).toArray(String[]::new)).emit();
                }),
        extension("X04", "except-a-room")
            .states("A room in except leaves all of its members out, on every node.")
            .from(Scenarios.BROADCASTING)
            .needs("except-rooms")
            .check(
                s -> {
                  String out = s.fresh("out");
                  s.join(s.each("/", 0), out);
                  s.broadcast().except(out).emit();
                }),
        extension("X05", "union-less-a-room")
            .states(
                "Members of several rooms less the members of an excepted room get the event once.")
            .from(Scenarios.BROADCASTING)
            .needs("except-rooms")
            .check(
                s -> {
                  String a = s.fresh("a");
                  String b = s.fresh("b");
                  String out = s.fresh("out");
                  s.join(s.each("/", 0), a, b);
                  s.join(s.each("/", 1), a, out);
                  s.join(s.each("/", 2), b);
                  s.broadcast().to(a, b).except(out).emit();
                  s.broadcast().to(a).except(out).emit();
                }),
        core("X06", "except-unknown-ids")
            .states(
                "Ids that nobody has change nothing; a sender stays excluded after leaving its own-id room.")
            .from(Scenarios.FRAMES)
            .check(
                s -> {
                  s.broadcast().except("nobody-has-this-id").emit();
                  String room = s.fresh("r");
                  s.join(s.each("/", 0), room);
                  s.broadcast()
                      .to(room)
                      .except("AAAAAAAAAAAAAAAAAAAA", "/#IgmDEM31FWOvx370AAAA")
                      .emit();
                  Client sender = s.guest(s.node(), "/");
                  s.leave(sender, sender.id());
                  s.broadcast().from(sender).emit();
                }),
        core("X09", "exceptions-of-a-broadcast-from-a-socket")
            .states(
                "A broadcast from a socket leaves out that socket and those that it excepts, of one node or of several.")
            .from(Scenarios.BROADCASTING)
            .check(
                s -> {
                  String room = s.fresh("others");
                  s.join(s.each("/", 0), room);
                  s.join(s.each("/", 1), room);
                  Client sender = s.own("/", 0);
                  String[] out = Scenarios.ids(s.each("/", 1)).toArray(String[]::new);
                  s.broadcast().from(sender).except(out).emit();
                  s.broadcast().from(sender).to(room).except(out[0]).emit();
                  s.broadcast().from(sender).to(room, s.fresh("empty")).except(out).emit();
                  s.broadcast().from(sender).to(sender.id(), s.own("/", 2).id()).emit();
                  s.broadcast().from(s.own(CHAT, 0)).to(s.each(CHAT, 1).get(0).id()).emit();
                }),
        node("X07", "predicate-exclusion")
            .states(
                "An exclusion by predicate in the server's own broadcast API is applied on its node, and the rest of the cluster gets the event.")
            .from("netty-socketio, BroadcastOperations.sendEvent(name, predicate, data)")
            .needs("broadcast-operations")
            .check(
                s -> {
                  String room = s.fresh("ops");
                  s.join(s.each("/", 0), room);
                  s.join(s.own("/", 1), room);
                  s.broadcast()
                      .through("broadcast-operations")
                      .to(room)
                      .except(s.own("/", 0).id())
                      .emit();
                  s.broadcast().through("broadcast-operations").to(room).emit();
                  s.broadcast().through("broadcast-operations").in(CHAT).emit();
                }));
  }
}

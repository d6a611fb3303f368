package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.Requirement.core;
import static io.socketionats.conformance.judge.cluster.Cluster.CHAT;

import io.socketionats.conformance.Json;
import io.socketionats.conformance.dialect.Frame;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.scenario.Scenario;
import io.socketionats.conformance.judge.verdict.Emission;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.judge.wire.WireLine;
import io.socketionats.conformance.launch.node.Node;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** W: what frames must not hold, the uids in them, and how their JSON may be written. */
final class FrameSection {
  private FrameSection() {}

  static List<Requirement> requirements() {
    return List.of(
        core("W14", "nothing-more-in-a-frame")
            .states(
                "A frame holds the event and its options and nothing else: no further key in packet, opts or flags, and no room, id or flag that was not asked for.")
            .from(Scenarios.FRAMES)
            .check(FrameSection::nothingMore),
        core("W15", "one-uid-for-a-node")
            .states(
                "A node has one uid for all of its namespaces and rooms, and no other node has it.")
            .from(Scenarios.FRAMES)
            .only(WireDialect.SOCKET_IO_NATS)
            .check(FrameSection::oneUid),
        core("W16", "uids-that-are-nearly-equal")
            .states("Only a frame with exactly a node's own uid is its own.")
            .from(Scenarios.RECEIVING)
            .check(FrameSection::nearlyOwnUids),
        core("W17", "any-spelling-of-json")
            .states(
                "White space, escapes, the order of keys and the way a number is written change nothing in a frame's JSON.")
            .from("RFC 8259")
            .check(s -> Scenarios.payloads(s, "W17")));
  }

  private static void nothingMore(Scenario s) {
    String room = s.fresh("only");
    s.join(s.each("/", 0), room);
    Client sender = s.own("/", 0);
    List<Emission> emissions =
        s.emitAll(
            List.of(
                s.broadcast().flag("volatile", true).flag("compress", false).except(sender.id()),
                s.broadcast(),
                s.broadcast().to(room),
                s.broadcast().in(CHAT),
                s.broadcast().to(room, s.fresh("other")).except("nobody"),
                s.broadcast().from(sender),
                s.broadcast().from(sender).to(room),
                s.broadcast().args(Json.array())));
    s.fence();
    for (Emission emission : emissions) {
      s.requireFrame(emission);
      s.requireFrame(
          emission,
          "a frame with no more in it than the broadcast to %s says".formatted(emission.target()),
          line -> s.dialect().surplus(line.payload()).isEmpty() && saysNothingTwice(s, line));
    }
    s.requireFrame(
        emissions.get(1),
        "no flags where none were set",
        line -> s.dialect().decode(line.payload()).flags().isEmpty());
  }

  private static boolean saysNothingTwice(Scenario s, WireLine line) {
    Frame frame = s.dialect().decode(line.payload());
    return Set.copyOf(frame.rooms()).size() == frame.rooms().size()
        && Set.copyOf(frame.except()).size() == frame.except().size();
  }

  private static void oneUid(Scenario s) {
    String room = s.fresh("uid");
    s.join(s.each("/", 0), room);
    for (Node node : s.siblings()) {
      String uid = s.cluster().uidOf(node).orElse("");
      List<Emission> own =
          s.emitAll(
              List.of(
                  s.broadcast().on(node),
                  s.broadcast().on(node).in(CHAT),
                  s.broadcast().on(node).to(room)));
      s.fence();
      own.forEach(
          emission ->
              s.requireFrame(
                  emission,
                  "a frame of uid '%s', which %s has used before".formatted(uid, node),
                  line -> line.uid().equals(uid) && !uid.isEmpty()));
    }
    long uids =
        s.nodes().stream().flatMap(node -> s.cluster().uidOf(node).stream()).distinct().count();
    s.require(
        uids == s.nodes().size(),
        Kind.WIRE,
        "each of %d nodes to have a uid of its own".formatted(s.nodes().size()),
        "there are %d".formatted(uids));
  }

  private static void nearlyOwnUids(Scenario s) {
    for (Node node : s.siblings()) {
      String uid = s.cluster().uidOf(node).orElse("none");
      Set<String> alike =
          new LinkedHashSet<>(
              List.of(
                  uid.toLowerCase(Locale.ROOT),
                  uid.toUpperCase(Locale.ROOT),
                  uid + "x",
                  "x" + uid,
                  " " + uid,
                  uid.substring(0, uid.length() - 1),
                  "a much longer uid than any node would take for itself"));
      alike.remove(uid);
      for (String other : alike) {
        String event = s.eventName();
        s.outsider()
            .publish(
                s.subject("/"),
                s.dialect().encodeEvent(other, "/", List.of(), event, Json.of(1)),
                s.outsider().expected(event, "/", List.of(), List.of(), true));
      }
    }
  }
}

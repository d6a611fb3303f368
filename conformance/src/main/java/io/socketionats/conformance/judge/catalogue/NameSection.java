package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.Requirement.core;

import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.client.Received;
import io.socketionats.conformance.judge.scenario.Broadcast;
import io.socketionats.conformance.judge.scenario.Scenario;
import io.socketionats.conformance.judge.verdict.Emission;
import io.socketionats.conformance.judge.verdict.Emission.Due;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.launch.node.Node;
import java.util.ArrayList;
import java.util.List;

/** Names are text, compared as they are: rooms, namespaces, events. */
final class NameSection {
  /** Names that trimming, folding, normalising or decoding would take for one another. */
  private static final List<List<String>> NEARLY_EQUAL =
      List.of(
          List.of("Blue", "blue", "BLUE"),
          List.of("caf\u00e9", "cafe\u0301", "cafe"),
          List.of("\ufb01x", "fix", "\uff46ix"),
          List.of("stra\u00dfe", "strasse"),
          List.of("\u0130", "i", "I", "\u0131"),
          List.of("\u212b", "\u00c5", "A\u030a"),
          List.of(" edge", "edge", "edge ", "edge\u00a0", "\tedge"),
          List.of("in  side", "in side"),
          List.of("1", "01", "1.0", "1e0", "+1"),
          List.of("true", "null", "undefined", "NaN"),
          List.of("a%2Fb", "a/b", "a%252Fb"),
          List.of("p%20q", "p q", "p+q"),
          List.of("x.y", "x", "y", "x_y", "x-y"),
          List.of("/", "//", "/chat"),
          List.of("\"quoted\"", "quoted", "'quoted'"),
          List.of("zero\u200bwidth", "zerowidth", "zero\ufeffwidth"));

  /** Around what a field, a column or a token may be limited to; the subject fits NATS. */
  private static final int[] LENGTHS = {
    31, 32, 33, 63, 64, 65, 127, 128, 129, 255, 256, 257, 1000, 3500
  };

  private static final List<String> NAMESPACES =
      List.of(
          "caf\u00e9",
          "cafe\u0301",
          "\ud83d\ude00",
          "Case",
          "case",
          "a.b",
          "a",
          "a/b",
          "a%2Fb",
          "*",
          ">",
          "q\"",
          "{k}+1",
          "constructor");

  private static final List<String> EVENTS =
      List.of(
          "message",
          "data",
          "a b",
          " edge ",
          "caf\u00e9",
          "cafe\u0301",
          "\ud83d\ude00",
          "Case",
          "case",
          "1",
          "constructor",
          "__proto__",
          "toString",
          "a.b.*",
          "q\"\\",
          "\u0001",
          "error:x",
          "true");

  private NameSection() {}

  static List<Requirement> requirements() {
    return List.of(
        core("R14", "rooms-that-are-nearly-equal")
            .states(
                "Rooms whose names differ in case, in Unicode's forms, in blanks at the edge or in encoding are different rooms.")
            .from(Scenarios.ROOMS)
            .check(NameSection::nearlyEqualRooms),
        core("R15", "long-room-names")
            .states("Long names of rooms count to their last character.")
            .from(Scenarios.SUBJECTS)
            .check(NameSection::longRooms),
        core("N10", "odd-namespace-names")
            .states(
                "Namespaces with names beyond ASCII, in other case, in Unicode's forms, with dots and wildcards are namespaces of their own.")
            .from(Scenarios.SUBJECTS)
            .needs("namespaces")
            .check(NameSection::oddNamespaces),
        core("P16", "odd-event-names")
            .states("Names of events arrive as they are, whatever is in them.")
            .from("Socket.IO documentation, Emitting events")
            .check(NameSection::oddEvents));
  }

  private static void nearlyEqualRooms(Scenario s) {
    List<Broadcast> broadcasts = new ArrayList<>();
    for (List<String> alike : NEARLY_EQUAL) {
      for (int i = 0; i < alike.size(); i++) {
        s.join(s.each("/", i % 3), alike.get(i));
      }
      alike.forEach(room -> broadcasts.add(s.broadcast().to(room)));
      broadcasts.add(s.broadcast().to(alike.get(0), alike.get(1)));
    }
    s.emitAll(broadcasts);
    s.fence();
    NEARLY_EQUAL.forEach(alike -> s.leave(s.each("/", 0), alike.get(0)));
    s.emitAll(NEARLY_EQUAL.stream().map(alike -> s.broadcast().to(alike.get(1))).toList());
  }

  private static void longRooms(Scenario s) {
    String stem = s.fresh("long");
    List<Broadcast> broadcasts = new ArrayList<>();
    for (int length : LENGTHS) {
      String most = stem + "x".repeat(length - stem.length() - 1);
      s.join(s.each("/", 0), most + "0");
      s.join(s.each("/", 1), most + "1");
      broadcasts.add(s.broadcast().to(most + "0"));
      broadcasts.add(s.broadcast().to(most + "1"));
      broadcasts.add(s.broadcast().to(most));
    }
    s.emitAll(broadcasts);
  }

  private static void oddNamespaces(Scenario s) {
    List<Node> able = ScaleSection.able(s); // of other implementations one node is enough
    able.removeIf(host -> !s.siblings().contains(host) && !host.name().endsWith("-1"));
    String stem = "/" + s.fresh("odd");
    List<Broadcast> broadcasts = new ArrayList<>();
    for (String name : NAMESPACES) {
      String namespace = stem + name;
      s.open(able, namespace);
      broadcasts.add(s.broadcast().in(namespace));
      broadcasts.add(s.broadcast().in(namespace).to("room"));
    }
    for (String name : NAMESPACES) {
      s.join(s.guests(able, stem + name), "room");
    }
    s.emitAll(broadcasts);
  }

  private static void oddEvents(Scenario s) {
    String room = s.fresh("names");
    s.join(s.each("/", 0), room);
    List<Emission> emissions =
        s.emitAll(EVENTS.stream().map(name -> s.broadcast().titled(name).to(room)).toList());
    s.fence();
    for (int i = 0; i < emissions.size(); i++) {
      String name = EVENTS.get(i);
      Emission emission = emissions.get(i);
      s.requireFrame(
          emission,
          "a frame of the event %s".formatted(name),
          line -> s.dialect().decode(line.payload()).event().equals(name));
      for (Client client : s.each("/", 0)) {
        for (Received received : client.inbox().of(emission.event())) {
          if (emission.due().get(client) == Due.ONCE && !received.event().equals(name)) {
            s.finding(
                Kind.CORRUPTED,
                client.node(),
                "client %s to get the event '%s'".formatted(client, name),
                "it got '%s'".formatted(received.event()));
          }
        }
      }
    }
  }
}

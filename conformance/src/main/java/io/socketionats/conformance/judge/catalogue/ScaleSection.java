package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.Requirement.core;
import static io.socketionats.conformance.judge.catalogue.Requirement.node;
import static io.socketionats.conformance.judge.catalogue.Scenarios.args;

import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.scenario.Broadcast;
import io.socketionats.conformance.judge.scenario.Scenario;
import io.socketionats.conformance.judge.verdict.Emission;
import io.socketionats.conformance.launch.node.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Every dimension at one, few and many: members, rooms, unions, exceptions, frames, namespaces. */
final class ScaleSection {
  /** Beyond 100, the most likely limit that a person would set. */
  private static final int CROWD = 105;

  /** Beyond 128, a likely limit of tables and sets. */
  private static final int MANY = 130;

  private static final int NAMESPACES = 16;
  private static final int BURST = 1300;
  private static final int EACH = 150;

  /** Around the numbers at which lists, sets and buffers grow or end. */
  static final int[] SIZES = {
    1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 15, 16, 17, 20, 31, 32, 33, 50, 63, 64, 65, 99, 100, 101,
    127, 128, 129, 255, 256, 257
  };

  private ScaleSection() {}

  static List<Requirement> requirements() {
    return List.of(
        node("R12", "many-members-on-a-node")
            .states("A broadcast reaches every member, be there one or more than 100 on a node.")
            .from(Scenarios.ROOMS)
            .check(ScaleSection::crowd),
        core("R13", "many-rooms-of-one-client")
            .states(
                "A client may be in hundreds of rooms: it hears each of them, once, and those that it stays in when it leaves others.")
            .from(Scenarios.ROOMS)
            .check(ScaleSection::manyRooms),
        core("U06", "unions-of-many-rooms")
            .states(
                "In a union of any number of rooms the first, the last and those in the middle count alike.")
            .from(Scenarios.ROOMS)
            .check(ScaleSection::unions),
        core("X08", "many-exceptions")
            .states("Any number of ids may be excepted, and the last of them counts as the first.")
            .from(Scenarios.BROADCASTING)
            .check(ScaleSection::exceptions),
        core("O08", "many-frames-in-a-row")
            .states(
                "Broadcasts at a rate of thousands a second arrive, each once and in their order.")
            .from("NATS: messages of one publisher are kept in order")
            .check(
                s -> {
                  String room = s.fresh("fast");
                  String event = s.eventName();
                  s.join(s.each("/", 0), room);
                  List<Broadcast> burst = new ArrayList<>();
                  for (int i = 0; i < BURST; i++) {
                    burst.add(s.broadcast().named(event).to(room).args(args(i)));
                  }
                  s.emitAll(burst);
                }),
        core("O09", "several-publishers-at-once")
            .states(
                "What several nodes and strangers publish at the same time arrives, in the order of each.")
            .from("NATS: messages of one publisher are kept in order")
            .check(ScaleSection::together),
        node("N09", "many-namespaces")
            .states("A node may serve many namespaces, and each gets its own broadcasts only.")
            .from(Scenarios.NAMESPACES)
            .needs("namespaces")
            .check(ScaleSection::manyNamespaces),
        core("N11", "namespace-without-clients-on-the-node")
            .states("A node without clients in a namespace broadcasts to those of other nodes.")
            .from(Scenarios.NAMESPACES)
            .needs("namespaces")
            .check(
                s -> {
                  String namespace = "/" + s.fresh("elsewhere");
                  List<Node> able = able(s);
                  s.open(able, namespace);
                  able.stream()
                      .filter(host -> host != s.node())
                      .forEach(host -> s.guest(host, namespace));
                  s.broadcast().in(namespace).emit();
                  List<Client> guests = in(s, namespace);
                  s.join(guests, "room");
                  s.broadcast().in(namespace).to("room").emit();
                  s.broadcast().in(namespace).to("room", "empty").emit();
                }));
  }

  /** The nodes that can open a namespace at run time. */
  static List<Node> able(Scenario s) {
    return s.nodes().stream()
        .filter(host -> host.can("namespaces"))
        .collect(Collectors.toCollection(ArrayList::new));
  }

  static List<Client> in(Scenario s, String namespace) {
    return s.everybody().stream().filter(client -> client.namespace().equals(namespace)).toList();
  }

  /** On the first node, whose own broadcasts are local to them; those of the last are not. */
  private static void crowd(Scenario s) {
    String room = s.fresh("crowd");
    Node other = s.siblings().get(s.siblings().size() - 1);
    List<Client> crowd = s.guests(Collections.nCopies(CROWD, s.node()), "/");
    s.join(crowd, room);
    for (Node speaker : List.of(s.node(), other)) {
      s.broadcast().on(speaker).to(room).emit();
      s.broadcast().on(speaker).emit();
      s.broadcast().on(speaker).to(room, "nobody").emit();
    }
    s.outsider().publishEvent(s.subject("/", room), "/", List.of(room));
    s.outsider().publishEvent(s.subject("/"), "/", List.of(room, "nobody"));
    s.outsider().publishEvent(s.subject("/"), "/", List.of());
  }

  private static void manyRooms(Scenario s) {
    String stem = s.fresh("n");
    List<String> rooms = IntStream.range(0, MANY).mapToObj(i -> stem + "-" + i).toList();
    s.join(s.each("/", 0), rooms.toArray(String[]::new));
    s.join(s.each("/", 1), rooms.get(MANY - 1));
    s.emitAll(rooms.stream().map(room -> s.broadcast().to(room)).toList());
    s.broadcast().emit();
    s.broadcast().to(rooms).emit();
    s.fence();
    List<String> left = IntStream.range(0, MANY / 2).mapToObj(i -> rooms.get(2 * i)).toList();
    s.leave(s.each("/", 0), left.toArray(String[]::new));
    s.emitAll(
        IntStream.range(0, MANY)
            .filter(i -> i % 7 == 0 || i == MANY - 1)
            .mapToObj(i -> s.broadcast().to(rooms.get(i)))
            .toList());
    s.broadcast().to(left).emit();
  }

  /**
   * Of three clients one is in the first and the last room, one in the last or first, one in none.
   */
  private static void unions(Scenario s) {
    String stem = s.fresh("u");
    String other = s.fresh("v");
    s.join(s.each("/", 0), stem + "-first", stem + "-last", other + "-first");
    s.join(s.each("/", 1), stem + "-last");
    s.join(s.each("/", 2), other + "-first", other + "-last");
    List<Broadcast> unions = new ArrayList<>();
    for (int size : SIZES) {
      unions.add(s.broadcast().to(union(stem, size)));
      List<String> turned = union(other, size); // the rooms with members come into the middle
      Collections.rotate(turned, size / 2);
      unions.add(s.broadcast().to(turned));
    }
    s.emitAll(unions);
  }

  private static List<String> union(String stem, int size) {
    List<String> rooms = new ArrayList<>(List.of(stem + "-first"));
    IntStream.range(2, size).forEach(i -> rooms.add(stem + "-" + i));
    if (size > 1) {
      rooms.add(stem + "-last");
    }
    return rooms;
  }

  private static void exceptions(Scenario s) {
    List<String> ids = Scenarios.ids(s.each("/", 1));
    List<Broadcast> broadcasts = new ArrayList<>();
    for (int size : SIZES) {
      List<String> except = new ArrayList<>();
      IntStream.range(0, size).forEach(i -> except.add("AAAAAAAAAAAAAAAAA" + (100 + i)));
      except.addAll(ids);
      broadcasts.add(s.broadcast().except(except.toArray(String[]::new)));
      Collections.reverse(except);
      broadcasts.add(s.broadcast().except(except.toArray(String[]::new)));
    }
    s.emitAll(broadcasts);
  }

  /** Frames of two strangers in turn, and behind them those of the emitter's nodes. */
  private static void together(Scenario s) {
    String room = s.fresh("together");
    s.join(s.each("/", 0), room);
    List<Broadcast> bursts = new ArrayList<>();
    for (int i = 0; i < EACH; i++) {
      String event = s.eventName();
      s.cluster()
          .witness()
          .publish(
              s.subject("/", room),
              s.dialect().encodeEvent("stranger" + i % 2, "/", List.of(room), event, Json.of(1)));
      s.record(s.outsider().expected(event, "/", List.of(room), List.of(), true));
      s.siblings().forEach(sibling -> bursts.add(s.broadcast().on(sibling).to(room)));
    }
    s.emitAll(bursts);
  }

  private static void manyNamespaces(Scenario s) {
    String stem = "/" + s.fresh("many");
    Node host = s.siblings().get(s.siblings().size() - 1);
    List<Broadcast> near = new ArrayList<>();
    List<Broadcast> far = new ArrayList<>();
    for (int i = 0; i < NAMESPACES; i++) {
      String namespace = stem + "-" + i;
      s.open(s.siblings(), namespace);
      s.join(s.guest(host, namespace), "room");
      near.add(s.broadcast().on(host).in(namespace));
      far.add(s.broadcast().in(namespace).to("room"));
      s.outsider().publishEvent(s.subject(namespace), namespace, List.of());
      s.outsider().publishEvent(s.subject(namespace, "room"), namespace, List.of("room"));
    }
    s.emitAll(near);
    List<Emission> sent = s.emitAll(far);
    s.fence();
    sent.forEach(s::requireFrame);
  }
}

package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.Requirement.core;
import static io.socketionats.conformance.judge.catalogue.Requirement.node;
import static io.socketionats.conformance.judge.cluster.Cluster.CHAT;

import io.socketionats.conformance.Json;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.scenario.Scenario;
import io.socketionats.conformance.judge.verdict.Emission;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.node.RefusedException;
import java.util.List;
import java.util.Optional;

/** N: namespaces. */
final class NamespaceSection {
  private NamespaceSection() {}

  static List<Requirement> requirements() {
    return List.of(
        core("N01", "namespace-broadcast")
            .states("A broadcast to a namespace reaches each of its clients once, on every node.")
            .from(Scenarios.NAMESPACES)
            .check(
                s -> {
                  s.broadcast().emit();
                  s.broadcast().in(CHAT).emit();
                }),
        core("N02", "namespaces-are-apart")
            .states(
                "A broadcast to a namespace or to a room in it reaches no client of another namespace.")
            .from(Scenarios.NAMESPACES)
            .check(
                s -> {
                  String room = s.fresh("shared");
                  s.join(s.each("/", 0), room);
                  s.join(s.each(CHAT, 0), room);
                  s.broadcast().in(CHAT).emit();
                  s.broadcast().in(CHAT).to(room).emit();
                  s.broadcast().to(room).emit();
                  s.broadcast().to(room, s.fresh("other")).emit();
                }),
        core("N03", "default-namespace-is-slash")
            .states("The default namespace is \"/\" on the broker, whatever the server calls it.")
            .from(Scenarios.SUBJECTS)
            .check(
                s -> {
                  Emission emission = s.broadcast().emit();
                  s.outsider().publishEvent(s.subject("/"), "/", List.of());
                  s.fence();
                  s.requireFrame(
                      emission,
                      "a frame with nsp \"/\" on '%s'".formatted(s.subject("/")),
                      line ->
                          line.subject().equals(s.subject("/"))
                              && s.dialect().decode(line.payload()).namespace().equals("/")
                              && line.text().contains("\"nsp\":\"/\""));
                }),
        core("N04", "absent-namespace")
            .states(
                "A node without a namespace neither subscribes to it nor fails when others use it.")
            .from(Scenarios.SUBJECTS)
            .emitterNeeds("namespaces")
            .check(
                s -> {
                  String solo = "/" + s.fresh("solo");
                  s.open(List.of(s.node()), solo);
                  s.guest(s.node(), solo);
                  Emission emission = s.broadcast().in(solo).emit();
                  requireHeardOnlyBy(s, s.node(), s.subject(solo));
                  s.outsider().publishEvent(s.subject(solo), solo, List.of());
                  s.fence();
                  s.requireFrame(emission);
                  s.broadcast().emit();
                }),
        core("N05", "room-named-like-its-namespace")
            .states("A room named like its namespace reaches explicit joiners only.")
            .from(Scenarios.ROOMS)
            .check(
                s -> {
                  s.join(s.each(CHAT, 0), CHAT);
                  s.join(s.each("/", 0), "/");
                  s.broadcast().in(CHAT).to(CHAT).emit();
                  s.broadcast().to("/").emit();
                  s.outsider().publishEvent(s.subject(CHAT), CHAT, List.of(CHAT));
                  s.outsider().publishEvent(s.subject("/"), "/", List.of("/"));
                  s.broadcast().to("").emit();
                }),
        node("N06", "namespace-life-cycle")
            .states(
                "A namespace created at run time is subscribed; when it is removed its subscriptions are gone.")
            .from(Scenarios.SUBJECTS)
            .needs("namespaces")
            .check(NamespaceSection::lifeCycle),
        core("N07", "namespaces-with-wildcards")
            .states(
                "Namespaces whose names hold \".\", \"*\" or \">\" do not receive each other's broadcasts.")
            .from(Scenarios.RECEIVING)
            .needs("namespaces")
            .check(NamespaceSection::wildcards),
        node("N08", "namespace-with-white-space")
            .states(
                "A namespace with white space or a line end is refused with a clear error, and the node lives.")
            .from(Scenarios.HARDENING)
            .needs("namespaces")
            .check(NamespaceSection::whiteSpace));
  }

  private static void lifeCycle(Scenario s) {
    String namespace = "/" + s.fresh("late");
    String subject = s.subject(namespace);
    for (Node node : s.siblings()) {
      s.open(List.of(node), namespace);
      s.guest(node, namespace);
    }
    Scenarios.subscriptions(s, subject, s.siblings().size(), "when each node has opened it");
    s.broadcast().in(namespace).emit();
    s.fence();
    List<Client> guests =
        s.everybody().stream().filter(client -> client.namespace().equals(namespace)).toList();
    for (Client guest : guests) {
      s.disconnect(guest);
    }
    s.siblings().forEach(node -> s.close(node, namespace));
    Scenarios.eventually(s, subject, 0, "when all nodes have closed it");
    s.broadcast().emit();
  }

  private static void wildcards(Scenario s) {
    String stem = "/" + s.fresh("x");
    List<String> namespaces = List.of(stem, stem + ".y", stem + ".*", stem + ">");
    List<Node> able = s.nodes().stream().filter(node -> node.can("namespaces")).toList();
    for (String namespace : namespaces) {
      s.open(able, namespace);
      s.guests(able, namespace);
    }
    List<Client> members =
        s.everybody().stream().filter(client -> client.namespace().equals(stem)).toList();
    s.join(members, "y");
    s.broadcast().in(stem).to("y").emit();
    for (String namespace : namespaces) {
      s.broadcast().in(namespace).emit();
    }
  }

  private static void whiteSpace(Scenario s) {
    for (String name : List.of("/with space", "/with\ttab", "/with\r\nline end")) {
      try {
        s.node().request(Json.object().put("op", "open").put("namespace", name));
        s.require(
            false,
            Kind.STATE,
            "namespace %s to be refused".formatted(Json.of(name)),
            "it was opened");
        s.node().request(Json.object().put("op", "close").put("namespace", name));
      } catch (RefusedException e) {
        s.require(
            e.getMessage().length() > "node".length() && !e.unsupported(),
            Kind.STATE,
            "a clear error",
            e.getMessage());
      }
    }
    s.broadcast().emit();
  }

  /**
   * Requires that nobody but one node has a subscription that hears a subject, wildcards included.
   * Whose a connection is, is told by the own-id rooms of its node's clients; where a dialect has
   * no subjects for rooms, there must be no more than one connection.
   */
  private static void requireHeardOnlyBy(Scenario s, Node allowed, String subject) {
    String expected = "nobody but %s to subscribe to '%s'".formatted(allowed, subject);
    int connections = 0;
    for (List<String> connection : s.cluster().broker().subscriptions()) {
      List<String> hearing =
          connection.stream()
              .filter(subscription -> WireDialect.hears(subscription, subject))
              .toList();
      Optional<Node> owner = ownerOf(s, connection).filter(node -> node != allowed);
      if (!hearing.isEmpty() && owner.isPresent()) {
        s.finding(Kind.WIRE, owner.get(), expected, "%s holds %s".formatted(owner.get(), hearing));
      } else if (!hearing.isEmpty()) {
        connections++;
      }
    }
    s.require(connections <= 1, Kind.WIRE, expected, connections + " connections do");
  }

  private static Optional<Node> ownerOf(Scenario s, List<String> connection) {
    return s.everybody().stream()
        .filter(client -> s.dialect().hasRoomSubjects())
        .filter(client -> connection.contains(s.subject(client.namespace(), client.id())))
        .map(Client::node)
        .findFirst();
  }
}

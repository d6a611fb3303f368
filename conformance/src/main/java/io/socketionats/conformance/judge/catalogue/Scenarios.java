package io.socketionats.conformance.judge.catalogue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.scenario.Scenario;
import io.socketionats.conformance.judge.verdict.Emission;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import java.util.ArrayList;
import java.util.List;

/** Steps that several sections share. */
final class Scenarios {
  static final String SUBJECTS = "protocol.md, Subjects";
  static final String FRAMES = "protocol.md, Frames";
  static final String RECEIVING = "protocol.md, Receiving";
  static final String HARDENING = "protocol.md, Where this implementation is stricter";
  static final String ROOMS = "Socket.IO documentation, Rooms";
  static final String BROADCASTING = "Socket.IO documentation, Broadcasting events";
  static final String NAMESPACES = "Socket.IO documentation, Namespaces";

  private Scenarios() {}

  /**
   * Publishes every golden payload of a requirement, and after each a good broadcast that everybody
   * must get.
   */
  static void payloads(Scenario s, String requirement) {
    String subject = s.subject("/");
    for (JsonNode vector : Vectors.receive(requirement)) {
      String event = s.eventName();
      Vectors.Payload payload = Vectors.Payload.of(vector, event, s.dialect());
      s.outsider().publish(subject, "/", event, payload.bytes(), payload.deliver());
      s.broadcast().emit();
    }
  }

  /** A JSON array of any values. */
  static ArrayNode args(Object... values) {
    ArrayNode array = Json.array();
    for (Object value : values) {
      array.add(Json.of(value));
    }
    return array;
  }

  /** Requires that the broker holds a number of subscriptions to a subject. */
  static void subscriptions(Scenario s, String subject, long wanted, String when) {
    long held = s.subscriptions(subject);
    s.require(
        held == wanted,
        Kind.WIRE,
        "%d subscriptions to '%s' %s".formatted(wanted, subject, when),
        "the broker holds %d".formatted(held));
  }

  /**
   * Requires that the number of subscriptions to a subject comes to a value, as after a connection
   * has ended.
   */
  static void eventually(Scenario s, String subject, long wanted, String when) {
    boolean reached =
        s.eventually(
            "%d subscriptions to %s".formatted(wanted, subject),
            () -> s.subscriptions(subject) == wanted);
    s.require(
        reached,
        Kind.WIRE,
        "%d subscriptions to '%s' %s".formatted(wanted, subject, when),
        "the broker still holds %d".formatted(s.subscriptions(subject)));
  }

  /**
   * Requires that each client that an oracle allows to got at least one of several best-effort
   * events.
   */
  static void someOf(Scenario s, List<Emission> emissions, List<Client> clients) {
    for (Client client : clients) {
      boolean any =
          emissions.stream().anyMatch(emission -> !client.inbox().of(emission.event()).isEmpty());
      if (!any) {
        s.finding(
            Kind.LOST,
            client.node(),
            "client %s to get at least one of %d best-effort events while idle"
                .formatted(client, emissions.size()),
            "none came");
      }
    }
  }

  static List<String> ids(List<Client> clients) {
    List<String> ids = new ArrayList<>();
    clients.forEach(client -> ids.add(client.id()));
    return ids;
  }
}

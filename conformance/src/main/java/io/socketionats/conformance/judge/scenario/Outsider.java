package io.socketionats.conformance.judge.scenario;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.verdict.Emission;
import io.socketionats.conformance.judge.verdict.Emission.Due;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Somebody on the bus who is no node of the cluster: a server that the harness does not know, or an
 * emitter. What it publishes is an emission of the scenario like any other.
 */
public final class Outsider {
  private final Scenario scenario;

  Outsider(Scenario scenario) {
    this.scenario = scenario;
  }

  /**
   * Publishes a payload as somebody on the bus; every client of the namespace must get its event,
   * or nobody.
   */
  public Emission publish(
      String subject, String namespace, String event, byte[] payload, boolean deliver) {
    return publish(subject, payload, expected(event, namespace, List.of(), List.of(), deliver));
  }

  /** Publishes a well-formed frame as a foreign node that addresses rooms. */
  public Emission publishEvent(String subject, String namespace, List<String> rooms) {
    String event = scenario.eventName();
    byte[] payload = scenario.dialect().encodeEvent("foreign", namespace, rooms, event, Json.of(1));
    return publish(subject, payload, expected(event, namespace, rooms, List.of(), true));
  }

  /**
   * Publishes a frame of a foreign node with any options; the members of the rooms must get its
   * event.
   */
  public Emission publishOptions(String subject, ObjectNode opts, List<String> rooms) {
    String event = scenario.eventName();
    byte[] payload = scenario.dialect().encodeEvent("foreign", "/", opts, event, Json.of(1));
    return publish(subject, payload, expected(event, "/", rooms, List.of(), true));
  }

  /** Publishes a payload whose expectations the caller has made with {@link #expected}. */
  public Emission publish(String subject, byte[] payload, Emission emission) {
    scenario.cluster().witness().publish(subject, payload);
    scenario.cluster().witness().flush();
    return scenario.record(emission);
  }

  /** The expectations of a frame that does not come from a node. */
  public Emission expected(
      String event, String namespace, List<String> rooms, List<String> except, boolean deliver) {
    Map<Client, Due> due =
        new HashMap<>(scenario.expect(namespace, rooms, except, Optional.empty()));
    if (!deliver) {
      due.replaceAll((client, expected) -> Due.NEVER);
    }
    return new Emission(
        event,
        new Emission.Source(Optional.empty(), Emission.HARNESS),
        new Emission.Reach(namespace, rooms, except, false),
        true,
        new Emission.Content(Json.array().add(1), (wanted, came) -> true),
        due);
  }

  /**
   * The expectations of a broadcast by an emitter on the emitter's node, which is no server and
   * excludes nobody.
   */
  public Emission emitted(String publisher, String namespace, List<String> rooms) {
    String event = scenario.eventName();
    return scenario.record(
        new Emission(
            event,
            new Emission.Source(Optional.empty(), publisher),
            new Emission.Reach(namespace, rooms, List.of(), false),
            true,
            new Emission.Content(Json.array().add(1), Json::same),
            scenario.expect(namespace, rooms, List.of(), Optional.empty())));
  }
}

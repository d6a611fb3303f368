package io.socketionats.conformance.judge.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.launch.node.Node;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A check of one requirement by clients of one kind over one transport. */
public final class Visit implements AutoCloseable {
  private final Service service;
  private final ClientPrograms programs;
  private final ClientKind kind;
  private final ClientKind.Transport transport;
  private final Duration limit;
  private final List<Guest> guests = new ArrayList<>();

  /**
   * @param limit how long a client may wait for what must come
   */
  public Visit(Service service, ClientPrograms programs, Visitor visitor, Duration limit) {
    this.service = service;
    this.programs = programs;
    this.kind = visitor.kind();
    this.transport = visitor.transport();
    this.limit = limit;
  }

  public ClientKind kind() {
    return kind;
  }

  public ClientKind.Transport transport() {
    return transport;
  }

  /** Such as {@code js-2 by polling}. */
  public String client() {
    return "%s by %s".formatted(kind.id(), transport.label());
  }

  /** A client in {@code /} that stays from one requirement to the next. */
  public Guest guest() {
    Guest guest = service.lasting().computeIfAbsent(client(), fresh -> begin("/", Map.of()));
    guest.awaitConnected();
    return guest;
  }

  /**
   * The client that stays has been spoilt: the next requirement gets a new one. Others may be in
   * the middle of a check with it, so it is left to them.
   */
  public void giveUp() {
    service.putAside(client());
  }

  /** A client of this requirement alone that is let in. */
  public Guest connect(String namespace) {
    Guest guest = begin(namespace, Map.of());
    guests.add(guest);
    guest.awaitConnected();
    return guest;
  }

  /** A client of this requirement alone that asks to be let in. */
  public Guest ask(String namespace, Map<String, String> credentials) {
    Guest guest = begin(namespace, credentials);
    guests.add(guest);
    return guest;
  }

  private Guest begin(String namespace, Map<String, String> credentials) {
    return programs.connect(
        kind,
        new ConnectOptions(
            service.node().hello().url().toString(), namespace, transport, credentials, false),
        Service.unique("v"),
        limit);
  }

  /** A text that nobody has used in this run. */
  public String unique() {
    return Service.unique("e");
  }

  private ObjectNode request(String op, String namespace) {
    return Json.object().put("op", op).put("namespace", namespace);
  }

  /** Lets the node put a client into a room. */
  public void join(Guest guest, String namespace, String room) {
    membership("join", guest, namespace, room);
  }

  /** Lets the node take a client out of a room. */
  public void leave(Guest guest, String namespace, String room) {
    membership("leave", guest, namespace, room);
  }

  private void membership(String op, Guest guest, String namespace, String room) {
    ObjectNode request = request(op, namespace).put("socket", guest.tag());
    request.putArray("rooms").add(room);
    service.request(service.node(), request);
  }

  /** Lets the node broadcast to a room, or to everybody. */
  public void broadcast(String namespace, String room, String event, ArrayNode args) {
    broadcast(service.node(), namespace, room, event, args);
  }

  /** Lets another node broadcast. */
  public void broadcastElsewhere(String namespace, String room, String event, ArrayNode args) {
    broadcast(service.other(), namespace, room, event, args);
  }

  private void broadcast(Node from, String namespace, String room, String event, ArrayNode args) {
    service.request(from, emit(namespace, room, event, args));
  }

  private ObjectNode emit(String namespace, String room, String event, ArrayNode args) {
    ObjectNode request = request("emit", namespace).put("event", event);
    request.set("args", args);
    ArrayNode rooms = request.putArray("rooms");
    if (!room.isEmpty()) {
      rooms.add(room);
    }
    return request;
  }

  /** Lets the node broadcast the numbers from 0 up to a number, each as an event. */
  public void count(String namespace, String room, String event, int upTo) {
    ObjectNode batch = Json.object().put("op", "batch");
    ArrayNode ops = batch.putArray("ops");
    for (int i = 0; i < upTo; i++) {
      ops.add(emit(namespace, room, event, Guest.args(i)));
    }
    service.request(service.node(), batch);
  }

  /** Whether the node counts a client among its own. */
  public boolean isListed(Guest guest, String namespace) {
    JsonNode sockets =
        service.request(service.node(), request("sockets", namespace)).path("sockets");
    for (JsonNode socket : sockets) {
      if (socket.path("tag").asText().equals(guest.tag())) {
        return true;
      }
    }
    return false;
  }

  /** Waits until the node does not count a client among its own any more. */
  public void awaitGone(Guest guest, String namespace) {
    long end = System.nanoTime() + limit.toNanos();
    while (isListed(guest, namespace)) {
      if (System.nanoTime() - end > 0) {
        throw new Unmet(
            "the node to see that a client has gone", "it lists it still after " + limit);
      }
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * Requires something.
   *
   * @throws Unmet if it does not hold
   */
  public void require(boolean holds, String expected, Object came) {
    if (!holds) {
      throw new Unmet(expected, "it got " + came);
    }
  }

  /**
   * Requires that JSON is as it has to be, numbers by their value.
   *
   * @throws Unmet if it is not
   */
  public void requireSame(JsonNode expected, JsonNode came) {
    if (!Json.same(expected, came)) {
      throw new Unmet(Json.shortened(expected), "it got " + Json.shortened(came));
    }
  }

  /** Ends the clients of this requirement. */
  @Override
  public void close() {
    guests.forEach(Guest::close);
  }
}

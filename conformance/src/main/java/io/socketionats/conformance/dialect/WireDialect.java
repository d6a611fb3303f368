package io.socketionats.conformance.dialect;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Subject rules and frame encoding as the harness knows them: written apart from any adapter, so
 * that an adapter is never judged by its own code.
 */
public enum WireDialect {
  /** Array frames {@code [uid, packet, opts]}; a subject for each room. */
  @JsonProperty("socket.io-nats")
  SOCKET_IO_NATS("socket.io-nats", "socket.io"),
  /** Object frames {@code {fromUid, packet, opts}}; one subject for each namespace. */
  @JsonProperty("mickl")
  MICKL("mickl", "socketIO");

  private final String id;
  private final String defaultKey;

  WireDialect(String id, String defaultKey) {
    this.id = id;
    this.defaultKey = defaultKey;
  }

  public String id() {
    return id;
  }

  /** The dialect of an id, such as {@code mickl}; empty when there is none. */
  public static Optional<WireDialect> of(String id) {
    return Stream.of(values()).filter(one -> one.id.equals(id)).findFirst();
  }

  /** The key that nodes use when none is set. */
  public String defaultKey() {
    return defaultKey;
  }

  /** Whether a broadcast to one room has a subject of its own. */
  public boolean hasRoomSubjects() {
    return this == SOCKET_IO_NATS;
  }

  /** The subject that a broadcast belongs on. */
  public String subject(Address address, String namespace, List<String> rooms) {
    String base = address.key() + address.delimiter() + namespace;
    Set<String> distinct = new LinkedHashSet<>(rooms);
    if (!hasRoomSubjects() || distinct.size() != 1) {
      return base;
    }
    String room = base + address.delimiter() + EncodeUri.encode(distinct.iterator().next());
    return isSubscribable(room) ? room : base;
  }

  /**
   * Whether nats-server accepts a subscription to the subject: no empty token, {@code >} only as
   * the last one.
   */
  public static boolean isSubscribable(String subject) {
    String[] tokens = subject.split("\\.", -1);
    for (int i = 0; i < tokens.length; i++) {
      if (tokens[i].isEmpty() || (tokens[i].equals(">") && i < tokens.length - 1)) {
        return false;
      }
    }
    return subject.getBytes(StandardCharsets.UTF_8).length <= LONGEST_SUBJECT
        && subject.chars().noneMatch(Character::isWhitespace);
  }

  /**
   * Leaves room for {@code SUB }, a subscription id and the line end in a control line of 4096
   * bytes.
   */
  private static final int LONGEST_SUBJECT = 4096 - 20;

  /** Whether a subscription hears a subject, by NATS's wildcards. */
  public static boolean hears(String subscription, String subject) {
    String[] wanted = subscription.split("\\.", -1);
    String[] tokens = subject.split("\\.", -1);
    for (int i = 0; i < wanted.length; i++) {
      if (wanted[i].equals(">")) {
        return i < tokens.length;
      }
      if (i >= tokens.length || !(wanted[i].equals("*") || wanted[i].equals(tokens[i]))) {
        return false;
      }
    }
    return wanted.length == tokens.length;
  }

  private byte[] encode(String uid, ObjectNode packet, ObjectNode opts) {
    JsonNode frame =
        this == SOCKET_IO_NATS
            ? Json.array().add(uid).add(packet).add(opts)
            : Json.object().put("fromUid", uid).<ObjectNode>set("packet", packet).set("opts", opts);
    return Json.text(frame).getBytes(StandardCharsets.UTF_8);
  }

  /** An event frame without exclusions and flags. */
  public byte[] encodeEvent(
      String uid, String namespace, List<String> rooms, String event, JsonNode... args) {
    ObjectNode opts = Json.object();
    opts.set("rooms", Json.of(rooms));
    opts.set("except", Json.array());
    opts.set("flags", Json.object());
    return encodeEvent(uid, namespace, opts, event, args);
  }

  /** An event frame with any options. */
  public byte[] encodeEvent(
      String uid, String namespace, ObjectNode opts, String event, JsonNode... args) {
    ObjectNode packet = Json.object().put("type", 2);
    packet.set("data", Json.array().add(event).addAll(List.of(args)));
    packet.put("nsp", namespace);
    return encode(uid, packet, opts);
  }

  /**
   * Reads what a node published.
   *
   * @throws IllegalArgumentException when it is no frame of this dialect; the message says why
   */
  public Frame decode(byte[] payload) {
    JsonNode json = Json.parse(new String(payload, StandardCharsets.UTF_8));
    if (this == SOCKET_IO_NATS) {
      if (!json.isArray() || json.size() != 3) {
        throw new IllegalArgumentException("a frame must be a JSON array of exactly 3 elements");
      }
      return Frame.of(json.get(0), json.get(1), json.get(2));
    }
    if (!json.isObject()) {
      throw new IllegalArgumentException("a frame must be a JSON object");
    }
    return Frame.of(json.path("fromUid"), json.path("packet"), json.path("opts"));
  }

  /**
   * The keys in a frame, its packet, its options and its flags that the protocol does not know.
   *
   * @throws IllegalArgumentException when it is no frame of this dialect
   */
  public Set<String> surplus(byte[] payload) {
    decode(payload);
    JsonNode json = Json.parse(new String(payload, StandardCharsets.UTF_8));
    boolean array = this == SOCKET_IO_NATS;
    JsonNode packet = array ? json.get(1) : json.path("packet");
    JsonNode opts = array ? json.get(2) : json.path("opts");
    Set<String> surplus = new LinkedHashSet<>();
    addOthers(surplus, array ? Json.object() : json, Set.of("fromUid", "packet", "opts"));
    addOthers(surplus, packet, Set.of("type", "data", "nsp", "attachments"));
    addOthers(surplus, opts, Set.of("rooms", "except", "flags"));
    addOthers(surplus, opts.path("flags"), FLAGS);
    return surplus;
  }

  /** What the Socket.IO generations 1 to 4 know. */
  private static final Set<String> FLAGS =
      Set.of("broadcast", "json", "volatile", "compress", "binary");

  private static void addOthers(Set<String> surplus, JsonNode object, Set<String> known) {
    object.properties().stream()
        .map(Map.Entry::getKey)
        .filter(key -> !known.contains(key))
        .forEach(surplus::add);
  }

  /**
   * A golden payload, which is written in dialect {@code socket.io-nats}, as this dialect would
   * write it.
   */
  public String translate(String payload) {
    if (this == SOCKET_IO_NATS) {
      return payload;
    }
    JsonNode json;
    try {
      json = Json.parse(payload);
    } catch (IllegalArgumentException e) {
      return payload;
    }
    if (json.isObject() && json.has("fromUid")) {
      return Json.text(
          Json.array().add(json.path("fromUid")).add(json.path("packet")).add(json.path("opts")));
    }
    if (!json.isArray() || json.isEmpty() || json.equals(Json.array().add("x"))) {
      return payload;
    }
    ObjectNode object = Json.object();
    object.set("fromUid", json.get(0));
    if (json.size() > 1) {
      object.set("packet", json.get(1));
    }
    if (json.size() > 2) {
      object.set("opts", json.get(2));
    }
    return Json.text(object);
  }
}

package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.Requirement.core;
import static io.socketionats.conformance.judge.cluster.Cluster.CHAT;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.dialect.Frame;
import io.socketionats.conformance.dialect.TravellingBytes;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.client.Client;
import io.socketionats.conformance.judge.scenario.Broadcast;
import io.socketionats.conformance.judge.scenario.Scenario;
import io.socketionats.conformance.judge.verdict.Emission;
import io.socketionats.conformance.judge.verdict.Emission.Due;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.judge.wire.WireLine;
import io.socketionats.conformance.launch.node.Node;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** W: subjects and frames. What frames must not hold is in {@link FrameSection}. */
final class WireSection {
  private WireSection() {}

  static List<Requirement> requirements() {
    return List.of(
        core("W01", "namespace-subject")
            .states("A broadcast to a namespace is one frame on key + delimiter + namespace.")
            .from(Scenarios.SUBJECTS)
            .check(
                s -> {
                  Emission root = s.broadcast().emit();
                  Emission chat = s.broadcast().in(CHAT).emit();
                  s.fence();
                  s.requireFrame(root);
                  s.requireFrame(chat);
                }),
        core("W02", "room-subject")
            .states(
                "A broadcast to one room is one frame on that room's subject, and opts.rooms holds the unencoded name.")
            .from(Scenarios.SUBJECTS)
            .check(
                s -> {
                  String room = s.fresh("the room");
                  s.join(s.each("/", 0), room);
                  Emission one = s.broadcast().to(room).emit();
                  s.fence();
                  s.requireFrame(one);
                }),
        core("W03", "several-rooms-one-frame")
            .states(
                "A broadcast to two or more rooms is one frame on the namespace subject that lists all rooms.")
            .from(Scenarios.SUBJECTS)
            .check(
                s -> {
                  String a = s.fresh("a");
                  String b = s.fresh("b");
                  s.join(s.each("/", 0), a);
                  s.join(s.each("/", 1), b);
                  Emission both = s.broadcast().to(a, b).emit();
                  s.fence();
                  s.requireFrame(both);
                }),
        core("W04", "frame-shape")
            .states(
                "A frame is the JSON array [uid, {type, data, nsp}, opts] with type 2 for text events, and says what the golden frames say.")
            .from(Scenarios.FRAMES)
            .only(WireDialect.SOCKET_IO_NATS)
            .check(
                s -> {
                  Emission root = s.broadcast().args(Scenarios.args("text", 1)).emit();
                  s.fence();
                  s.requireFrame(
                      root,
                      "a frame [uid, {\"type\":2,\"data\":[…],\"nsp\":\"/\"}, {…}]",
                      WireSection::hasShape);
                  goldenFrames(s);
                }),
        core("W05", "missing-options-mean-none")
            .states("Missing or null opts, rooms, except and flags mean \"none\".")
            .from(Scenarios.RECEIVING)
            .check(s -> Scenarios.payloads(s, "W05")),
        core("W06", "own-frames-are-dropped")
            .states("A node drops a frame with its own uid; every other node delivers it.")
            .from(Scenarios.RECEIVING)
            .check(WireSection::ownUid),
        core("W07", "missing-nsp-means-root")
            .states("A frame whose packet has no nsp belongs to the namespace \"/\".")
            .from(Scenarios.RECEIVING)
            .check(s -> Scenarios.payloads(s, "W07")),
        core("W08", "packet-absent")
            .states("A frame without a packet is ignored.")
            .from(Scenarios.RECEIVING)
            .check(s -> Scenarios.payloads(s, "W08")),
        core("W09", "foreign-nsp-is-ignored")
            .states(
                "A frame whose packet.nsp is not the subscription's namespace is ignored, although the subject matched.")
            .from(Scenarios.RECEIVING)
            .check(WireSection::foreignNamespace),
        core("W10", "exactly-three-elements")
            .states(
                "A sender publishes exactly three elements; a receiver ignores what follows and never publishes it again.")
            .from(Scenarios.HARDENING)
            .only(WireDialect.SOCKET_IO_NATS)
            .check(WireSection::fourElements),
        core("W11", "unknown-keys-and-headers")
            .states("Unknown keys in packet or opts, and NATS headers, change nothing.")
            .from(Scenarios.RECEIVING)
            .check(
                s -> {
                  Scenarios.payloads(s, "W11");
                  String event = s.eventName();
                  Emission emission = s.outsider().expected(event, "/", List.of(), List.of(), true);
                  s.cluster()
                      .witness()
                      .publish(
                          s.subject("/"),
                          "Sio-Test",
                          "1",
                          s.dialect().encodeEvent("foreign", "/", List.of(), event, Json.of(1)));
                  s.cluster().witness().flush();
                  s.record(emission);
                }),
        core("W12", "room-encoding")
            .states(
                "The room part of a subject is JavaScript's encodeURI of the name, byte for byte.")
            .from(Scenarios.SUBJECTS)
            .only(WireDialect.SOCKET_IO_NATS)
            .check(WireSection::encoding),
        core("W13", "numeric-rooms")
            .states("A room that arrives as a JSON number is the room of that text.")
            .from(Scenarios.FRAMES)
            .check(WireSection::numericRooms));
  }

  private static boolean hasShape(WireLine line) {
    JsonNode frame = Json.parse(new String(line.payload(), StandardCharsets.UTF_8));
    JsonNode packet = frame.path(1);
    return frame.isArray()
        && frame.size() == 3
        && frame.path(0).isTextual()
        && packet.path("type").isInt()
        && packet.path("type").asInt() == 2
        && packet.path("data").isArray()
        && packet.path("nsp").isTextual()
        && frame.path(2).isObject();
  }

  /** Broadcasts what {@code frames.json} says, and requires the frames that it says. */
  private static void goldenFrames(Scenario s) {
    List<JsonNode> vectors = new ArrayList<>();
    List<Broadcast> broadcasts = new ArrayList<>();
    for (JsonNode vector : Vectors.read("frames.json")) {
      vectors.add(vector);
      broadcasts.add(broadcast(s, vector));
    }
    List<Emission> emissions = s.emitAll(broadcasts);
    s.fence();
    for (int i = 0; i < vectors.size(); i++) {
      JsonNode vector = vectors.get(i);
      s.requireFrame(
          emissions.get(i),
          "the golden frame '%s': %s".formatted(vector.path("name").asText(), vector),
          line -> isGolden(s, vector, line));
    }
  }

  private static Broadcast broadcast(Scenario s, JsonNode vector) {
    JsonNode call = vector.path("call");
    ArrayNode args = Json.array();
    call.path("args").forEach(args::add);
    Broadcast broadcast =
        s.broadcast()
            .in(call.path("namespace").asText("/"))
            .args(args)
            .arrivesAs(argumentsOf(vector.path("packet").path("data")))
            .compare((wanted, came) -> Json.same(wanted, TravellingBytes.of(came)));
    call.path("rooms").forEach(room -> broadcast.to(room.asText()));
    call.path("except").forEach(id -> broadcast.except(id.asText()));
    call.path("flags")
        .properties()
        .forEach(flag -> broadcast.flag(flag.getKey(), flag.getValue().asBoolean()));
    return broadcast;
  }

  private static ArrayNode argumentsOf(JsonNode data) {
    ArrayNode args = Json.array();
    data.forEach(args::add);
    args.remove(0);
    return args;
  }

  /**
   * Whether a frame says what a golden one says, under this cluster's key and with its own event
   * name.
   */
  private static boolean isGolden(Scenario s, JsonNode vector, WireLine line) {
    String tail = vector.path("subject").asText().substring(s.dialect().defaultKey().length());
    JsonNode packet = vector.path("packet");
    JsonNode opts = vector.path("opts");
    Frame frame = s.dialect().decode(line.payload());
    return line.subject().equals(s.cluster().address().key() + tail)
        && frame.type() == packet.path("type").asInt()
        && frame.namespace().equals(packet.path("nsp").asText())
        && Json.same(argumentsOf(frame.data()), argumentsOf(packet.path("data")))
        && Json.same(Json.of(frame.rooms()), orEmpty(opts.path("rooms"), Json.array()))
        && Json.same(Json.of(frame.except()), orEmpty(opts.path("except"), Json.array()))
        && Json.same(frame.flags(), orEmpty(opts.path("flags"), Json.object()));
  }

  private static JsonNode orEmpty(JsonNode value, JsonNode empty) {
    return value.isMissingNode() ? empty : value;
  }

  private static void ownUid(Scenario s) {
    for (Node node : s.nodes()) {
      Optional<String> uid = s.cluster().uidOf(node);
      if (uid.isEmpty()) {
        s.finding(Kind.WIRE, node, "frames of node %s to name its uid".formatted(node), "none did");
        continue;
      }
      String event = s.eventName();
      Emission echo = s.outsider().expected(event, "/", List.of(), List.of(), true);
      Map<Client, Due> due = new HashMap<>(echo.due());
      due.replaceAll((client, expected) -> client.node() == node ? Due.NEVER : expected);
      s.outsider()
          .publish(
              s.subject("/"),
              s.dialect().encodeEvent(uid.get(), "/", List.of(), event, Json.of(1)),
              echo.expecting(due));
    }
    s.broadcast().emit();
  }

  private static void foreignNamespace(Scenario s) {
    Scenarios.payloads(s, "W09");
    String event = s.eventName();
    s.outsider()
        .publish(
            s.subject("/"),
            s.dialect().encodeEvent("foreign", CHAT, List.of(), event, Json.of(1)),
            s.outsider().expected(event, CHAT, List.of(), List.of(), false));
    String room = s.fresh("r");
    s.join(s.each("/", 0), room);
    String second = s.eventName();
    s.outsider()
        .publish(
            s.subject("/", room),
            s.dialect().encodeEvent("foreign", CHAT, List.of(), second, Json.of(1)),
            s.outsider().expected(second, CHAT, List.of(), List.of(), false));
    s.broadcast().emit();
  }

  private static void fourElements(Scenario s) {
    Scenarios.payloads(s, "W10");
    s.fence();
    s.flushAll();
    s.emissions().stream().filter(emission -> !emission.isOfHarness()).forEach(s::requireFrame);
  }

  private static void encoding(Scenario s) {
    List<Broadcast> broadcasts = new ArrayList<>();
    List<String> encoded = new ArrayList<>();
    List<String> rooms = new ArrayList<>();
    for (JsonNode vector : Vectors.read("encode-uri.json")) {
      String room = vector.path("room").asText();
      String subject =
          s.subject("/") + s.cluster().address().delimiter() + vector.path("encoded").asText();
      if (!vector.path("error").asBoolean() && WireDialect.isSubscribable(subject)) {
        rooms.add(room);
        encoded.add(subject);
        broadcasts.add(s.broadcast().to(room));
      }
    }
    s.join(s.each("/", 0), rooms.toArray(String[]::new));
    List<Emission> emissions = s.emitAll(broadcasts);
    s.fence();
    for (int i = 0; i < emissions.size(); i++) {
      String subject = encoded.get(i);
      s.requireFrame(
          emissions.get(i),
          "room %s on subject '%s'".formatted(Json.of(rooms.get(i)), subject),
          line -> line.subject().equals(subject));
    }
  }

  private static void numericRooms(Scenario s) {
    s.join(s.each("/", 0), "123");
    s.join(s.each("/", 1), "1230");
    ObjectNode opts = Json.object();
    opts.set("rooms", Json.array().add(123));
    for (String subject : List.of(s.subject("/", "123"), s.subject("/"))) {
      s.outsider().publishOptions(subject, opts, List.of("123"));
    }
    s.broadcast().to("123").emit();
  }
}

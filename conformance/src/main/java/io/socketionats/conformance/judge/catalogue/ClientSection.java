package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.Requirement.client;
import static io.socketionats.conformance.judge.service.Guest.args;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.service.ClientKind;
import io.socketionats.conformance.judge.service.ClientKind.Transport;
import io.socketionats.conformance.judge.service.Guest;
import io.socketionats.conformance.judge.service.Unmet;
import io.socketionats.conformance.judge.service.Visit;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** T: what clients of every generation, over every transport, find at a node. */
final class ClientSection {
  private static final String SOURCE = "Socket.IO, documentation of the server and its clients";
  private static final String SCRIPTS = "grüß 日本 \u2028 é \"\\";
  private static final int MANY = 120;
  private static final int HUNDRED_KB = 100_000;
  private static final int TWO_MB = 2_000_000;
  private static final long HEARTBEATS_MS = 3_500;

  private ClientSection() {}

  static List<Requirement> requirements() {
    return List.of(
        client("T01", "one-room-all-generations")
            .states(
                "An event to a room reaches its members of all generations with the same arguments, once.")
            .from(SOURCE)
            .visit(ClientSection::oneRoom),
        client("T02", "left-room")
            .states("Who has left a room gets nothing of it any more, whatever the transport.")
            .from(SOURCE)
            .visit(ClientSection::leftRoom),
        client("T03", "events-during-upgrade")
            .states(
                "Events are neither lost nor doubled nor reordered while a client goes over to WebSocket.")
            .from(SOURCE)
            .visit(ClientSection::duringUpgrade),
        client("T06", "bytes-down")
            .states(
                "Bytes of a broadcast reach clients as bytes, also deep in an argument, also empty ones.")
            .from(SOURCE)
            .visit(v -> broadcastBytes(v, false)),
        client("T10", "welcome")
            .states("What a connection listener sends comes after the client is connected.")
            .from(SOURCE)
            .visit(
                v -> {
                  Guest guest = v.connect("/");
                  v.requireSame(args(Map.of()), guest.awaitEvent("auth"));
                }),
        client("T11", "credentials")
            .states("The server hears of a client's credentials when it enters a namespace.")
            .from(SOURCE)
            .visit(
                v -> {
                  Guest guest = v.ask("/chat", Map.of("token", "abc"));
                  guest.awaitConnected();
                  String came = guest.awaitEvent("auth").path(0).path("token").asText();
                  v.require(came.equals("abc"), "the token 'abc' at the server", "'" + came + "'");
                }),
        client("T12", "ack-from-the-server")
            .states("An event is acknowledged by the server with its arguments.")
            .from(SOURCE)
            .visit(v -> acknowledged(v, v.guest())),
        client("T13", "ack-from-the-client")
            .states("The server hears of a client's acknowledgement with its arguments.")
            .from(SOURCE)
            .visit(v -> answered(v, v.guest(), args("q", List.of(1)))),
        client("T14", "acks-in-a-namespace")
            .states("Acknowledgements go both ways in a namespace of its own.")
            .from(SOURCE)
            .visit(
                v -> {
                  Guest guest = v.connect("/chat");
                  acknowledged(v, guest);
                  answered(v, guest, args("q"));
                }),
        client("T15", "bytes-up")
            .states(
                "Bytes of a client reach the server as bytes, whatever they begin with, and come back as they were.")
            .from(SOURCE)
            .visit(v -> echoed(v, bytes("AAEC/w==", "MTI6", ""))),
        client("T16", "nested-bytes-up")
            .states("Bytes deep in an argument are bytes.")
            .from(SOURCE)
            .visit(v -> echoed(v, nestedBytes())),
        client("T17", "bytes-in-an-ack-of-the-server")
            .states("The server's acknowledgement may hold bytes.")
            .from(SOURCE)
            .visit(
                v ->
                    v.requireSame(nestedBytes(), v.guest().ask("message-with-ack", nestedBytes()))),
        client("T18", "bytes-in-an-ack-of-the-client")
            .states("A client's acknowledgement may hold bytes.")
            .from(SOURCE)
            .visit(v -> answered(v, v.guest(), nestedBytes())),
        client("T20", "bytes-from-another-node")
            .states("Bytes of a broadcast on another node reach clients as bytes.")
            .from(SOURCE)
            .visit(v -> broadcastBytes(v, true)),
        client("T21", "what-looks-like-bytes")
            .states(
                "An argument that only looks like bytes reaches the clients of its node as it is.")
            .from(SOURCE)
            .visit(
                v -> {
                  String event = v.unique();
                  Guest guest = v.guest();
                  ArrayNode sent = args(Map.of("type", "Buffer", "data", List.of(1, 2)));
                  v.broadcast("/", guest.awaitConnected(), event, sent);
                  v.requireSame(sent, guest.awaitEvent(event));
                }),
        client("T22", "100-kilobytes")
            .states("100 kB go both ways.")
            .from(SOURCE)
            .visit(v -> echoed(v, args("x".repeat(HUNDRED_KB)))),
        client("T23", "2-megabytes")
            .states("2 MB go both ways where the server allows them.")
            .from(SOURCE)
            .alone()
            .visit(v -> echoed(v, args("y".repeat(TWO_MB)))),
        client("T24", "any-script")
            .states("Text of any script goes both ways.")
            .from(SOURCE)
            .visit(v -> echoed(v, args(SCRIPTS))),
        client("T26", "rooms-across-nodes")
            .states(
                "A broadcast on another node reaches a room, also with names beyond ASCII, in a namespace too.")
            .from(SOURCE)
            .visit(ClientSection::acrossNodes),
        client("T27", "many-down")
            .states("120 events at a stroke reach a client in their order.")
            .from(SOURCE)
            .visit(
                v -> {
                  String event = v.unique();
                  Guest guest = v.guest();
                  v.count("/", guest.awaitConnected(), event, MANY);
                  requireCounted(v, guest, event, MANY);
                }),
        client("T28", "many-up")
            .states("60 events at a stroke of a client reach the server in their order.")
            .from(SOURCE)
            .visit(
                v -> {
                  Guest guest = v.connect("/");
                  for (int i = 0; i < MANY / 2; i++) {
                    guest.emit("message", args(i));
                  }
                  requireCounted(v, guest, "message-back", MANY / 2);
                }),
        client("T29", "made-to-leave")
            .states("A client that the server makes leave a namespace is told so.")
            .from(SOURCE)
            .visit(
                v -> {
                  Guest guest = v.connect("/chat");
                  guest.emit("kick", args());
                  String reason = guest.awaitDisconnected();
                  v.require(
                      reason.equals("io server disconnect"), "'io server disconnect'", reason);
                  v.awaitGone(guest, "/chat");
                }),
        client("T30", "disconnected")
            .states("A client whose connection the server ends is told so, and is gone.")
            .from(SOURCE)
            .visit(
                v -> {
                  Guest guest = v.connect("/");
                  guest.emit("kick-all", args());
                  guest.awaitDisconnected();
                  v.awaitGone(guest, "/");
                }),
        client("T31", "leaving")
            .states("The server sees that a client has left.")
            .from(SOURCE)
            .visit(
                v -> {
                  Guest guest = v.connect("/chat");
                  v.require(v.isListed(guest, "/chat"), "the node to list it", "no such client");
                  guest.disconnect();
                  v.awaitGone(guest, "/chat");
                }),
        client("T32", "unknown-namespace")
            .states("A client that asks for a namespace that is not there is told so.")
            .from(SOURCE)
            .visit(v -> refused(v, v.ask("/nowhere", Map.of()), "Invalid namespace")),
        client("T33", "refused")
            .states(
                "A client that a namespace refuses is told why, and is nobody's recipient there.")
            .from(SOURCE)
            .visit(
                v -> {
                  Guest guest = v.ask("/secret", Map.of());
                  refused(v, guest, "refused");
                  String event = v.unique();
                  v.broadcast("/secret", "", event, args());
                  v.require(!v.isListed(guest, "/secret"), "nobody in '/secret'", "a client there");
                  v.require(guest.events(event).isEmpty(), "no event", event);
                }),
        client("T34", "let-in")
            .states("A client with the right credentials is let in.")
            .from(SOURCE)
            .visit(v -> v.ask("/secret", Map.of("token", "open")).awaitConnected()),
        client("T35", "refused-at-the-door")
            .states("A client that the default namespace refuses is told why.")
            .from(SOURCE)
            .visit(v -> refused(v, v.ask("/", Map.of("token", "shut")), "refused")),
        client("T37", "idle")
            .states("A client that says nothing stays connected over several heartbeats.")
            .from(SOURCE)
            .visit(ClientSection::idle));
  }

  private static ArrayNode bytes(String... base64) {
    ArrayNode args = Json.array();
    for (String each : base64) {
      args.addObject().put("$bytes", each);
    }
    return args;
  }

  private static ArrayNode nestedBytes() {
    ArrayNode args = Json.array();
    ObjectNode outer = args.addObject();
    outer.putArray("a").add("t").addObject().set("b", bytes("AAEC/w==").get(0));
    args.add("end");
    return args;
  }

  private static void oneRoom(Visit v) {
    Guest guest = v.guest();
    String room = v.unique();
    String event = v.unique();
    ArrayNode sent = args(1, "a", Map.of("k", List.of(true, 2.5)));
    v.join(guest, "/", room);
    v.broadcast("/", room, event, sent);
    v.requireSame(sent, guest.awaitEvent(event));
    fence(v, guest);
    v.require(guest.events(event).size() == 1, "it once", guest.events(event).size() + " times");
  }

  private static void leftRoom(Visit v) {
    Guest guest = v.guest();
    String room = v.unique();
    String event = v.unique();
    v.join(guest, "/", room);
    v.leave(guest, "/", room);
    v.broadcast("/", room, event, args());
    fence(v, guest);
    v.require(guest.events(event).isEmpty(), "no event of the room", event);
  }

  /** When this has come, everything before it has. */
  private static void fence(Visit v, Guest guest) {
    String event = v.unique();
    v.broadcast("/", guest.awaitConnected(), event, args());
    guest.awaitEvent(event);
  }

  private static void duringUpgrade(Visit v) {
    Guest guest = v.connect("/");
    String event = v.unique();
    v.count("/", guest.awaitConnected(), event, MANY);
    if (v.transport() == Transport.UPGRADE && v.kind() != ClientKind.JAVA_2) {
      guest.await("to upgrade", one -> one.what() == Guest.What.UPGRADED);
    }
    requireCounted(v, guest, event, MANY);
  }

  private static void requireCounted(Visit v, Guest guest, String event, int count) {
    guest.awaitEvent(event, came -> came.path(0).asInt() == count - 1);
    List<Integer> came = guest.events(event).stream().map(one -> one.path(0).asInt()).toList();
    v.require(
        came.equals(IntStream.range(0, count).boxed().toList()),
        "the numbers from 0 to %d in their order".formatted(count - 1),
        came);
  }

  private static void broadcastBytes(Visit v, boolean elsewhere) {
    Guest guest = v.guest();
    String event = v.unique();
    ArrayNode sent = nestedBytes().addAll(bytes("MTI6", ""));
    if (elsewhere) {
      v.broadcastElsewhere("/", "", event, sent);
    } else {
      v.broadcast("/", "", event, sent);
    }
    v.requireSame(sent, guest.awaitEvent(event));
  }

  private static void acknowledged(Visit v, Guest guest) {
    ArrayNode sent = args(1, "a", Map.of("b", List.of()));
    v.requireSame(sent, guest.ask("message-with-ack", sent));
  }

  private static void answered(Visit v, Guest guest, ArrayNode args) {
    ArrayNode sent = args.deepCopy().add(v.unique());
    String last = sent.get(sent.size() - 1).asText();
    guest.emit("ask", sent);
    v.requireSame(
        sent,
        guest.awaitEvent("answered", came -> came.path(came.size() - 1).asText().equals(last)));
  }

  private static void echoed(Visit v, ArrayNode args) {
    ArrayNode sent = args.deepCopy().add(v.unique());
    String last = sent.get(sent.size() - 1).asText();
    Guest guest = v.guest();
    guest.emit("message", sent);
    v.requireSame(
        sent,
        guest.awaitEvent("message-back", came -> came.path(came.size() - 1).asText().equals(last)));
  }

  private static void acrossNodes(Visit v) {
    for (String namespace : List.of("/", "/chat")) {
      Guest guest = namespace.equals("/") ? v.guest() : v.connect(namespace);
      String room = v.unique() + " räum";
      String event = v.unique();
      v.join(guest, namespace, room);
      v.broadcastElsewhere(namespace, room, event, args(7));
      v.requireSame(args(7), guest.awaitEvent(event));
    }
  }

  private static void refused(Visit v, Guest guest, String reason) {
    String came = guest.awaitRefused();
    v.require(came.contains(reason), "to be refused with '%s'".formatted(reason), came);
    v.require(!guest.hasTold(Guest.What.RECEIVED), "nothing else", "an event");
  }

  private static void idle(Visit v) {
    Guest guest = v.connect("/chat");
    try {
      Thread.sleep(HEARTBEATS_MS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unmet("to stay connected", "the check was interrupted");
    }
    v.require(!guest.hasTold(Guest.What.DISCONNECTED), "to stay connected", "a disconnection");
    acknowledged(v, guest);
  }
}

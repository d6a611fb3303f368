package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.RawTalk.entered;
import static io.socketionats.conformance.judge.catalogue.RawTalk.greet;
import static io.socketionats.conformance.judge.catalogue.RawTalk.greeted;
import static io.socketionats.conformance.judge.catalogue.RawTalk.payload;
import static io.socketionats.conformance.judge.catalogue.RawTalk.pollAlive;
import static io.socketionats.conformance.judge.catalogue.RawTalk.pollUntil;
import static io.socketionats.conformance.judge.catalogue.RawTalk.served;
import static io.socketionats.conformance.judge.catalogue.Requirement.client;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.judge.service.RawAnswer;
import io.socketionats.conformance.judge.service.RawConnection;
import io.socketionats.conformance.judge.service.RawHttp;
import io.socketionats.conformance.judge.service.RawSocket;
import io.socketionats.conformance.judge.service.Unmet;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * K31 to K39 and K68 to K79: sessions of Engine.IO that are left, ended, silent, or on their way to
 * a WebSocket, and what HTTP says of them.
 */
final class SessionSection {
  private static final String SOURCE =
      "Engine.IO protocol, versions 3 and 4; engine.io, lib/server.ts and lib/socket.ts";
  private static final String WEBSOCKET = "&transport=websocket";
  private static final String POLLING = "&transport=polling";
  private static final int HEARTBEATS = 5; // together longer than an interval and a timeout
  private static final long A_HEARTBEAT_MS = 900;
  private static final long ON_ITS_WAY_MS = 100;
  private static final long NOTICED_MS = 400;
  private static final Set<String> LAST_WORDS = Set.of("1", "6");

  private SessionSection() {}

  static List<Requirement> requirements() {
    return List.of(
        client("K31", "abandoned-poll")
            .states("A client that leaves in the middle of a poll ends its session.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  String sid = entered(http, version);
                  try (RawConnection connection = http.connection()) {
                    connection.get(http.uri(POLLING + "&sid=" + sid));
                    pause(ON_ITS_WAY_MS);
                  }
                  pause(NOTICED_MS); // else the next poll is a second one beside it, which ends it
                  http.requireEnd(sid, Set.of());
                }),
        client("K32", "requests-after-the-end")
            .states("A session that has ended is unknown to polls, bodies and WebSockets.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  String sid = entered(http, version);
                  http.post(sid, payload(version, "1")).require(200, "ok");
                  http.poll(sid).requireError(1);
                  http.post(sid, payload(version, "42[\"message\",1]")).requireError(1);
                  http.requireNoWebSocket(WEBSOCKET + "&sid=" + sid);
                }),
        client("K33", "silent-client-that-polls")
            .states("The session of a client that polls and sends no heartbeat ends.")
            .from(SOURCE)
            .raw(
                (http, version) ->
                    http.requireEnd(
                        entered(http, version), version == 4 ? Set.of("1", "2", "6") : LAST_WORDS))
            .brisk(),
        client("K34", "heartbeat-by-polling")
            .states("The session of a client that polls lasts as long as its heartbeat.")
            .from(SOURCE)
            .raw(SessionSection::heartbeat)
            .brisk(),
        client("K35", "second-probe")
            .states("A second WebSocket beside a probing one is closed, and the first goes on.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  String sid = entered(http, version);
                  try (RawSocket first = http.connect(WEBSOCKET + "&sid=" + sid)) {
                    first.send("2probe").require("3probe");
                    http.requireNoWebSocket(WEBSOCKET + "&sid=" + sid);
                    served(first.send("5"));
                  }
                }),
        client("K36", "upgrade-that-is-given-up")
            .states("A client that gives up its upgrade polls on, and may try again.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  String sid = entered(http, version);
                  http.connect(WEBSOCKET + "&sid=" + sid).close();
                  try (RawSocket probing = http.connect(WEBSOCKET + "&sid=" + sid)) {
                    probing.send("2probe").requireOneOf("3probe", RawSocket.CLOSED);
                  }
                  greetAgain(http, version, sid);
                  try (RawSocket socket = probe(http, sid)) {
                    served(socket.send("5"));
                  }
                }),
        client("K37", "upgrade-timeout")
            .states(
                "A WebSocket that probes and goes no further is closed, and the client polls on.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  String sid = entered(http, version);
                  try (RawSocket socket = http.connect(WEBSOCKET + "&sid=" + sid)) {
                    socket.send("2probe").require("3probe");
                    socket.requireClose();
                  }
                  greetAgain(http, version, sid);
                })
            .brisk(),
        client("K38", "events-during-the-probe")
            .states(
                "Events between the probe and the upgrade are answered once each, in their order.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  String sid = entered(http, version);
                  try (RawSocket socket = http.connect(WEBSOCKET + "&sid=" + sid)) {
                    socket.send("2probe").require("3probe");
                    http.post(sid, payload(version, "42[\"message\",1]")).require(200, "ok");
                    http.poll(sid).require(200, payload(version, "42[\"message-back\",1]"));
                    http.post(sid, payload(version, "42[\"message\",2]")).require(200, "ok");
                    socket.send("5").send("42[\"message\",3]");
                    socket.require("42[\"message-back\",2]").require("42[\"message-back\",3]");
                  }
                }),
        client("K39", "no-connect-by-polling")
            .states(
                "A client that polls and is in no namespace within the server's limit is disconnected, and others are not.")
            .from(SOURCE)
            .raw(
                4,
                (http, version) -> {
                  try (RawSocket other = greeted(http, version)) {
                    requireEndThoughHeard(http, http.open());
                    served(other);
                  }
                })
            .brisk(),
        client("K68", "body-of-bytes-4")
            .states("In version 4 a body of bytes is refused, and ends the session.")
            .from(SOURCE)
            .raw(
                4,
                (http, version) -> {
                  String sid = entered(http, version);
                  http.post(sid, "42[\"message\",1]".getBytes(StandardCharsets.UTF_8))
                      .requireStatus(400);
                  http.requireEnd(sid, LAST_WORDS);
                }),
        client("K69", "body-of-bytes-3")
            .states("In version 3 a body may be of bytes, with text in UTF-8 beside them.")
            .from(SOURCE)
            .raw(3, SessionSection::bodyOfBytes),
        client("K70", "many-to-a-client-that-polls")
            .states("120 events reach a client that polls, once each and in their order.")
            .from(SOURCE)
            .raw(SessionSection::many),
        client("K71", "text-beyond-the-basic-plane")
            .states("Characters beyond the basic plane go both ways by long-polling.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  String sid = entered(http, version);
                  String text = "\ud83d\ude00 e\u0301 \u2028 \ud834\udd1e";
                  http.post(sid, payload(version, "42[\"message\",\"" + text + "\"]"))
                      .require(200, "ok");
                  RawAnswer answer = http.poll(sid).requireStatus(200);
                  JsonNode came = Json.parse(answer.packets().get(0).substring(2));
                  if (!came.equals(Json.array().add("message-back").add(text))) {
                    throw new Unmet("the same text", "it got " + answer);
                  }
                }),
        client("K72", "just-short-enough")
            .states("A body and a message of the longest length that the server says are served.")
            .from(SOURCE)
            .raw(SessionSection::longest),
        client("K73", "session-of-a-refused-body")
            .states("A session goes on after a body that was too long.")
            .from(SOURCE + "; the body is refused, not its session")
            .raw(
                (http, version) -> {
                  String sid = entered(http, version);
                  http.post(sid, "x".repeat(http.pace().maxPayload() + 1)).requireStatus(413);
                  greetAgain(http, version, sid);
                }),
        client("K74", "websocket-of-nobody")
            .states("A WebSocket for an unknown session, or of an unknown transport, is refused.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  http.requireNoWebSocket(WEBSOCKET + "&sid=nobody");
                  http.requireNoWebSocket("&transport=pigeon");
                  http.requireNoWebSocket("");
                }),
        client("K75", "no-version")
            .states("Who names no version of Engine.IO, or an unknown one, is served as version 3.")
            .from(
                "engine.io, lib/server.ts, computeProtocolRevision; the written protocol has it refused, as servers do that serve version 4 alone")
            .raw(
                3,
                (http, version) -> {
                  for (String query : List.of("EIO=abc", "a=b")) {
                    RawHttp unsaid = http.with(query);
                    String sid = entered(unsaid, version);
                    greetAgain(unsaid, version, sid);
                  }
                }),
        client("K76", "several-requests-of-one-connection")
            .states(
                "A connection serves one request after another, unless the server says otherwise.")
            .from("RFC 9112, 9.3")
            .raw(SessionSection::oneConnection),
        client("K77", "answers-that-nobody-keeps")
            .states("Answers of a session may not be kept by caches, and a body is answered by ok.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  requireHeader(http.get(POLLING), "cache-control", "no-store");
                  String sid = entered(http, version);
                  RawAnswer ok = http.post(sid, payload(version, "42[\"message\",1]"));
                  requireHeader(ok.require(200, "ok"), "cache-control", "no-store");
                  requireHeader(ok, "content-type", "text/html");
                }),
        client("K78", "made-to-go")
            .states(
                "A client whose connection the server closes is told so first, by every transport.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  String sid = entered(http, version);
                  http.post(sid, payload(version, "42[\"kick-all\"]")).require(200, "ok");
                  RawAnswer told = http.poll(sid).requireStatus(200);
                  if (!told.packets().get(0).equals("41")) {
                    throw new Unmet("41 first", "it got " + told);
                  }
                  http.requireEnd(sid, LAST_WORDS);
                  try (RawSocket socket = greeted(http, version)) {
                    socket.send("42[\"kick-all\"]").require("41").requireClose();
                  }
                }),
        client("K79", "polls-of-a-websocket")
            .states("A session that began by WebSocket is not polled: code 3.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  try (RawSocket socket = http.connect()) {
                    String sid = socket.next().replaceFirst("^0\\{\"sid\":\"([^\"]+)\".*$", "$1");
                    http.poll(sid).requireError(3);
                    if (version == 4) {
                      socket.send("40").requireStart("40{");
                    }
                    served(socket);
                  }
                }));
  }

  private static void heartbeat(RawHttp http, int version) {
    String sid = entered(http, version);
    for (int i = 0; i < HEARTBEATS; i++) {
      if (version == 4) {
        http.poll(sid).require(200, "2");
        http.post(sid, "3").require(200, "ok");
      } else {
        http.post(sid, payload(version, "2")).require(200, "ok");
        http.poll(sid).require(200, payload(version, "3"));
        pause(A_HEARTBEAT_MS);
      }
    }
    greetAgain(http, version, sid);
  }

  /** The client answers all pings, so it is not for them that its session ends. */
  private static void requireEndThoughHeard(RawHttp http, String sid) {
    long end = System.nanoTime() + http.limit().toNanos();
    RawAnswer answer = pollAlive(http, 4, sid);
    while (!answer.isError(1)) {
      if (System.nanoTime() - end > 0) {
        throw new Unmet("the session to end", "it goes on, with " + answer);
      }
      answer = pollAlive(http, 4, sid);
    }
  }

  private static RawSocket probe(RawHttp http, String sid) {
    long end = System.nanoTime() + http.limit().toNanos();
    while (true) { // the server may not have seen yet that the one before was given up
      RawSocket socket = http.connect(WEBSOCKET + "&sid=" + sid);
      String came = socket.send("2probe").requireOneOf("3probe", RawSocket.CLOSED);
      if (came.equals("3probe")) {
        return socket;
      }
      socket.close();
      if (System.nanoTime() - end > 0) {
        throw new Unmet("another upgrade", "it was closed");
      }
    }
  }

  /** Shows that a session that polls, and whose client is in the default namespace, is served. */
  private static void greetAgain(RawHttp http, int version, String sid) {
    http.post(sid, payload(version, "42[\"message\",\"again\"]")).require(200, "ok");
    pollUntil(http, version, sid, "42[\"message-back\",\"again\"]");
  }

  private static void bodyOfBytes(RawHttp http, int version) {
    String sid = http.open();
    greet(http, version, sid);
    String event = "451-[\"message\",{\"_placeholder\":true,\"num\":0},\"\u00e4\u65e5\"]";
    http.post(sid, Bytes3.of(event, new byte[] {0, 1, (byte) 255})).require(200, "ok");
    String came = http.poll(sid).requireStatus(200).hex();
    String due =
        Bytes3.hex(event.replace("message", "message-back"), new byte[] {0, 1, (byte) 255});
    if (!came.equals(due)) {
      throw new Unmet("the bytes %s".formatted(due), "it got " + came);
    }
  }

  private static void many(RawHttp http, int version) {
    String sid = entered(http, version);
    List<String> due = new ArrayList<>();
    for (int body = 0; body < 2; body++) {
      StringBuilder sent = new StringBuilder();
      for (int i = 60 * body; i < 60 * (body + 1); i++) {
        sent.append(version == 4 && i > 60 * body ? "\u001e" : "")
            .append(payload(version, "42[\"message\"," + i + "]"));
        due.add("42[\"message-back\"," + i + "]");
      }
      http.post(sid, sent.toString()).require(200, "ok");
    }
    List<String> came = new ArrayList<>();
    while (came.size() < due.size()) {
      came.addAll(http.poll(sid).requireStatus(200).packets());
    }
    if (!came.equals(due)) {
      throw new Unmet("120 events in their order", "it got " + came);
    }
  }

  private static void longest(RawHttp http, int version) {
    int limit = http.pace().maxPayload();
    String sid = entered(http, version);
    String around = "42[\"message\",\"%s\"]";
    int prefix = payload(version, "x".repeat(limit - 10)).length() - (limit - 10);
    int text = limit - prefix - around.length() + 2;
    http.post(sid, payload(version, around.formatted("x".repeat(text)))).require(200, "ok");
    RawAnswer answer = http.poll(sid).requireStatus(200);
    if (!answer.text().contains("message-back")) {
      throw new Unmet("the event to be served", "it got " + answer);
    }
    try (RawSocket socket = greeted(http, version)) {
      String longest = around.formatted("x".repeat(limit - around.length() + 2));
      socket.send(longest).requireStart("42[\"message-back\"");
    }
  }

  private static void oneConnection(RawHttp http, int version) {
    try (RawConnection connection = http.connection()) {
      RawConnection.Answer first = connection.get(http.uri(POLLING)).answer();
      if (first.header("connection").equalsIgnoreCase("close")) {
        return;
      }
      RawConnection.Answer second = connection.get(http.uri("&transport=pigeon")).answer();
      if (second.status() != 400) {
        throw new Unmet("400", "it got " + second);
      }
      RawConnection.Answer third = connection.get(http.uri(POLLING)).answer();
      if (third.status() != 200) {
        throw new Unmet("200", "it got " + third);
      }
    }
  }

  private static void requireHeader(RawAnswer answer, String name, String value) {
    if (!answer.header(name).equals(value)) {
      throw new Unmet(
          "the header %s: %s".formatted(name, value), "it got '%s'".formatted(answer.header(name)));
    }
  }

  private static void pause(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }
}

package io.socketionats.conformance.judge.catalogue;

import static io.socketionats.conformance.judge.catalogue.RawTalk.enter;
import static io.socketionats.conformance.judge.catalogue.RawTalk.entered;
import static io.socketionats.conformance.judge.catalogue.RawTalk.greet;
import static io.socketionats.conformance.judge.catalogue.RawTalk.greeted;
import static io.socketionats.conformance.judge.catalogue.RawTalk.payload;
import static io.socketionats.conformance.judge.catalogue.RawTalk.served;
import static io.socketionats.conformance.judge.catalogue.Requirement.client;

import io.socketionats.conformance.judge.service.Pace;
import io.socketionats.conformance.judge.service.RawAnswer;
import io.socketionats.conformance.judge.service.RawHttp;
import io.socketionats.conformance.judge.service.RawSocket;
import io.socketionats.conformance.judge.service.Unmet;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * K01 to K39: Engine.IO by the letter, in both versions. A session that must end does so while its
 * client answers pings, and the next good one must work.
 */
final class EngineSection {
  private static final String SOURCE =
      "Engine.IO protocol, versions 3 and 4; engine.io, lib/server.ts";
  private static final String WEBSOCKET = "&transport=websocket";

  private EngineSection() {}

  static List<Requirement> requirements() {
    return List.of(
        client("K01", "handshake-by-polling")
            .states(
                "The first answer to a poll is the handshake: sid, upgrades, times, longest payload.")
            .from(SOURCE)
            .raw(EngineSection::handshakeByPolling),
        client("K02", "handshake-by-websocket")
            .states("The first message of a WebSocket is the handshake, without upgrades.")
            .from(SOURCE)
            .raw(EngineSection::handshakeByWebSocket),
        client("K03", "unknown-transport")
            .states(
                "A request without a transport, or with an unknown one, is refused with code 0.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  http.get("").requireError(0);
                  http.get("&transport=pigeon").requireError(0);
                }),
        client("K04", "unknown-session")
            .states("A request of a session that is not there is refused with code 1.")
            .from(SOURCE)
            .raw((http, version) -> http.poll("nobody").requireError(1)),
        client("K05", "handshake-by-other-methods")
            .states("A session is opened by GET alone; other methods are refused with code 2.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  HttpRequest.Builder ask = http.request("&transport=polling");
                  http.send(ask.POST(BodyPublishers.noBody()).build()).requireError(2);
                  http.send(ask.PUT(BodyPublishers.noBody()).build()).requireError(2);
                }),
        client("K06", "websocket-without-upgrade")
            .states("A request for a WebSocket that is none is refused with code 3.")
            .from(SOURCE)
            .raw((http, version) -> http.get(WEBSOCKET).requireError(3)),
        client("K07", "another-version")
            .states("A session is not asked in another version of Engine.IO.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  String sid = http.open();
                  http.with("EIO=" + (7 - version)).poll(sid).requireError(3);
                  greet(http, version, sid);
                }),
        client("K08", "no-permission-of-other-origins")
            .states(
                "Where no origin is configured, no page of another origin is given permission, and asking opens no session.")
            .from("Fetch standard, CORS protocol; engine.io without the option cors")
            .raw(EngineSection::noCors),
        client("K09", "one-payload")
            .states("The packets of one body are taken in their order, and answered in one body.")
            .from(SOURCE)
            .raw(EngineSection::onePayload),
        client("K10", "text-by-polling")
            .states("Text of any script goes both ways by long-polling.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  String sid = entered(http, version);
                  http.post(sid, payload(version, "42[\"message\",\"ä日\"]")).require(200, "ok");
                  http.poll(sid).require(200, payload(version, "42[\"message-back\",\"ä日\"]"));
                }),
        client("K11", "bytes-by-polling-4")
            .states("Bytes are base64 after the letter b in a body of version 4.")
            .from(SOURCE)
            .raw(
                4,
                (http, version) -> {
                  String sid = entered(http, version);
                  http.post(sid, "451-[\"message\",{\"_placeholder\":true,\"num\":0}]\u001ebAAEC")
                      .require(200, "ok");
                  http.poll(sid)
                      .require(
                          200,
                          "451-[\"message-back\",{\"_placeholder\":true,\"num\":0}]\u001ebAAEC");
                }),
        client("K12", "bytes-by-polling-3")
            .states(
                "Where a client of version 3 takes bytes, an answer with bytes is written in bytes.")
            .from(SOURCE)
            .raw(3, (http, version) -> bytesInVersion3(http, false)),
        client("K13", "bytes-as-text-3")
            .states("Where a client of version 3 takes text alone, bytes are base64 after b4.")
            .from(SOURCE)
            .raw(3, (http, version) -> bytesInVersion3(http, true)),
        client("K14", "no-payload")
            .states("A body that is no payload ends the session.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  String sid = http.open();
                  http.post(sid, "abc");
                  http.poll(sid).requireError(1);
                }),
        client("K15", "no-packet")
            .states("A message of a WebSocket that is no packet ends the session.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  for (String wrong : List.of("abc", "9", "")) {
                    try (RawSocket socket = http.connect()) {
                      socket.requireStart("0");
                      socket.send(wrong).requireClose();
                    }
                  }
                }),
        client("K16", "two-polls")
            .states("A second poll beside an open one ends the session; one of both is told so.")
            .from(SOURCE)
            .raw(EngineSection::twoPolls),
        client("K17", "closed-by-polling")
            .states("A client that ends its session by long-polling has its open poll ended.")
            .from(SOURCE)
            .raw(EngineSection::closedByPolling),
        client("K18", "ping-4")
            .states("In version 4 the server pings, and goes on while it is answered.")
            .from(SOURCE)
            .raw(
                4,
                (http, version) -> {
                  String sid = entered(http, version);
                  for (int i = 0; i < 2; i++) {
                    http.poll(sid).require(200, "2");
                    http.post(sid, "3").require(200, "ok");
                  }
                })
            .brisk(),
        client("K19", "no-pong-4")
            .states("In version 4 a session whose client does not answer pings ends.")
            .from(SOURCE)
            .raw(
                4,
                (http, version) -> {
                  try (RawSocket socket = http.connectSilently()) {
                    socket.requireStart("0");
                    socket.send("40").requireAmong("2");
                    socket.requireClose();
                  }
                })
            .brisk(),
        client("K20", "ping-3")
            .states("In version 3 the client pings, and the server answers.")
            .from(SOURCE)
            .raw(
                3,
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    socket.send("2").require("3");
                    socket.send("2").require("3");
                  }
                })
            .brisk(),
        client("K21", "no-ping-3")
            .states("In version 3 a session whose client does not ping ends.")
            .from(SOURCE)
            .raw(
                3,
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    socket.requireClose();
                  }
                })
            .brisk(),
        client("K22", "heartbeat-in-the-wrong-direction")
            .states(
                "A ping of a client of version 4, and a pong of one of version 3, ends the session.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    socket.send(version == 4 ? "2" : "3").requireClose();
                  }
                }),
        client("K23", "upgrade")
            .states(
                "A session goes over to a WebSocket, and what waits for its client goes with it.")
            .from(SOURCE)
            .raw(EngineSection::upgrade),
        client("K24", "polls-after-the-upgrade")
            .states("After the upgrade a session is not polled any more: code 3.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  String sid = http.open();
                  try (RawSocket socket = upgraded(http, sid)) {
                    greet(socket, version); // so that the upgrade has been completed
                    http.poll(sid).requireError(3);
                    served(socket);
                  }
                }),
        client("K25", "second-websocket")
            .states("A second WebSocket for a session is closed, and the first goes on.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  String sid = http.open();
                  try (RawSocket socket = upgraded(http, sid)) {
                    try (RawSocket second = http.connect(WEBSOCKET + "&sid=" + sid)) {
                      second.requireClose();
                    }
                    greet(socket, version);
                  }
                }),
        client("K26", "end-of-the-last-poll")
            .states("A probe ends the open poll, so that the client can go over.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  String sid = entered(http, version);
                  CompletableFuture<RawAnswer> poll = http.pollLater(sid);
                  try (RawSocket socket = http.connect(WEBSOCKET + "&sid=" + sid)) {
                    socket.send("2probe").require("3probe");
                    http.answer(poll).require(200, payload(version, "6"));
                  }
                }),
        client("K27", "upgrade-that-is-not-completed")
            .states("An upgrade that the client does not complete leaves the session where it was.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  String sid = entered(http, version);
                  try (RawSocket socket = http.connect(WEBSOCKET + "&sid=" + sid)) {
                    socket.send("2probe").require("3probe");
                    socket.send("6").requireClose();
                  }
                  http.post(sid, payload(version, "42[\"message\",1]")).require(200, "ok");
                  http.poll(sid).require(200, payload(version, "42[\"message-back\",1]"));
                }),
        client("K28", "longest-body")
            .states("A body that is longer than the server says is refused with 413.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  String sid = http.open();
                  http.post(sid, tooLong(http, version)).requireStatus(413);
                }),
        client("K29", "longest-message")
            .states(
                "A message over WebSocket that is longer than the server says ends the session.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  try (RawSocket socket = greeted(http, version)) {
                    socket.send(tooLong(http, 4));
                    socket.requireCloseWithout("message-back");
                  }
                }),
        client("K30", "session-ids")
            .states("No two sessions have the same id, and a cookie chooses none.")
            .from(SOURCE)
            .raw(
                (http, version) -> {
                  String first = http.open();
                  RawAnswer second =
                      http.send(
                          http.request("&transport=polling")
                              .header("Cookie", "io=" + first)
                              .build());
                  if (second.text().contains(first)) {
                    throw new Unmet("another session id", "it got the same");
                  }
                }));
  }

  /** A sound event, but for its length. */
  private static String tooLong(RawHttp http, int version) {
    return payload(
        version, "42[\"message\",\"%s\"]".formatted("x".repeat(http.pace().maxPayload())));
  }

  private static void handshakeByPolling(RawHttp http, int version) {
    RawAnswer answer = http.get("&transport=polling").requireStatus(200);
    requireHandshake(
        http.pace(),
        version == 4 ? answer.text() : answer.text().replaceFirst("^\\d+:", ""),
        "[\"websocket\"]");
    if (!answer.header("content-type").equalsIgnoreCase("text/plain; charset=UTF-8")) {
      throw new Unmet("text/plain; charset=UTF-8", "it got " + answer.header("content-type"));
    }
  }

  private static void handshakeByWebSocket(RawHttp http, int version) {
    try (RawSocket socket = http.connect()) {
      requireHandshake(http.pace(), socket.next(), "[]");
    }
  }

  private static void requireHandshake(Pace pace, String packet, String upgrades) {
    String rest =
        "\"upgrades\":%s,\"pingInterval\":%d,\"pingTimeout\":%d,\"maxPayload\":%d}"
            .formatted(
                upgrades,
                pace.pingInterval().toMillis(),
                pace.pingTimeout().toMillis(),
                pace.maxPayload());
    if (!packet.startsWith("0{\"sid\":\"") || !packet.endsWith(rest)) {
      throw new Unmet("0{\"sid\":…," + rest, "it got " + packet);
    }
  }

  private static void noCors(RawHttp http, int version) {
    RawAnswer answer =
        http.send(
            http.request("&transport=polling")
                .header("Origin", "http://elsewhere.example")
                .build());
    RawAnswer preflight =
        http.send(
            http.request("&transport=polling")
                .header("Origin", "http://elsewhere.example")
                .header("Access-Control-Request-Method", "POST")
                .method("OPTIONS", BodyPublishers.noBody())
                .build());
    for (RawAnswer one : List.of(answer, preflight)) {
      String permission = one.header("access-control-allow-origin");
      if (!permission.isEmpty()) {
        throw new Unmet("no permission", "it gave '%s'".formatted(permission));
      }
    }
    if (preflight.text().contains("\"sid\"")) {
      throw new Unmet("no session for a preflight", "it got " + preflight);
    }
  }

  private static void onePayload(RawHttp http, int version) {
    String sid = entered(http, version);
    StringBuilder sent = new StringBuilder();
    StringBuilder due = new StringBuilder();
    for (int i = 0; i < 60; i++) {
      String between = version == 4 && i > 0 ? "\u001e" : "";
      sent.append(between).append(payload(version, "42[\"message\"," + i + "]"));
      due.append(between).append(payload(version, "42[\"message-back\"," + i + "]"));
    }
    http.post(sid, sent.toString()).require(200, "ok");
    http.poll(sid).require(200, due.toString());
  }

  private static void bytesInVersion3(RawHttp http, boolean textOnly) {
    String sid = http.open(textOnly ? "&b64=1" : "");
    enter(http, 3, sid);
    String event = "451-[\"message\",{\"_placeholder\":true,\"num\":0}]";
    http.post(sid, payload(3, event) + "6:b4AAEC").require(200, "ok");
    String back = "451-[\"message-back\",{\"_placeholder\":true,\"num\":0}]";
    if (textOnly) {
      http.poll(sid).require(200, payload(3, back) + "6:b4AAEC");
      return;
    }
    RawAnswer answer = http.poll(sid).requireStatus(200);
    String hex = answer.hex();
    if (!hex.startsWith("000500ff3435312d") || !hex.endsWith("0104ff04000102")) {
      throw new Unmet("both packets in bytes", "it got " + answer + ", in hex " + hex);
    }
  }

  private static void twoPolls(RawHttp http, int version) {
    String sid = entered(http, version);
    CompletableFuture<RawAnswer> first = http.pollLater(sid);
    CompletableFuture<RawAnswer> second = http.pollLater(sid);
    RawAnswer one = http.answer(first);
    RawAnswer other = http.answer(second);
    RawAnswer told = one.status() == 200 ? one : other;
    told.require(200, payload(version, "1"));
    (told == one ? other : one).requireStatus(400);
    http.poll(sid).requireError(1);
  }

  private static void closedByPolling(RawHttp http, int version) {
    String sid = entered(http, version);
    CompletableFuture<RawAnswer> poll = http.pollLater(sid);
    pause();
    http.post(sid, payload(version, "1")).require(200, "ok");
    http.answer(poll).require(200, payload(version, "6"));
    http.poll(sid).requireError(1);
  }

  /** So that a poll has reached the server. */
  private static void pause() {
    try {
      Thread.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static RawSocket upgraded(RawHttp http, String sid) {
    RawSocket socket = http.connect(WEBSOCKET + "&sid=" + sid);
    socket.send("2probe").require("3probe");
    return socket.send("5");
  }

  private static void upgrade(RawHttp http, int version) {
    String sid = entered(http, version);
    http.post(sid, payload(version, "42[\"message\",1]")).require(200, "ok");
    try (RawSocket socket = upgraded(http, sid)) {
      socket.require("42[\"message-back\",1]");
      socket.send("42[\"message\",2]").require("42[\"message-back\",2]");
    }
  }
}

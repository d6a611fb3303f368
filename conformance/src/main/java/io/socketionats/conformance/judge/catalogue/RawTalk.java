package io.socketionats.conformance.judge.catalogue;

import io.socketionats.conformance.judge.service.RawAnswer;
import io.socketionats.conformance.judge.service.RawHttp;
import io.socketionats.conformance.judge.service.RawSocket;
import io.socketionats.conformance.judge.service.Unmet;

/** How a conversation by the letter begins, and how a client shows that it is served. */
final class RawTalk {
  private RawTalk() {}

  /** A packet as the only one of a body of text. */
  static String payload(int version, String packet) {
    return version == 4 ? packet : packet.length() + ":" + packet;
  }

  /** A session by long-polling whose client is in the default namespace, with nothing waiting. */
  static String entered(RawHttp http, int version) {
    String sid = http.open(version == 3 ? "&b64=1" : "");
    enter(http, version, sid);
    return sid;
  }

  static void enter(RawHttp http, int version, String sid) {
    if (version == 4) {
      http.post(sid, "40").require(200, "ok");
    }
    pollUntil(http, version, sid, "\"auth\"");
  }

  /**
   * Polls until something has come. Answers pings meanwhile: on a busy machine one may be due
   * before the client is in, and the server expects its pong.
   *
   * @throws Unmet if a poll is refused
   */
  static void pollUntil(RawHttp http, int version, String sid, String awaited) {
    StringBuilder came = new StringBuilder();
    while (came.indexOf(awaited) < 0) {
      came.append(pollAlive(http, version, sid).requireStatus(200).text());
    }
  }

  /** Polls, and answers the ping if one came. */
  static RawAnswer pollAlive(RawHttp http, int version, String sid) {
    RawAnswer answer = http.poll(sid);
    if (version == 4 && answer.status() == 200 && answer.packets().contains("2")) {
      http.post(sid, "3");
    }
    return answer;
  }

  /** Shows that a session that polls is served. */
  static void greet(RawHttp http, int version, String sid) {
    http.post(sid, payload(version, version == 4 ? "40" : "42[\"message\",1]")).require(200, "ok");
    pollUntil(http, version, sid, version == 4 ? "40" : "message-back");
  }

  /** Shows that a session over WebSocket whose client is in the default namespace is served. */
  static void served(RawSocket socket) {
    socket.send("42[\"message\",\"still\"]");
    String came = socket.next();
    while (!came.equals("42[\"message-back\",\"still\"]")) {
      if (came.equals(RawSocket.CLOSED)) {
        throw new Unmet("the session to go on", "it was closed");
      }
      came = socket.next();
    }
  }

  /** Shows that a session over WebSocket is served. */
  static void greet(RawSocket socket, int version) {
    socket.send(version == 4 ? "40" : "42[\"message\",1]");
    String awaited = version == 4 ? "40" : "42[\"message-back\"";
    String came = socket.next();
    while (!came.startsWith(awaited)) {
      if (came.equals(RawSocket.CLOSED)) {
        throw new Unmet("the session to go on", "it was closed");
      }
      came = socket.next();
    }
  }

  /** A WebSocket whose client is in the default namespace, with nothing waiting. */
  static RawSocket greeted(RawHttp http, int version) {
    RawSocket socket = http.connect();
    socket.requireStart("0{");
    if (version == 4) {
      socket.send("40");
    }
    socket.requireStart("40");
    socket.requireStart("42[\"auth\"");
    return socket;
  }
}

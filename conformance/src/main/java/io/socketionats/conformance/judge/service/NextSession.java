package io.socketionats.conformance.judge.service;

/** The session after the one that was judged: whatever happened, the next client is served. */
public final class NextSession {
  private static final String SENT = "42[\"message\",\"next\"]";
  private static final String BACK = "42[\"message-back\",\"next\"]";

  private NextSession() {}

  /**
   * Opens a session by long-polling and one by WebSocket, and talks in each.
   *
   * @throws Unmet if one is not served
   */
  public static void require(RawHttp http, int version) {
    try {
      byPolling(http, version);
      byWebSocket(http, version);
    } catch (Unmet e) {
      throw new Unmet(e.expected() + ", by the next client", e.came());
    }
  }

  private static void byPolling(RawHttp http, int version) {
    String sid = http.open();
    if (version == 4) {
      http.post(sid, "40").require(200, "ok");
    }
    awaitPacket(http, sid, "[\"auth\"");
    http.post(sid, version == 4 ? SENT : SENT.length() + ":" + SENT).require(200, "ok");
    awaitPacket(http, sid, BACK);
    http.post(sid, version == 4 ? "1" : "1:1").require(200, "ok");
  }

  private static void awaitPacket(RawHttp http, String sid, String part) {
    String came = http.poll(sid).requireStatus(200).text();
    while (!came.contains(part)) {
      came = http.poll(sid).requireStatus(200).text();
    }
  }

  private static void byWebSocket(RawHttp http, int version) {
    try (RawSocket socket = http.connect()) {
      socket.requireStart("0{");
      if (version == 4) {
        socket.send("40");
      }
      socket.requireStart("40");
      socket.requireStart("42[\"auth\"");
      socket.send(SENT).require(BACK);
    }
  }
}

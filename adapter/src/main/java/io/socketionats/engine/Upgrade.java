package io.socketionats.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;

/**
 * The way of a session from long-polling to a WebSocket: the client probes, its last poll is ended,
 * it says that it has upgraded. Anything else, and too long a time, ends the WebSocket; the session
 * goes on by long-polling.
 */
final class Upgrade {
  private static final String PROBE = "probe";

  private final Session session;
  private final Channel channel;
  private final WebSocketTransport next;
  private final Future<?> limit;

  Upgrade(Session session, Channel channel, WebSocketTransport next) {
    this.session = session;
    this.channel = channel;
    this.next = next;
    this.limit = session.schedule(this::abandon, session.settings().times().upgradeTimeout());
  }

  /**
   * A packet came over the new WebSocket.
   *
   * @return whether the session has upgraded
   */
  boolean receive(char type, ByteBuf data) {
    if (session.upgrade() != this) {
      return false;
    }
    if (type == EnginePacket.PING && data.toString(StandardCharsets.UTF_8).equals(PROBE)) {
      next.send(OutPacket.PROBE_PONG);
      next.flush();
      ((Polling) session.transport()).endPollSoon();
      return false;
    }
    if (type == EnginePacket.UPGRADE && !session.isClosed()) {
      limit.cancel(false);
      session.upgradeTo(next, channel.eventLoop());
      return true;
    }
    abandon();
    return false;
  }

  /** The WebSocket goes, the session stays. */
  void abandon() {
    limit.cancel(false);
    if (session.upgrade() == this) {
      session.endUpgrade();
      WebSocketTransport.close(channel, WebSocketCloseStatus.NORMAL_CLOSURE);
    }
  }
}

package io.socketionats.engine;

import io.netty.buffer.ByteBuf;

/** What is above a session of Engine.IO. Called by the session's owner, one call at a time. */
interface SessionHandler {
  /** The client knows that the session is open; called first. */
  void opened();

  /**
   * A message of text came.
   *
   * @param utf8 not to be kept after the call
   */
  void text(ByteBuf utf8);

  /**
   * A message of bytes came.
   *
   * @param data not to be kept after the call
   */
  void bytes(ByteBuf data);

  /** A ping (version 3) or pong (version 4) of the client came. */
  void heartbeat();

  /** The session has ended; nothing follows. */
  void closed(CloseReason reason);
}

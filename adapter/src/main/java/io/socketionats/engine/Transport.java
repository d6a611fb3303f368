package io.socketionats.engine;

/**
 * How a session's packets travel. Called by the session's owner only, but for {@link #isWritable}.
 */
interface Transport {
  String name();

  /** Whether a packet would go out at once. Any thread may ask. */
  boolean isWritable();

  /** Takes a packet; {@link #flush} sends it. */
  void send(OutPacket packet);

  /** Sends what it has taken, if it can. */
  void flush();

  /** How many bytes wait in it for the client. */
  long queued();

  /** Sends what it can of what waits, tells the client, and ends. */
  void close(CloseReason reason);
}

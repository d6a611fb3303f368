package io.socketionats.load.measure;

/**
 * One stay of a client in a room, in microseconds of {@link Micros}. Events that are sent while the
 * client joins or leaves may or may not reach it.
 */
final class Stay {
  /** How long an event may be under way, microseconds, while the membership changes. */
  static final long ON_ITS_WAY = 2_000_000;

  private static final long NEVER = Long.MAX_VALUE;

  private final long asked;
  private long member = NEVER;
  private long leaving = NEVER;
  private long left = NEVER;

  Stay(long asked) {
    this.asked = asked;
  }

  void joined(long now) {
    member = now;
  }

  void leaving(long now) {
    leaving = now;
  }

  void left(long now) {
    left = now;
  }

  /** Whether the client was a member before a time, and still is. */
  boolean isLastingFrom(long time) {
    return member <= time && leaving == NEVER;
  }

  /** Whether what is sent at a time must reach the client. */
  boolean demands(long sent) {
    return member <= sent && (leaving == NEVER || sent < leaving - ON_ITS_WAY);
  }

  /** Whether what is sent at a time may reach the client. */
  boolean allows(long sent) {
    return sent >= asked - ON_ITS_WAY && sent <= left;
  }
}

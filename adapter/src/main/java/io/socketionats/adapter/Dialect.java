package io.socketionats.adapter;

/**
 * The subject rules and frame encoding that the nodes of one cluster share. All nodes of a cluster
 * must use the same dialect, key and delimiter.
 */
public enum Dialect {
  /**
   * The dialect of the Node adapter {@code socket.io-nats}: frames are JSON arrays {@code [uid,
   * packet, opts]}; a broadcast to exactly one room has a subject of its own, everything else goes
   * to the namespace's subject.
   */
  SOCKET_IO_NATS("socket.io", true),

  /**
   * The dialect of the Node adapter {@code @mickl/socket.io-nats-adapter} (2.0.1): frames are JSON
   * objects {@code {"fromUid", "packet", "opts"}}; there is one subject per namespace and none per
   * room.
   */
  MICKL("socketIO", false);

  private final String defaultKey;
  private final boolean roomSubjects;

  Dialect(String defaultKey, boolean roomSubjects) {
    this.defaultKey = defaultKey;
    this.roomSubjects = roomSubjects;
  }

  /**
   * The subject prefix that the dialect's Node adapter uses when none is set.
   *
   * @return {@code socket.io} or {@code socketIO}
   */
  public String defaultKey() {
    return defaultKey;
  }

  boolean roomSubjects() {
    return roomSubjects;
  }
}

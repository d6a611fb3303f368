package io.socketionats.load.protocol;

/** Revisions of the Engine.IO protocol. */
public enum EngineIo {
  /** Socket.IO 1 and 2: the client sends the heartbeat, {@link SocketIo#ping()}. */
  V3,
  /** Socket.IO 3 and 4: the server sends the heartbeat, which the client answers automatically. */
  V4;

  /** The value of the query parameter {@code EIO}. */
  int number() {
    return this == V3 ? 3 : 4;
  }
}

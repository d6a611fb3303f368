package io.socketionats.engine;

import io.netty.channel.ChannelHandlerContext;
import java.util.Optional;

/** Decides who gets a session, and what is above it. Thread-safe. */
interface Acceptor {
  /** Somebody may have a session. */
  interface Admission {
    /** What is above the session from now on. Called by the session's owner. */
    SessionHandler handler(Session session);
  }

  /** Whether the client may have a session; called before there is one. */
  Optional<Admission> admit(Handshake handshake);

  /** Something failed on a connection, which is closed then. */
  void exceptionCaught(ChannelHandlerContext context, Throwable cause);
}

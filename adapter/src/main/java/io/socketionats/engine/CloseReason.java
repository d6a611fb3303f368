package io.socketionats.engine;

/** Why a session of Engine.IO ended, in the words of Socket.IO's server for Node.js. */
public enum CloseReason {
  /** The client ended the transport, or the network did. */
  TRANSPORT_CLOSE("transport close"),
  /** A request or connection broke a rule of the transport. */
  TRANSPORT_ERROR("transport error"),
  /** The client sent what is no packet. */
  PARSE_ERROR("parse error"),
  /** The client was silent for too long. */
  PING_TIMEOUT("ping timeout"),
  /** The server ended the session. */
  FORCED_CLOSE("forced close"),
  /** The client takes its messages more slowly than they come, and its queue is full. */
  SLOW_CLIENT("slow client"),
  /** The server stopped. */
  SERVER_SHUTTING_DOWN("server shutting down");

  private final String text;

  CloseReason(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}

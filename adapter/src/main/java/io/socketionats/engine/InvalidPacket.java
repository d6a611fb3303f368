package io.socketionats.engine;

/** A client sent what breaks the protocol; its session ends. The message says what was wrong. */
final class InvalidPacket extends Exception {
  private static final long serialVersionUID = 1L;

  InvalidPacket(String message) {
    super(message, null, false, false); // expected, so no stack trace
  }
}

package io.socketionats.engine;

/** The types of Engine.IO's packets, as they are written: one digit. */
final class EnginePacket {
  static final char OPEN = '0';
  static final char CLOSE = '1';
  static final char PING = '2';
  static final char PONG = '3';
  static final char MESSAGE = '4';
  static final char UPGRADE = '5';
  static final char NOOP = '6';

  private EnginePacket() {}

  static boolean isType(char type) {
    return type >= OPEN && type <= NOOP;
  }
}

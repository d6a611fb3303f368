package io.socketionats.engine;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * A packet of Engine.IO on its way to clients: written once, shared by all of them, never changed.
 * Every transport and version has its own form of it.
 */
final class OutPacket {
  private static final byte[] NOTHING = {};
  private static final byte[] MESSAGE_OF_BYTES = {EnginePacket.MESSAGE - '0'};

  static final OutPacket PING = text(EnginePacket.PING, "");
  static final OutPacket PONG = text(EnginePacket.PONG, "");
  static final OutPacket PROBE_PONG = text(EnginePacket.PONG, "probe");
  static final OutPacket NOOP = text(EnginePacket.NOOP, "");
  static final OutPacket CLOSE = text(EnginePacket.CLOSE, "");

  private final boolean binary;

  /** The type's digit and the text, as UTF-8; or the bytes alone. */
  private final byte[] content;

  private final boolean compressible;
  private final byte[] frame;
  private volatile byte[] frameOfVersion3;

  private OutPacket(boolean binary, byte[] content, boolean compressible) {
    this.binary = binary;
    this.content = content;
    this.compressible = compressible;
    this.frame =
        binary
            ? WebSocketFrames.complete(WebSocketFrames.BINARY, NOTHING, content)
            : WebSocketFrames.complete(WebSocketFrames.TEXT, NOTHING, content);
  }

  static OutPacket text(char type, String text) {
    return new OutPacket(false, (type + text).getBytes(StandardCharsets.UTF_8), true);
  }

  /**
   * A message of text.
   *
   * @param content {@code 4} and the text, as UTF-8; not to be changed any more
   * @param compressible whether it may be compressed
   */
  static OutPacket message(byte[] content, boolean compressible) {
    return new OutPacket(false, content, compressible);
  }

  /**
   * A message of bytes.
   *
   * @param bytes not to be changed any more
   * @param compressible whether it may be compressed
   */
  static OutPacket bytes(byte[] bytes, boolean compressible) {
    return new OutPacket(true, bytes, compressible);
  }

  boolean isBinary() {
    return binary;
  }

  boolean isCompressible() {
    return compressible;
  }

  /** Roughly what it takes while it waits. */
  int size() {
    return frame.length;
  }

  /** The text with its type, or the bytes alone. */
  byte[] content() {
    return content;
  }

  /** A whole WebSocket frame. */
  byte[] frame(int version) {
    if (!binary || version == 4) {
      return frame;
    }
    if (frameOfVersion3 == null) {
      frameOfVersion3 = WebSocketFrames.complete(WebSocketFrames.BINARY, MESSAGE_OF_BYTES, content);
    }
    return frameOfVersion3;
  }

  /** The payload of its WebSocket frame. */
  byte[] payload(int version) {
    if (!binary || version == 4) {
      return content;
    }
    byte[] payload = new byte[content.length + 1];
    payload[0] = MESSAGE_OF_BYTES[0];
    System.arraycopy(content, 0, payload, 1, content.length);
    return payload;
  }

  /** The bytes as base64; for long-polling. */
  byte[] base64() {
    return Base64.getEncoder().encode(content);
  }
}

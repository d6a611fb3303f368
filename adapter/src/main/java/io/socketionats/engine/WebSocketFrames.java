package io.socketionats.engine;

import java.nio.ByteBuffer;

/** Frames of a WebSocket server: final, not masked, not compressed (RFC 6455, section 5.2). */
final class WebSocketFrames {
  static final byte TEXT = 0x1;
  static final byte BINARY = 0x2;

  private static final int FINAL = 0x80;
  private static final int SHORT = 125;
  private static final int LENGTH_IN_2_BYTES = 126;
  private static final int LENGTH_IN_8_BYTES = 127;
  private static final int LONGEST_IN_2_BYTES = 0xFFFF;

  private WebSocketFrames() {}

  /** One frame with both parts as its payload. */
  static byte[] complete(byte opcode, byte[] head, byte[] body) {
    int length = head.length + body.length;
    int header = length <= SHORT ? 2 : length <= LONGEST_IN_2_BYTES ? 4 : 10;
    ByteBuffer frame = ByteBuffer.allocate(header + length).put((byte) (FINAL | opcode));
    if (length <= SHORT) {
      frame.put((byte) length);
    } else if (length <= LONGEST_IN_2_BYTES) {
      frame.put((byte) LENGTH_IN_2_BYTES).putShort((short) length);
    } else {
      frame.put((byte) LENGTH_IN_8_BYTES).putLong(length);
    }
    return frame.put(head).put(body).array();
  }
}

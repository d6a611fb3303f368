package io.socketionats.conformance.judge.catalogue;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/**
 * A body of bytes in Engine.IO 3 with a packet of text and one of bytes: each has 0 for text or 1
 * for bytes before it, the digits of its length in bytes, and 255.
 */
final class Bytes3 {
  private static final int END_OF_LENGTH = 255;
  private static final int MESSAGE = 4;

  private Bytes3() {}

  static byte[] of(String packet, byte[] attachment) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    byte[] text = packet.getBytes(StandardCharsets.UTF_8);
    begin(body, 0, text.length);
    body.writeBytes(text);
    begin(body, 1, attachment.length + 1);
    body.write(MESSAGE);
    body.writeBytes(attachment);
    return body.toByteArray();
  }

  static String hex(String packet, byte[] attachment) {
    return HexFormat.of().formatHex(of(packet, attachment));
  }

  private static void begin(ByteArrayOutputStream body, int kind, int length) {
    body.write(kind);
    for (char digit : String.valueOf(length).toCharArray()) {
      body.write(digit - '0');
    }
    body.write(END_OF_LENGTH);
  }
}

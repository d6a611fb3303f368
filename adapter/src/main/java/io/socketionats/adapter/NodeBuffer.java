package io.socketionats.adapter;

/**
 * Bytes as {@code JSON.stringify} writes a Buffer of Node: {@code {"type":"Buffer","data":[…]}}.
 */
final class NodeBuffer {
  static final String HEAD = "{\"type\":\"Buffer\",\"data\":[";
  static final String TAIL = "]}";

  /** Three digits and a comma. */
  static final int CHARACTERS_PER_BYTE = 4;

  private NodeBuffer() {}

  static String text(byte[] bytes) {
    char[] data = new char[bytes.length * CHARACTERS_PER_BYTE];
    return HEAD + new String(data, 0, write(bytes, 0, bytes.length, data)) + TAIL;
  }

  /** Writes some of the bytes' numbers, with the commas before them, and returns the length. */
  static int write(byte[] bytes, int from, int to, char[] out) {
    int at = 0;
    for (int i = from; i < to; i++) {
      int number = bytes[i] & 0xFF;
      if (i > 0) {
        out[at++] = ',';
      }
      if (number >= 100) {
        out[at++] = (char) ('0' + number / 100);
      }
      if (number >= 10) {
        out[at++] = (char) ('0' + number / 10 % 10);
      }
      out[at++] = (char) ('0' + number % 10);
    }
    return at;
  }
}

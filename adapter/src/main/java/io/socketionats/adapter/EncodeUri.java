package io.socketionats.adapter;

import java.util.BitSet;

/**
 * JavaScript's {@code encodeURI} (ECMA-262, 19.2.6.3), which the Node adapters apply to room names.
 */
final class EncodeUri {
  private static final String KEPT_MARKS = ";,/?:@&=+$-_.!~*'()#";
  private static final BitSet KEPT = new BitSet(128);
  private static final char[] HEX = "0123456789ABCDEF".toCharArray();

  static {
    KEPT.set('A', 'Z' + 1);
    KEPT.set('a', 'z' + 1);
    KEPT.set('0', '9' + 1);
    KEPT_MARKS.chars().forEach(KEPT::set);
  }

  private EncodeUri() {}

  /**
   * Encodes {@code text}. The result is pure ASCII.
   *
   * @throws IllegalArgumentException where JavaScript throws a URIError: on an unpaired surrogate
   */
  static String encode(String text) {
    int first = 0;
    while (first < text.length() && KEPT.get(text.charAt(first))) {
      first++;
    }
    if (first == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, first);
    for (int i = first; i < text.length(); ) {
      int codePoint = text.codePointAt(i);
      i += Character.charCount(codePoint);
      if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
        throw new IllegalArgumentException(
            "room '"
                + Text.printable(text)
                + "' holds an unpaired surrogate and cannot be encoded as UTF-8");
      }
      if (KEPT.get(codePoint)) {
        out.append((char) codePoint);
      } else {
        appendUtf8(codePoint, out);
      }
    }
    return out.toString();
  }

  private static void appendUtf8(int codePoint, StringBuilder out) {
    if (codePoint < 0x80) {
      appendByte(codePoint, out);
    } else if (codePoint < 0x800) {
      appendByte(0xC0 | codePoint >> 6, out);
      appendByte(0x80 | codePoint & 0x3F, out);
    } else if (codePoint < 0x10000) {
      appendByte(0xE0 | codePoint >> 12, out);
      appendByte(0x80 | codePoint >> 6 & 0x3F, out);
      appendByte(0x80 | codePoint & 0x3F, out);
    } else {
      appendByte(0xF0 | codePoint >> 18, out);
      appendByte(0x80 | codePoint >> 12 & 0x3F, out);
      appendByte(0x80 | codePoint >> 6 & 0x3F, out);
      appendByte(0x80 | codePoint & 0x3F, out);
    }
  }

  private static void appendByte(int value, StringBuilder out) {
    out.append('%').append(HEX[value >> 4]).append(HEX[value & 0xF]);
  }
}

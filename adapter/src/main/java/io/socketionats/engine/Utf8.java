package io.socketionats.engine;

/** What lengths of UTF-8 are in JavaScript, which counts code units of UTF-16. */
final class Utf8 {
  private static final int SURROGATES = 0xF0;

  private Utf8() {}

  /** The length in UTF-16 code units of well-formed UTF-8. */
  static int lengthInUtf16(byte[] utf8) {
    int length = 0;
    for (byte unit : utf8) {
      length += unitsOf(unit);
    }
    return length;
  }

  /**
   * How many code units of UTF-16 a character has, told from the bytes of its UTF-8: those that
   * continue it have none.
   */
  static int unitsOf(byte unit) {
    if ((unit & 0xC0) == 0x80) {
      return 0;
    }
    return (unit & 0xFF) >= SURROGATES ? 2 : 1;
  }
}

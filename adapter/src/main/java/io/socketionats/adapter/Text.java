package io.socketionats.adapter;

/** Questions about text that names, frames and error messages share. */
final class Text {
  private static final int SHOWN = 80;

  private Text() {}

  /** The position of the first surrogate without its partner, from {@code from} on, or -1. */
  static int unpairedSurrogate(CharSequence text, int from) {
    for (int i = from; i < text.length(); i++) {
      char c = text.charAt(i);
      if (!Character.isSurrogate(c)) {
        continue;
      }
      boolean paired =
          Character.isHighSurrogate(c)
              && i + 1 < text.length()
              && Character.isLowSurrogate(text.charAt(i + 1));
      if (!paired) {
        return i;
      }
      i++;
    }
    return -1;
  }

  static boolean isWellFormed(String text) {
    return unpairedSurrogate(text, 0) < 0;
  }

  /** White space and control characters, which end a word, or the line, in the NATS protocol. */
  static boolean breaksProtocolLine(String text) {
    return text.codePoints()
        .anyMatch(
            c -> c <= ' ' || c == 0x7F || Character.isWhitespace(c) || Character.isISOControl(c));
  }

  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 0x80);
  }

  /**
   * {@code text} for an error message: control characters and surrogates escaped, long text cut.
   */
  static String printable(String text) {
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      if (out.length() >= SHOWN) {
        return out.append("… (").append(text.length()).append(" characters)").toString();
      }
      char c = text.charAt(i);
      if (c < ' ' || c == 0x7F || Character.isSurrogate(c)) {
        out.append(String.format("\\u%04x", (int) c));
      } else {
        out.append(c);
      }
    }
    return out.toString();
  }
}

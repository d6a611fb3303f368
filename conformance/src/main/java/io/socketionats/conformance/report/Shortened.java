package io.socketionats.conformance.report;

/** Shortens texts for reading, never through the middle of a character. */
final class Shortened {
  private Shortened() {}

  /**
   * @param limit characters, with the mark of the cut; 1 or more
   */
  static String at(int limit, String text) {
    if (text.length() <= limit) {
      return text;
    }
    int end = limit - 1;
    if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
      end--;
    }
    return text.substring(0, end) + "…";
  }

  /** One line without control characters, cut. */
  static String line(int limit, String text) {
    return at(limit, text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip());
  }
}

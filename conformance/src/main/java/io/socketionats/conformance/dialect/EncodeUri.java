package io.socketionats.conformance.dialect;

import java.nio.charset.StandardCharsets;

/**
 * JavaScript's {@code encodeURI}, by ECMA-262 (unescaped: letters, digits, {@code
 * ;/?:@&=+$,-_.!~*'()#}).
 */
public final class EncodeUri {
  private static final String KEPT = ";/?:@&=+$,-_.!~*'()#";

  private EncodeUri() {}

  /**
   * @throws IllegalArgumentException for a lone surrogate, where JavaScript throws URIError
   */
  public static String encode(String text) {
    StringBuilder encoded = new StringBuilder(text.length() + 8);
    text.codePoints()
        .forEach(
            point -> {
              if (point >= Character.MIN_SURROGATE && point <= Character.MAX_SURROGATE) {
                throw new IllegalArgumentException("lone surrogate U+%04X".formatted(point));
              }
              if (point < 128 && (Character.isLetterOrDigit(point) || KEPT.indexOf(point) >= 0)) {
                encoded.append((char) point);
              } else {
                for (byte b : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                  encoded.append('%').append("%02X".formatted(b & 0xff));
                }
              }
            });
    return encoded.toString();
  }
}

package io.socketionats.conformance.wire;

import java.nio.charset.StandardCharsets;

/**
 * One message as the broker carried it.
 *
 * @param number position in the run, from 0
 * @param micros microseconds since the witness began
 * @param payload as it was; never changed after construction
 */
public record WireLine(long number, long micros, String subject, byte[] payload) {

  /** The payload as text, cut for reading. */
  public String text() {
    String text = new String(payload, StandardCharsets.UTF_8);
    return text.length() <= SHOWN
        ? text
        : text.substring(0, SHOWN) + "… (" + payload.length + " bytes)";
  }

  private static final int SHOWN = 2000;

  @Override
  public String toString() {
    return subject + " " + text();
  }
}

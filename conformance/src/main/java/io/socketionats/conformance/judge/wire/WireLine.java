package io.socketionats.conformance.judge.wire;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One message as the broker carried it.
 *
 * @param number position in the run, from 0
 * @param micros microseconds since the witness began
 * @param payload as it was; never changed after construction
 */
public record WireLine(long number, long micros, String subject, byte[] payload) {

  /** The sender's uid, as far as the payload tells one in either dialect; empty otherwise. */
  public String uid() {
    Matcher uid = UID.matcher(text());
    return uid.find() ? uid.group(1) : "";
  }

  private static final Pattern UID =
      Pattern.compile("^\\s*(?:\\[|\\{\\s*\"(?:fromUid|uid)\"\\s*:)\\s*\"([^\"]*)\"");

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

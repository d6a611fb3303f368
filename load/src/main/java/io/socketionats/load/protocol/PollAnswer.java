package io.socketionats.load.protocol;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * The answer of an Engine.IO 4 server to a poll.
 *
 * @param packets in order
 */
public record PollAnswer(List<String> packets) {
  private static final String SEPARATOR = "\u001e";
  private static final String CLOSE = "1";
  private static final String PING = "2";
  private static final String NOOP = "6";
  private static final int SHOWN = 80;

  public PollAnswer {
    packets = List.copyOf(packets);
  }

  /**
   * @param body packets with U+001E between them
   */
  public static PollAnswer of(String body) {
    return new PollAnswer(Arrays.asList(body.split(SEPARATOR, -1)));
  }

  /** Whether the server waits for the client's {@code 3}. */
  public boolean holdsHeartbeat() {
    return packets.contains(PING);
  }

  /**
   * Why the connection can no longer be used: the server has ended it, or sent a packet that the
   * client does not know. Empty while it can be used.
   */
  public Optional<String> end() {
    return packets.stream().map(PollAnswer::end).filter(Objects::nonNull).findFirst();
  }

  private static String end(String packet) {
    if (packet.equals(PING) || packet.equals(NOOP)) {
      return null;
    }
    if (packet.equals(CLOSE)) {
      return "the server closed the connection: packet '1'";
    }
    return switch (packet.length() < 2 ? "" : packet.substring(0, 2)) {
      case "40", "42", "43" -> null; // connected, event, acknowledgement
      case "41" -> "the server disconnected the client: " + shown(packet);
      case "44" -> "the server refused the namespace: " + shown(packet);
      default -> "the server sent what this client does not know: " + shown(packet);
    };
  }

  private static String shown(String packet) {
    return "packet '" + (packet.length() > SHOWN ? packet.substring(0, SHOWN) + "…" : packet) + "'";
  }
}

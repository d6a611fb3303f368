package io.socketionats.load.measure;

/**
 * What the payload of every event says about it, so that a receiver can account for it.
 *
 * @param injector the generator process that sent it; clocks and rooms are its own
 * @param level the level that it belongs to
 * @param room index of the room; the namespace has one of its own
 * @param slot the publisher's place among the members of the room
 * @param node index of the publisher's node
 * @param sequence counts the events of a room in a level, from 0
 * @param intended when it was to be sent, microseconds of {@link Micros}
 */
public record Stamp(
    int injector, int level, int room, int slot, int node, int sequence, long intended) {
  private static final String EVENT = "\"m\",\"";
  private static final char SEPARATOR = '|';

  /**
   * The payload, filled up to a length.
   *
   * @param bytes of the whole payload; it is longer when the stamp itself is
   */
  public String payload(int bytes) {
    StringBuilder text = new StringBuilder(Math.max(bytes, 64));
    text.append(injector).append(SEPARATOR).append(level).append(SEPARATOR).append(room);
    text.append(SEPARATOR).append(slot).append(SEPARATOR).append(node).append(SEPARATOR);
    text.append(sequence).append(SEPARATOR).append(intended).append(SEPARATOR);
    while (text.length() < bytes) {
      text.append('x');
    }
    return text.toString();
  }

  /**
   * The stamp in a frame; null when the frame is no event of a load run.
   *
   * @param frame {@code 42["m","…"]}, with or without a namespace
   */
  public static Stamp of(String frame) {
    if (!frame.startsWith("42")) {
      return null;
    }
    int start = frame.indexOf(EVENT);
    return start < 0 ? null : new Reader(frame, start + EVENT.length()).stamp();
  }

  /** Reads numbers without making texts of them: this runs once for every delivery. */
  private static final class Reader {
    private final String text;
    private int at;
    private boolean wrong;

    Reader(String text, int at) {
      this.text = text;
      this.at = at;
    }

    Stamp stamp() {
      Stamp stamp =
          new Stamp(
              (int) next(),
              (int) next(),
              (int) next(),
              (int) next(),
              (int) next(),
              (int) next(),
              next());
      return wrong ? null : stamp;
    }

    private long next() {
      long number = 0;
      int start = at;
      while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        number = number * 10 + text.charAt(at++) - '0';
      }
      wrong |= at == start || at >= text.length() || text.charAt(at) != SEPARATOR;
      at++;
      return number;
    }
  }
}

package io.socketionats.load.result;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

/**
 * The deliveries of a level: one event to one client is one delivery.
 *
 * @param expected deliveries that the memberships of rooms require
 * @param received right deliveries, late ones included
 * @param late right deliveries that came more than a second after the end of the level
 * @param wrong what went wrong
 */
public record Deliveries(long expected, long received, long late, @JsonUnwrapped Wrong wrong) {
  /** A level without deliveries. */
  public static final Deliveries NONE = new Deliveries(0, 0, 0, Wrong.NOTHING);

  public Deliveries {
    wrong = wrong == null ? Wrong.NOTHING : wrong;
  }

  /** The deliveries of two levels, or of two injectors in one level. */
  public Deliveries plus(Deliveries other) {
    return new Deliveries(
        expected + other.expected,
        received + other.received,
        late + other.late,
        wrong.plus(other.wrong));
  }
}

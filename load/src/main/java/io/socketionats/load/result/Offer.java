package io.socketionats.load.result;

import java.util.Objects;

/**
 * The load of a level: how much was offered for how long, and how fast it was delivered.
 *
 * @param phase what the level was for
 * @param repetition 1 for the first level at this target
 * @param target wanted rate, publishes per second
 * @param offered rate that was reached, publishes per second
 * @param deliveriesPerSecond right deliveries per second of measured time
 * @param seconds measured time
 */
public record Offer(
    Phase phase,
    int repetition,
    double target,
    double offered,
    double deliveriesPerSecond,
    double seconds) {
  public Offer {
    Objects.requireNonNull(phase, "phase");
  }
}

package io.socketionats.load.simulation;

import io.socketionats.conformance.UsageException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** What clients do during a run. */
public enum Simulation {
  /** rooms of one size */
  ROOMS,
  /** every event goes to every client */
  BROADCAST,
  /** rooms of many sizes, bursts, and some clients that use long-polling */
  CHAT,
  /** rooms whose members leave and join again */
  CHURN,
  /** clients that close their connection and connect again */
  CONNECT,
  /** rooms, and a node that is killed */
  NODE_LOSS,
  /** rooms, and a NATS server that restarts */
  NATS_RESTART;

  /** Its name on the command line and in results. */
  public String label() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /**
   * Reads a name.
   *
   * @throws UsageException when there is no such simulation
   */
  public static Simulation parse(String label) {
    return Arrays.stream(values())
        .filter(one -> one.label().equals(label))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--simulation must be %s or %s, got '%s'"
                        .formatted(
                            Arrays.stream(values())
                                .limit(values().length - 1)
                                .map(Simulation::label)
                                .collect(Collectors.joining(", ")),
                            NATS_RESTART.label(),
                            label)));
  }
}

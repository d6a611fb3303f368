package io.socketionats.load.result;

import java.util.Objects;

/**
 * What clients did.
 *
 * @param name of the simulation
 * @param connections clients that were connected
 * @param rooms how many rooms
 * @param roomSize mean number of members of a room that a publish goes to
 * @param payloadBytes bytes of an event's payload
 * @param pollingShare 0 to 1, clients that used HTTP long-polling
 */
public record Workload(
    String name,
    int connections,
    int rooms,
    double roomSize,
    int payloadBytes,
    double pollingShare) {
  public Workload {
    Objects.requireNonNull(name, "name");
  }
}

package io.socketionats.load.plan;

import io.socketionats.conformance.UsageException;
import io.socketionats.load.result.Slo;

/**
 * What a deployment is asked to carry.
 *
 * @param connections clients connected at the same time
 * @param publishesPerSecond of all clients together
 * @param roomSize mean number of members of the room that a publish goes to
 * @param payloadBytes bytes of an event's payload; 0 takes what was measured
 * @param slo the latency objective
 */
public record Demand(
    int connections, double publishesPerSecond, double roomSize, int payloadBytes, Slo slo) {
  /**
   * @throws UsageException when a number is out of range
   */
  public Demand {
    require(connections >= 1, "--connections", connections, "at least 1");
    require(
        publishesPerSecond > 0 && Double.isFinite(publishesPerSecond),
        "--rate",
        publishesPerSecond,
        "publishes per second, more than 0");
    require(
        roomSize >= 1 && roomSize <= connections,
        "--room-size",
        roomSize,
        "from 1 to the number of connections");
    require(payloadBytes >= 0, "--payload", payloadBytes, "bytes, at least 0");
  }

  private static void require(boolean right, String option, Object value, String rule) {
    if (!right) {
      throw new UsageException("%s %s: %s".formatted(option, value, rule));
    }
  }
}

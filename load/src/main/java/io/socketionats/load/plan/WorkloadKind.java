package io.socketionats.load.plan;

import io.socketionats.load.result.Workload;

/**
 * What workloads must have in common to be compared over node counts: everything but the number of
 * connections and rooms.
 *
 * @param name name of the simulation
 * @param roomSize mean number of members of a room
 * @param payloadBytes bytes of an event's payload
 * @param pollingShare share of clients that use long-polling, 0 to 1
 */
public record WorkloadKind(String name, double roomSize, int payloadBytes, double pollingShare) {
  /** The kind of a case's workload. */
  public static WorkloadKind of(Workload workload) {
    return new WorkloadKind(
        workload.name(), workload.roomSize(), workload.payloadBytes(), workload.pollingShare());
  }
}

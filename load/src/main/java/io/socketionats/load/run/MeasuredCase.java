package io.socketionats.load.run;

import io.socketionats.load.cluster.ClusterUnderLoad;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.Connections;
import io.socketionats.load.result.Maximum;
import io.socketionats.load.result.Workload;
import io.socketionats.load.simulation.Traffic;

/**
 * A case whose cluster runs and whose clients are connected.
 *
 * @param plan what is measured
 * @param injectors how many there are on this machine
 * @param cluster the cluster
 * @param connections what the connections cost
 * @param rig makes the levels
 */
record MeasuredCase(
    CasePlan plan, int injectors, ClusterUnderLoad cluster, Connections connections, CaseRun rig) {
  /**
   * What is known of it so far.
   *
   * @param maximum what the search found; null before it has ended, or when no level passed
   */
  Case result(Maximum maximum) {
    Traffic traffic = plan.traffic();
    return new Case(
        plan.id(),
        cluster.description(),
        new Workload(
            traffic.simulation().label(),
            traffic.connections() * injectors,
            traffic.rooms().size() * injectors,
            traffic.receiversPerPublish(),
            traffic.event().payloadBytes(),
            traffic.pollingShare()),
        rig.levels(),
        maximum,
        connections);
  }
}

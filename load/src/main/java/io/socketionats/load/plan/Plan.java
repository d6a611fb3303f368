package io.socketionats.load.plan;

import java.util.List;
import java.util.Map;

/**
 * The answer to a demand for one kind of cluster. Numbers that were not measured are null.
 *
 * @param cluster label: node, java, mixed
 * @param basis the workload that was measured and that the answer stands on
 * @param demand what was asked
 * @param nodes how many nodes, those that may be lost included: the low end of capacity is what
 *     {@code high} stands on. Null when no number of nodes carries the demand
 * @param spareNodes how many of them may be lost
 * @param deliveriesPerSecond the demand in deliveries
 * @param equivalentDeliveriesPerSecond the same in deliveries of the measured workload, at the
 *     recommended count
 * @param carriesPerSecond what the recommended nodes without the spare ones carry, of the measured
 *     workload
 * @param connectionsPerNode when the spare nodes are gone
 * @param nodeCores processors that all nodes together need, by the costs of deliveries, publishes
 *     and frames
 * @param nodesByProcessors how many nodes are enough by that alone, the spare ones included, when
 *     each has processors of its own and uses as many as one did at its knee. Not the
 *     recommendation: it knows no contention
 * @param memoryBytesPerNode resident memory of the hungriest node then
 * @param natsServers how many, one more than needed when nodes are spare
 * @param natsBytesPerSecond in and out of all NATS servers
 * @param natsCores processors that NATS needs in all
 * @param clientBytesPerSecond payload to clients; framing, TCP and TLS come on top
 * @param scaling parameters of the fit: lambda, sigma, kappa
 * @param measured greatest load that passed by node count, deliveries per second
 * @param extrapolations in which ways this goes beyond what was measured
 * @param notes what else a reader must know
 */
public record Plan(
    String cluster,
    Evidence.Load basis,
    Demand demand,
    Nodes nodes,
    int spareNodes,
    double deliveriesPerSecond,
    Double equivalentDeliveriesPerSecond,
    Interval carriesPerSecond,
    Double connectionsPerNode,
    Double nodeCores,
    Integer nodesByProcessors,
    Double memoryBytesPerNode,
    Integer natsServers,
    Double natsBytesPerSecond,
    Double natsCores,
    double clientBytesPerSecond,
    Map<String, Interval> scaling,
    Map<Integer, Double> measured,
    List<String> extrapolations,
    List<String> notes) {
  /**
   * Node counts.
   *
   * @param low when capacity is at the upper end of its interval
   * @param estimate by the best estimate; null when no number of nodes suffices
   * @param high when capacity is at the lower end: the recommendation
   */
  public record Nodes(Integer low, Integer estimate, int high) {}
}

package io.socketionats.load.plan;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import java.util.List;
import java.util.Map;

/**
 * The answer to a demand for one kind of cluster. Numbers that were not measured are null. As JSON
 * its parts are one flat object.
 *
 * @param cluster kind of cluster: node, java, mixed
 * @param basis the measured workload that the answer stands on
 * @param demand the demand
 * @param sizing how many nodes, and what they carry
 * @param needs what the nodes need
 * @param network NATS servers and bandwidth
 * @param grounds what the answer stands on, and how far it goes beyond that
 */
public record Plan(
    String cluster,
    WorkloadKind basis,
    Demand demand,
    @JsonUnwrapped Sizing sizing,
    @JsonUnwrapped Needs needs,
    @JsonUnwrapped Network network,
    @JsonUnwrapped Grounds grounds) {
  /** Whether some number of nodes carries the demand. */
  public boolean hasAnswer() {
    return sizing.nodes() != null;
  }

  /**
   * How many nodes, and what they carry.
   *
   * @param nodes how many nodes, those that may be lost included; null when no number of nodes
   *     carries the demand
   * @param spareNodes how many of them may be lost
   * @param deliveriesPerSecond the demand in deliveries
   * @param equivalentDeliveriesPerSecond the same in deliveries of the measured workload, at the
   *     recommended number of nodes
   * @param carriesPerSecond what the recommended nodes carry without the spare ones, in deliveries
   *     of the measured workload
   */
  public record Sizing(
      Nodes nodes,
      int spareNodes,
      double deliveriesPerSecond,
      Double equivalentDeliveriesPerSecond,
      Interval carriesPerSecond) {}

  /**
   * Numbers of nodes.
   *
   * @param low when capacity is at the upper end of its interval; null when no number suffices then
   * @param estimate by the best estimate; null when no number suffices
   * @param high when capacity is at the lower end: the recommendation
   */
  public record Nodes(Integer low, Integer estimate, int high) {}

  /**
   * What the nodes need when the spare ones are gone.
   *
   * @param connectionsPerNode connections of each node
   * @param nodeCores processors that all nodes need together, by the costs of deliveries, publishes
   *     and frames
   * @param nodesByProcessors how many nodes would do by processors alone, spare ones included, when
   *     each has processors of its own and uses as many as one did at its knee. It knows no
   *     contention, so it is not the recommendation
   * @param memoryBytesPerNode resident memory of the node that needs most
   */
  public record Needs(
      Double connectionsPerNode,
      Double nodeCores,
      Integer nodesByProcessors,
      Double memoryBytesPerNode) {}

  /**
   * NATS servers and bandwidth.
   *
   * @param natsServers how many, one more than needed when nodes are spare
   * @param natsBytesPerSecond bytes in and out of all NATS servers
   * @param natsCores processors that all NATS servers need together
   * @param clientBytesPerSecond payload to clients; framing, TCP and TLS come on top
   */
  public record Network(
      Integer natsServers,
      Double natsBytesPerSecond,
      Double natsCores,
      double clientBytesPerSecond) {}

  /**
   * What the answer stands on.
   *
   * @param scaling parameters of the fit: lambda, sigma, kappa
   * @param measured greatest load that passed, deliveries per second, by number of nodes
   * @param extrapolations in which ways the answer goes beyond what was measured
   * @param notes what else a reader must know
   */
  public record Grounds(
      Map<String, Interval> scaling,
      Map<Integer, Double> measured,
      List<String> extrapolations,
      List<String> notes) {
    public Grounds {
      extrapolations = List.copyOf(extrapolations);
      notes = List.copyOf(notes);
    }
  }
}

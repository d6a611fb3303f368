package io.socketionats.load.plan;

import io.socketionats.load.result.Case;
import java.util.List;

/**
 * The measurements that the answer to one demand stands on.
 *
 * @param label kind of cluster
 * @param demand the demand
 * @param kind the measured workload that is nearest to the demand
 * @param scaling how that workload scales over nodes
 * @param cases all measured cases of the kind of cluster, whatever their workload
 */
record Basis(String label, Demand demand, WorkloadKind kind, Scaling scaling, List<Case> cases) {
  /** Ids of the implementations that such clusters are made of. */
  List<String> implementations() {
    return scaling.cases().stream()
        .flatMap(each -> each.measured().cluster().implementations().stream())
        .distinct()
        .toList();
  }

  /** The demand in deliveries per second, by as many receivers of a publish as were measured. */
  double deliveries() {
    double perMember =
        Statistics.median(scaling.cases().stream().map(JudgedCase::deliveriesPerPublish).toList())
            / Math.max(1, kind.roomSize());
    return demand.publishesPerSecond() * demand.roomSize() * perMember;
  }

  /** The most connections that a node had. */
  double connectionsPerNode() {
    return cases.stream().mapToDouble(Basis::connectionsPerNode).max().orElse(0);
  }

  private static double connectionsPerNode(Case each) {
    int connected = each.connections() == null ? 0 : each.connections().count();
    return (double) Math.max(connected, each.workload().connections()) / each.cluster().nodes();
  }

  /** Bytes of a payload: as demanded, or as measured where the demand does not say. */
  int payloadBytes() {
    return demand.payloadBytes() > 0 ? demand.payloadBytes() : kind.payloadBytes();
  }
}

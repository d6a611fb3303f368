package io.socketionats.load.plan;

import java.util.List;
import java.util.Map;

/**
 * Converts a demand into deliveries of the measured workload and into processors, by the costs of
 * publishes, frames and deliveries.
 */
final class ProcessorModel {
  private final Basis basis;
  private final Map<String, Costs> costs;
  private final List<String> implementations;
  private final double deliveries;

  /**
   * @param costs by implementation
   */
  ProcessorModel(Basis basis, Map<String, Costs> costs) {
    this.basis = basis;
    this.costs = costs;
    this.implementations = basis.implementations();
    this.deliveries = basis.deliveries();
  }

  /** Whether rooms of another size can be converted: the cost of a publish must be known. */
  boolean isConvertible() {
    return !implementations.isEmpty() && implementations.stream().allMatch(this::isConvertible);
  }

  private boolean isConvertible(String implementation) {
    Costs cost = costs.get(implementation);
    return cost != null
        && cost.intervals().containsKey(Costs.Item.PUBLISH)
        && cost.estimate(Costs.Item.DELIVERY) > 0;
  }

  /**
   * The demand in deliveries of the measured workload. Rooms of another size make another number of
   * publishes and frames for each delivery.
   */
  double equivalentDeliveries(int nodes) {
    if (!isConvertible()) {
      return deliveries;
    }
    double ratio = 0;
    for (String implementation : implementations) {
      Costs cost = costs.get(implementation);
      ratio +=
          costPerDelivery(cost, nodes, basis.demand().roomSize())
              / costPerDelivery(cost, nodes, basis.kind().roomSize());
    }
    return deliveries * ratio / implementations.size();
  }

  /** Processors that so many nodes need together; null when the use of nodes was not measured. */
  Double cores(int nodes) {
    if (implementations.isEmpty() || !costs.keySet().containsAll(implementations)) {
      return null;
    }
    double roomSize = isConvertible() ? basis.demand().roomSize() : basis.kind().roomSize();
    double perDelivery = 0;
    double idle = 0;
    for (String implementation : implementations) {
      perDelivery += costPerDelivery(costs.get(implementation), nodes, roomSize);
      idle += costs.get(implementation).estimate(Costs.Item.IDLE);
    }
    return (deliveries * perDelivery + nodes * idle) / implementations.size();
  }

  private static double costPerDelivery(Costs cost, int nodes, double roomSize) {
    double publish =
        cost.estimate(Costs.Item.PUBLISH) + (nodes - 1) * cost.estimate(Costs.Item.FRAME);
    return cost.estimate(Costs.Item.DELIVERY) + publish / Math.max(1, roomSize);
  }
}

package io.socketionats.load.plan;

import io.socketionats.load.result.Case;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.NodeUse;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Resident memory of a node.
 *
 * @param base bytes without connections, the median of all valid levels
 * @param perConnection bytes for one more connection
 */
record Memory(double base, double perConnection) {
  double at(double connections) {
    return base + perConnection * connections;
  }

  /** By implementation; those whose connections were not measured are absent. */
  static Map<String, Memory> of(Stream<Case> cases) {
    List<Case> all = cases.toList();
    Map<String, List<Double>> perConnection = new TreeMap<>();
    for (Case each : all) {
      if (each.connections() != null) {
        each.connections()
            .rssBytesPerConnection()
            .forEach(
                (implementation, bytes) ->
                    perConnection
                        .computeIfAbsent(implementation, i -> new ArrayList<>())
                        .add(bytes));
      }
    }
    Map<String, Memory> memory = new TreeMap<>();
    perConnection.forEach(
        (implementation, bytes) -> {
          double cost = Statistics.median(bytes);
          memory.put(implementation, new Memory(base(all, implementation, cost), cost));
        });
    return memory;
  }

  private static double base(List<Case> cases, String implementation, double perConnection) {
    List<Double> bases = new ArrayList<>();
    for (Case each : cases) {
      double connections = (double) each.workload().connections() / each.cluster().nodes();
      for (Level level : each.valid()) {
        for (NodeUse node : level.use().nodes()) {
          if (node.implementation().equals(implementation)) {
            bases.add(Math.max(0, node.rssBytes() - perConnection * connections));
          }
        }
      }
    }
    return bases.isEmpty() ? 0 : Statistics.median(bases);
  }

  /** The memory of the implementation that needs most, with this many connections. */
  static Optional<Double> most(
      Map<String, Memory> memory, List<String> implementations, double connections) {
    if (implementations.isEmpty() || !memory.keySet().containsAll(implementations)) {
      return Optional.empty();
    }
    return implementations.stream()
        .map(implementation -> memory.get(implementation).at(connections))
        .max(Comparator.naturalOrder());
  }
}

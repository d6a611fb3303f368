package io.socketionats.load.plan;

import io.socketionats.load.result.Level;
import io.socketionats.load.result.NatsUse;
import io.socketionats.load.result.NodeUse;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** Processors that were used at the knee of cases. */
final class KneeProcessors {
  private KneeProcessors() {}

  /**
   * KneeProcessors that a node used at the knee, the median over the runs with the fewest nodes,
   * where nodes stand least in each other's way; empty when it was not measured.
   */
  static OptionalDouble ofNode(List<JudgedCase> runs) {
    int fewest = runs.stream().mapToInt(JudgedCase::nodes).min().orElseThrow();
    List<Double> cores = new ArrayList<>();
    for (JudgedCase run : runs) {
      if (run.nodes() == fewest) {
        run.knee()
            .forEach(level -> level.use().nodes().forEach(node -> cores.add(node.cpuCores())));
      }
    }
    return cores.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Statistics.median(cores));
  }

  /** KneeProcessors that nodes, NATS, generator and other programs used at the knee of a run. */
  static OptionalDouble ofAll(JudgedCase run) {
    List<Double> sums = new ArrayList<>();
    for (Level level : run.knee()) {
      if (!level.use().nodes().isEmpty()) {
        double generator = level.use().generator() == null ? 0 : level.use().generator().cpuCores();
        double others = level.use().others() == null ? 0 : level.use().others().cpuCores();
        sums.add(
            level.use().nodes().stream().mapToDouble(NodeUse::cpuCores).sum()
                + level.use().nats().stream().mapToDouble(NatsUse::cpuCores).sum()
                + generator
                + others);
      }
    }
    return sums.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Statistics.median(sums));
  }
}

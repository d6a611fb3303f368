package io.socketionats.load.plan;

import io.socketionats.load.result.Level;
import io.socketionats.load.result.NatsUse;
import io.socketionats.load.result.NodeUse;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** What runs used of processors at their knee. */
final class Processors {
  private Processors() {}

  /**
   * Processors that a node used at the knee, the median over the runs with the fewest nodes, where
   * nodes stand least in each other's way; empty when it was not measured.
   */
  static OptionalDouble ofNode(List<Run> runs) {
    int fewest = runs.stream().mapToInt(Run::nodes).min().orElseThrow();
    List<Double> cores = new ArrayList<>();
    for (Run run : runs) {
      if (run.nodes() == fewest) {
        run.knee().forEach(level -> level.nodes().forEach(node -> cores.add(node.cpuCores())));
      }
    }
    return cores.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Nats.median(cores));
  }

  /** Processors that nodes, NATS, generator and other programs used at the knee of a run. */
  static OptionalDouble ofAll(Run run) {
    List<Double> sums = new ArrayList<>();
    for (Level level : run.knee()) {
      if (!level.nodes().isEmpty()) {
        double generator = level.generator() == null ? 0 : level.generator().cpuCores();
        double others = level.others() == null ? 0 : level.others().cpuCores();
        sums.add(
            level.nodes().stream().mapToDouble(NodeUse::cpuCores).sum()
                + level.nats().stream().mapToDouble(NatsUse::cpuCores).sum()
                + generator
                + others);
      }
    }
    return sums.isEmpty() ? OptionalDouble.empty() : OptionalDouble.of(Nats.median(sums));
  }
}

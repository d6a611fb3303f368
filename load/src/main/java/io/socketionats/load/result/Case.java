package io.socketionats.load.result;

import java.util.List;
import java.util.Objects;

/**
 * A cluster under a workload.
 *
 * @param id unique in its measurement
 * @param levels in the order of the run, warm-up included
 * @param maximum what the search found; null when there was no search, or no level passed
 * @param connections what connections cost in memory; null when that was not measured
 */
public record Case(
    String id,
    TestedCluster cluster,
    Workload workload,
    List<Level> levels,
    Maximum maximum,
    Connections connections) {
  public Case {
    Objects.requireNonNull(id, "id");
    Objects.requireNonNull(cluster, "cluster");
    Objects.requireNonNull(workload, "workload");
    levels = Absent.list(levels);
  }

  /** Levels that may be quoted: not warm-up, not invalid. */
  public List<Level> valid() {
    return levels.stream()
        .filter(level -> level.phase() != Phase.WARMUP && level.verdict() != LevelVerdict.INVALID)
        .toList();
  }
}

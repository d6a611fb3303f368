package io.socketionats.load.plan;

import io.socketionats.load.result.LatencyLog;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.MeasurementFolder;
import io.socketionats.load.result.Percentiles;
import io.socketionats.load.result.Slo;
import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * Judges levels again, by an objective that need not be the one they were measured with.
 *
 * @param folder where the histograms are
 * @param measured the objective of the run
 * @param wanted the objective of the plan
 */
record Rejudge(MeasurementFolder folder, Slo measured, Slo wanted) {
  /**
   * Whether a valid level meets the wanted objective. One that failed for another reason than
   * latency fails by every objective.
   */
  boolean passes(Level level) {
    if (measured.equals(wanted)) {
      return level.verdict() == LevelVerdict.PASS;
    }
    boolean otherwiseRight =
        level.verdict() == LevelVerdict.PASS
            || (level.verdict() == LevelVerdict.FAIL
                && level.wrong().total() == 0
                && micros(level, measured) > measured.micros());
    return otherwiseRight && micros(level, wanted) <= wanted.micros();
  }

  /** The objective's percentile of all latencies, microseconds. */
  private double micros(Level level, Slo slo) {
    Map<String, Histogram> byTag = folder.histograms(level);
    if (!byTag.isEmpty()) {
      return LatencyLog.latencies(byTag).getValueAtPercentile(slo.percentile());
    }
    return Math.max(
        upper(level.latency().sameNode(), slo.percentile()),
        upper(level.latency().crossNode(), slo.percentile()));
  }

  /** The next percentile that is known, so never too low. */
  private static double upper(Percentiles of, double percentile) {
    if (percentile <= 50) {
      return of.p50();
    }
    if (percentile <= 90) {
      return of.p90();
    }
    if (percentile <= 99) {
      return of.p99();
    }
    return percentile <= 99.9 ? of.p999() : of.max();
  }
}

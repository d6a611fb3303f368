package io.socketionats.load.report;

import io.socketionats.load.plan.Costs;
import io.socketionats.load.plan.Evidence;
import io.socketionats.load.plan.JudgedCase;
import io.socketionats.load.plan.Scaling;
import io.socketionats.load.plan.WorkloadKind;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.LatencyLog;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.Slo;
import io.socketionats.load.result.TestedCluster;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;

/** What a report is about, computed once. */
final class Facts {
  /** Of all intervals on the page. */
  static final double CONFIDENCE = 0.95;

  private final Evidence evidence;
  private final Slo slo;
  private final Map<String, List<JudgedCase>> runs = new LinkedHashMap<>();
  private final Map<String, Map<WorkloadKind, Scaling>> scalings = new LinkedHashMap<>();
  private final Map<String, Costs> costs;

  Facts(Evidence evidence, Slo slo) {
    this.evidence = evidence;
    this.slo = slo;
    for (String label : evidence.labels()) {
      runs.put(label, evidence.runs(label, slo));
      scalings.put(label, evidence.scalings(label, slo, CONFIDENCE));
    }
    this.costs = evidence.costs(CONFIDENCE);
  }

  Evidence evidence() {
    return evidence;
  }

  Slo slo() {
    return slo;
  }

  List<String> labels() {
    return evidence.labels();
  }

  List<Case> cases() {
    return evidence.cases().toList();
  }

  List<Case> cases(String label) {
    return evidence.cases().filter(each -> each.cluster().label().equals(label)).toList();
  }

  /** Empty when no level of the case passed. */
  Optional<JudgedCase> run(Case each) {
    return runs.get(each.cluster().label()).stream()
        .filter(run -> run.measured() == each)
        .findFirst();
  }

  Map<WorkloadKind, Scaling> scalings(String label) {
    return scalings.get(label);
  }

  Map<String, Costs> costs() {
    return costs;
  }

  /** Valid levels at the greatest target that passed; a hold at a little less counts as well. */
  List<Level> atMaximum(JudgedCase run) {
    return run.measured().valid().stream()
        .filter(level -> level.target() <= run.bracket().passed() * 1.001)
        .filter(level -> level.target() >= run.bracket().passed() * 0.9)
        .toList();
  }

  /** Latencies of levels by tag, added. */
  Map<String, Histogram> histograms(Case each, List<Level> levels) {
    Map<String, Histogram> sum = new TreeMap<>();
    for (Evidence.Source source : evidence.sources()) {
      if (source.measurement().cases().stream().noneMatch(other -> other == each)) {
        continue;
      }
      for (Level level : levels) {
        source
            .folder()
            .histograms(level)
            .forEach(
                (tag, histogram) ->
                    sum.computeIfAbsent(tag, t -> LatencyLog.empty()).add(histogram));
      }
    }
    return sum;
  }

  /**
   * The objective's percentile of a level in microseconds, of same-node and cross-node together.
   */
  double micros(Case each, Level level) {
    Histogram all = LatencyLog.latencies(histograms(each, List.of(level)));
    if (all.getTotalCount() > 0) {
      return all.getValueAtPercentile(slo.percentile());
    }
    return Math.max(level.latency().sameNode().p99(), level.latency().crossNode().p99());
  }

  static String nodes(Case each) {
    return TestedCluster.nodes(each.cluster().nodes());
  }

  /** How a case is called on the page. */
  static String name(Case each) {
    return "%s, %s, %s (rooms of %s, %d B)"
        .formatted(
            each.cluster().label(),
            nodes(each),
            each.workload().name(),
            Numbers.plain(each.workload().roomSize()),
            each.workload().payloadBytes());
  }
}

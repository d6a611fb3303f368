package io.socketionats.load.report;

import io.socketionats.load.plan.JudgedCase;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.LatencyLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;

/** Percentile curves at the knee, same-node and cross-node apart; and what NATS adds. */
final class PercentileSection {
  private static final double[] PERCENTILES = {
    10, 25, 50, 75, 80, 85, 90, 92.5, 95, 97, 98, 99, 99.5, 99.8, 99.9, 99.95, 99.98, 99.99
  };

  private static final List<String> COLUMNS =
      List.of(
          "cluster", "same p50", "cross p50", "NATS adds", "same p99", "cross p99", "NATS adds");

  private final Facts facts;

  PercentileSection(Facts facts) {
    this.facts = facts;
  }

  List<ReportSection> sections() {
    List<Chart> charts = new ArrayList<>();
    List<List<Cell>> rows = new ArrayList<>();
    for (Case each : facts.cases()) {
      facts
          .run(each)
          .ifPresent(
              run -> {
                Map<String, Histogram> byTag = facts.histograms(each, facts.atMaximum(run));
                Histogram same = byTag.getOrDefault(LatencyLog.SAME_NODE, LatencyLog.empty());
                Histogram cross = byTag.getOrDefault(LatencyLog.CROSS_NODE, LatencyLog.empty());
                if (same.getTotalCount() + cross.getTotalCount() > 0) {
                  charts.add(chart(each, run, same, cross));
                }
                if (same.getTotalCount() > 0 && cross.getTotalCount() > 0) {
                  rows.add(row(each, same, cross));
                }
              });
    }
    return List.of(
        ReportSection.ofCharts(
            "percentiles",
            "Percentile curves at the knee",
            "Latencies at the greatest load that passed, all repetitions together.",
            charts,
            "no histograms are kept with these measurements"),
        ReportSection.ofTable(
            "nats",
            "What NATS adds",
            "Latency to receivers on another node minus latency to receivers on the publisher's own node, at the same time and load. "
                + "It contains the adapter on both sides, the NATS server and the loopback or network between them.",
            new Table("Same node and cross node at the knee", COLUMNS, rows),
            "nothing was measured with receivers on both sides"));
  }

  private static List<Cell> row(Case each, Histogram same, Histogram cross) {
    List<Cell> row = new ArrayList<>();
    row.add(Cell.of(Facts.name(each)));
    for (double percentile : new double[] {50, 99}) {
      long here = same.getValueAtPercentile(percentile);
      long there = cross.getValueAtPercentile(percentile);
      row.add(Cell.of(Numbers.time(here)));
      row.add(Cell.of(Numbers.time(there)));
      row.add(Cell.of(Numbers.time(there - here)));
    }
    return row;
  }

  private Chart chart(Case each, JudgedCase judged, Histogram same, Histogram cross) {
    double slowest = Math.max(facts.slo().micros(), Math.max(top(same), top(cross)));
    double least = Math.max(1, Math.min(bottom(same), bottom(cross)));
    Axis x = Axis.percentiles();
    List<Chart.Series> series = new ArrayList<>();
    series.add(Chart.limit("objective " + facts.slo(), x, facts.slo().micros()));
    curve("same node", 0, same).ifPresent(series::add);
    curve("cross node", 1, cross).ifPresent(series::add);
    return new Chart(
        "%s, %s at %s deliveries/s"
            .formatted(each.cluster().label(), Facts.nodes(each), Numbers.plain(judged.passed())),
        "Latency by percentile of " + Facts.name(each),
        x,
        Axis.latency(least, slowest),
        series);
  }

  private static Optional<Chart.Series> curve(String name, int colour, Histogram of) {
    List<Chart.Point> points = new ArrayList<>();
    for (double percentile : PERCENTILES) {
      if ((1 - percentile / 100) * of.getTotalCount() >= 1) {
        points.add(new Chart.Point(100 / (100 - percentile), of.getValueAtPercentile(percentile)));
      }
    }
    return points.isEmpty()
        ? Optional.empty()
        : Optional.of(new Chart.Series(name, Chart.Style.LINE, colour, points));
  }

  private static double top(Histogram of) {
    return of.getTotalCount() == 0 ? 0 : of.getValueAtPercentile(99.99);
  }

  private static double bottom(Histogram of) {
    return of.getTotalCount() == 0 ? Double.MAX_VALUE : of.getValueAtPercentile(10);
  }
}

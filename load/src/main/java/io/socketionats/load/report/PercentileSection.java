package io.socketionats.load.report;

import io.socketionats.load.plan.JudgedCase;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.LatencyLog;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;

/** Percentile curves at the knee, same-node and cross-node apart; and what NATS adds. */
final class PercentileSection {
  private static final double[] PERCENTILES = {
    10, 25, 50, 75, 80, 85, 90, 92.5, 95, 97, 98, 99, 99.5, 99.8, 99.9, 99.95, 99.98, 99.99
  };

  private final Facts facts;

  PercentileSection(Facts facts) {
    this.facts = facts;
  }

  String render() {
    List<String> cards = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    for (Case each : facts.cases()) {
      facts
          .run(each)
          .ifPresent(
              run -> {
                Map<String, Histogram> byTag = facts.histograms(each, facts.atMaximum(run));
                Histogram same = byTag.getOrDefault(LatencyLog.SAME_NODE, LatencyLog.empty());
                Histogram cross = byTag.getOrDefault(LatencyLog.CROSS_NODE, LatencyLog.empty());
                if (same.getTotalCount() + cross.getTotalCount() > 0) {
                  cards.add(card(each, run, same, cross));
                }
                if (same.getTotalCount() > 0 && cross.getTotalCount() > 0) {
                  rows.add(row(each, same, cross));
                }
              });
    }
    String curves =
        Html.section(
            "percentiles",
            "Percentile curves at the knee",
            "Latencies at the greatest load that passed, all repetitions together.",
            cards.isEmpty()
                ? none("no histograms are kept with these measurements")
                : Html.cards(cards));
    return curves + nats(rows);
  }

  private static String nats(List<List<String>> rows) {
    return Html.section(
        "nats",
        "What NATS adds",
        "Latency to receivers on another node minus latency to receivers on the publisher's own node, at the same time and load. "
            + "It contains the adapter on both sides, the NATS server and the loopback or network between them.",
        rows.isEmpty()
            ? none("nothing was measured with receivers on both sides")
            : Html.table(
                "Same node and cross node at the knee",
                List.of(
                    "cluster",
                    "same p50",
                    "cross p50",
                    "NATS adds",
                    "same p99",
                    "cross p99",
                    "NATS adds"),
                rows));
  }

  private static List<String> row(Case each, Histogram same, Histogram cross) {
    List<String> row = new ArrayList<>();
    row.add(Html.text(Facts.name(each)));
    for (double percentile : new double[] {50, 99}) {
      long here = same.getValueAtPercentile(percentile);
      long there = cross.getValueAtPercentile(percentile);
      row.add(Numbers.time(here));
      row.add(Numbers.time(there));
      row.add("<b>%s</b>".formatted(Numbers.time(there - here)));
    }
    return row;
  }

  private String card(Case each, JudgedCase run, Histogram same, Histogram cross) {
    double slowest = Math.max(facts.slo().micros(), Math.max(top(same), top(cross)));
    double least = Math.max(1, Math.min(bottom(same), bottom(cross)));
    Axis x =
        new Axis("percentile", 1, 10_000, true, tick -> Numbers.plainPercentile(100 - 100 / tick));
    Axis y = Axis.logarithmic("latency", least, slowest, Numbers::time);
    Chart chart = new Chart(x, y, "Latency by percentile of " + Facts.name(each));
    chart.across("slo", facts.slo().micros(), "objective " + facts.slo());
    curve(chart, "c0", same, "same node");
    curve(chart, "c1", cross, "cross node");
    return Html.card(
        "%s, %s at %s deliveries/s"
            .formatted(each.cluster().label(), Facts.nodes(each), Numbers.plain(run.passed())),
        chart.render());
  }

  private static void curve(Chart chart, String style, Histogram of, String name) {
    if (of.getTotalCount() == 0) {
      return;
    }
    List<Chart.Point> points = new ArrayList<>();
    for (double percentile : PERCENTILES) {
      if ((1 - percentile / 100) * of.getTotalCount() >= 1) {
        points.add(new Chart.Point(100 / (100 - percentile), of.getValueAtPercentile(percentile)));
      }
    }
    chart.line(style, points).named(style, name);
  }

  private static double top(Histogram of) {
    return of.getTotalCount() == 0 ? 0 : of.getValueAtPercentile(99.99);
  }

  private static double bottom(Histogram of) {
    return of.getTotalCount() == 0 ? Double.MAX_VALUE : of.getValueAtPercentile(10);
  }

  private static String none(String words) {
    return "<p class=\"none\">%s</p>".formatted(Html.text(words));
  }
}

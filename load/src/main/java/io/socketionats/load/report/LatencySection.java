package io.socketionats.load.report;

import io.socketionats.load.plan.JudgedCase;
import io.socketionats.load.plan.Statistics;
import io.socketionats.load.plan.WorkloadKind;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.Phase;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Latency against offered load: one chart for each kind of cluster and workload. */
final class LatencySection {
  private static final int COLOURS = 4;

  /** Latencies of an overloaded cluster only say how long the level was. */
  private static final double MOST_OBJECTIVES = 20;

  private final Facts facts;

  LatencySection(Facts facts) {
    this.facts = facts;
  }

  String render() {
    List<String> cards = new ArrayList<>();
    for (String label : facts.labels()) {
      Map<WorkloadKind, List<Case>> byLoad = new LinkedHashMap<>();
      facts
          .cases(label)
          .forEach(
              each ->
                  byLoad
                      .computeIfAbsent(WorkloadKind.of(each.workload()), l -> new ArrayList<>())
                      .add(each));
      byLoad.forEach((load, cases) -> cards.add(card(label, load, cases)));
    }
    return Html.section(
        "latency",
        "Latency against offered load",
        "p%s of all deliveries, from the intended send time. A dot is one measured level, a line joins the medians of repetitions. "
                .formatted(Html.text(Numbers.plain(facts.slo().percentile())))
            + "The diamond is the knee: the greatest load that passed. Hollow dots are levels that failed; invalid levels are not drawn. What took longer than shown is at the upper edge.",
        Html.cards(cards));
  }

  private String card(String label, WorkloadKind load, List<Case> cases) {
    Map<Case, Map<Level, Double>> latencies = new LinkedHashMap<>();
    double most = 1;
    double least = facts.slo().micros();
    double slowest = facts.slo().micros();
    for (Case each : cases) {
      Map<Level, Double> byLevel = new LinkedHashMap<>();
      for (Level level : each.levels()) {
        if (level.phase() != Phase.WARMUP && level.verdict() != LevelVerdict.INVALID) {
          double micros = Math.max(1, facts.micros(each, level));
          byLevel.put(level, micros);
          most = Math.max(most, offered(each, level));
          least = Math.min(least, micros);
          slowest = Math.max(slowest, micros);
        }
      }
      latencies.put(each, byLevel);
    }
    Chart chart =
        new Chart(
            Axis.linear("offered load, deliveries per second", most, Numbers::brief),
            Axis.logarithmic(
                "latency",
                least,
                Math.min(slowest, MOST_OBJECTIVES * facts.slo().micros()),
                Numbers::time),
            "Latency against offered load of clusters " + label);
    chart.across("slo", facts.slo().micros(), "objective " + facts.slo());
    int colour = 0;
    for (Map.Entry<Case, Map<Level, Double>> entry : latencies.entrySet()) {
      String style = "c" + colour++ % COLOURS;
      draw(chart, style, entry.getKey(), entry.getValue());
      chart.named(style, name(entry.getKey(), cases));
    }
    return Html.card(
        "%s: %s, rooms of %s, %d B"
            .formatted(label, load.name(), Numbers.plain(load.roomSize()), load.payloadBytes()),
        chart.render());
  }

  /** With the connections where cases differ by them. */
  private static String name(Case each, List<Case> cases) {
    long kinds = cases.stream().map(some -> some.workload().connections()).distinct().count();
    return kinds == 1
        ? Facts.nodes(each)
        : "%s, %s connections"
            .formatted(Facts.nodes(each), Numbers.plain(each.workload().connections()));
  }

  private void draw(Chart chart, String style, Case each, Map<Level, Double> latencies) {
    TreeMap<Double, List<Double>> byTarget = new TreeMap<>();
    Map<Double, Double> loads = new TreeMap<>();
    latencies.forEach(
        (level, micros) -> {
          byTarget.computeIfAbsent(level.target(), t -> new ArrayList<>()).add(micros);
          loads.putIfAbsent(level.target(), offered(each, level));
          chart.dot(
              style + (level.verdict() == LevelVerdict.FAIL ? " failed" : ""),
              new Chart.Point(offered(each, level), micros),
              "%s deliveries/s: %s, %s"
                  .formatted(
                      Numbers.plain(offered(each, level)), Numbers.time(micros), level.verdict()));
        });
    List<Chart.Point> medians = new ArrayList<>();
    byTarget.forEach(
        (target, values) ->
            medians.add(new Chart.Point(loads.get(target), Statistics.median(values))));
    chart.line(style, medians);
    facts
        .run(each)
        .ifPresent(
            run -> {
              double target = run.bracket().passed();
              if (byTarget.containsKey(target)) {
                chart.diamond(
                    style,
                    new Chart.Point(loads.get(target), Statistics.median(byTarget.get(target))),
                    knee(run));
              }
            });
  }

  private static String knee(JudgedCase run) {
    return "knee at %s deliveries/s".formatted(Numbers.plain(run.passed()));
  }

  /** Deliveries per second that the offered publishes demand. */
  private static double offered(Case each, Level level) {
    return level.offer().seconds() > 0
        ? level.deliveries().expected() / level.offer().seconds()
        : level.offer().deliveriesPerSecond();
  }
}

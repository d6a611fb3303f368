package io.socketionats.load.report;

import io.socketionats.load.plan.Interval;
import io.socketionats.load.plan.Scaling;
import io.socketionats.load.plan.WorkloadKind;
import io.socketionats.load.result.TestedCluster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Capacity against node count, with the fit and its interval. */
final class ScalingSection {
  private static final int POINTS = 24;

  private final Facts facts;

  ScalingSection(Facts facts) {
    this.facts = facts;
  }

  String render() {
    Map<WorkloadKind, Map<String, Scaling>> byLoad = new LinkedHashMap<>();
    for (String label : facts.labels()) {
      facts
          .scalings(label)
          .forEach(
              (load, scaling) ->
                  byLoad.computeIfAbsent(load, l -> new LinkedHashMap<>()).put(label, scaling));
    }
    List<String> cards = new ArrayList<>();
    List<List<String>> rows = new ArrayList<>();
    byLoad.forEach(
        (load, scalings) -> {
          scalings.forEach(
              (label, scaling) -> {
                cards.add(card(label, load, scaling));
                rows.add(row(label, load, scaling));
              });
        });
    return Html.section(
        "scaling",
        "Scaling over nodes",
        "Diamonds: the greatest load that passed. Line: the Universal Scalability Law, fitted to the load at which half of the repetitions pass; "
            + "the band is its 95 % interval, dashed where nothing was measured. All nodes share one machine here unless the machine says otherwise, "
            + "so this is what the machine carries as much as what the software does.",
        Html.cards(cards)
            + Html.table(
                "Parameters of the fit, with 95 % intervals",
                List.of(
                    "cluster", "node counts", "one node, deliveries/s", "contention", "crosstalk"),
                rows));
  }

  private static List<String> row(String label, WorkloadKind load, Scaling scaling) {
    int counts = scaling.nodes().size();
    return List.of(
        Html.text(
            "%s, %s, rooms of %s".formatted(label, load.name(), Numbers.plain(load.roomSize()))),
        Html.text(scaling.nodes().toString().replaceAll("[\\[\\]]", "")),
        scaling.unlimited().isEmpty()
            ? interval(scaling.lambda())
            : "%s <small>a lower bound: nothing failed at %s nodes</small>"
                .formatted(
                    Numbers.plain(scaling.lambda().estimate()),
                    Html.text(scaling.unlimited().toString().replaceAll("[\\[\\]]", ""))),
        counts < 2 ? "not told by one count" : small(scaling.sigma()),
        counts < 3 ? "needs three counts" : small(scaling.kappa()));
  }

  static String interval(Interval of) {
    return "%s <small>%s to %s</small>"
        .formatted(Numbers.plain(of.estimate()), Numbers.plain(of.low()), Numbers.plain(of.high()));
  }

  private static String small(Interval of) {
    return Numbers.say("%.4f <small>%.4f to %.4f</small>", of.estimate(), of.low(), of.high());
  }

  private static String card(String label, WorkloadKind load, Scaling scaling) {
    List<Integer> counts = scaling.nodes();
    double last = counts.get(counts.size() - 1);
    double to = Math.max(2, Math.ceil(last * 1.5));
    double most = 0;
    List<Chart.Point> low = new ArrayList<>();
    List<Chart.Point> high = new ArrayList<>();
    List<Chart.Point> known = new ArrayList<>();
    List<Chart.Point> beyond = new ArrayList<>();
    for (int i = 0; i <= POINTS; i++) {
      double nodes = 1 + (to - 1) * i / POINTS;
      Interval at = scaling.at(nodes);
      low.add(new Chart.Point(nodes, at.low()));
      high.add(new Chart.Point(nodes, at.high()));
      Chart.Point point = new Chart.Point(nodes, at.estimate());
      if (nodes >= counts.get(0) && nodes <= last) {
        known.add(point);
      }
      if (nodes >= last - (to - 1) / POINTS) {
        beyond.add(point);
      }
      most = Math.max(most, at.estimate());
    }
    for (double passed : scaling.passed().values()) {
      most = Math.max(most, passed);
    }
    Chart chart =
        new Chart(
            Axis.linear("nodes", to, Numbers::brief),
            Axis.linear("deliveries per second", most * 1.1, Numbers::brief),
            "Capacity of clusters %s by node count".formatted(label));
    chart.band("c0", low, high).line("c0", known).line("c0 dashed", beyond);
    chart.line(
        "linear",
        List.of(
            new Chart.Point(0, 0),
            new Chart.Point(
                Math.min(to, most * 1.1 / scaling.fit().lambda()),
                Math.min(to, most * 1.1 / scaling.fit().lambda()) * scaling.fit().lambda())));
    scaling
        .passed()
        .forEach(
            (nodes, passed) ->
                chart.diamond(
                    "c0",
                    new Chart.Point(nodes, passed),
                    "%s: %s deliveries/s passed"
                        .formatted(TestedCluster.nodes(nodes), Numbers.plain(passed))));
    chart.named("c0", "fit and 95 % interval").named("linear", "linear");
    return Html.card(
        "%s: %s, rooms of %s".formatted(label, load.name(), Numbers.plain(load.roomSize())),
        chart.render());
  }
}

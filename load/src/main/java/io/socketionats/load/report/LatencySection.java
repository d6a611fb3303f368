package io.socketionats.load.report;

import io.socketionats.load.plan.Statistics;
import io.socketionats.load.plan.WorkloadKind;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Latency against offered load: one chart for each kind of cluster and workload. */
final class LatencySection {
  private static final int COLOURS = 4;

  /** Latencies of an overloaded cluster only show how long the level was. */
  private static final double MOST_OBJECTIVES = 20;

  private static final Comparator<Chart.Point> BY_LOAD = Comparator.comparingDouble(Chart.Point::x);

  private final Facts facts;

  LatencySection(Facts facts) {
    this.facts = facts;
  }

  ReportSection section() {
    List<Chart> charts = new ArrayList<>();
    for (String label : facts.labels()) {
      Map<WorkloadKind, List<Case>> byKind = new LinkedHashMap<>();
      for (Case each : facts.cases(label)) {
        byKind
            .computeIfAbsent(WorkloadKind.of(each.workload()), kind -> new ArrayList<>())
            .add(each);
      }
      byKind.forEach((kind, cases) -> charts.add(chart(label, kind, cases)));
    }
    return ReportSection.ofCharts(
        "latency",
        "Latency against offered load",
        "%s of all deliveries, from the intended send time. A dot is one measured level; a line joins the medians of repetitions. "
                .formatted(facts.slo().percentileName())
            + "The large dot is the knee: the greatest load that passed. Hollow dots are levels that failed; invalid levels are not drawn. What took longer than shown is at the upper edge.",
        charts,
        "nothing was measured");
  }

  /** A level that is drawn: its load and its latency. */
  private record Measured(Level level, double load, double micros) {}

  private Chart chart(String label, WorkloadKind kind, List<Case> cases) {
    Map<Case, List<Measured>> measured = new LinkedHashMap<>();
    cases.forEach(each -> measured.put(each, measured(each)));
    List<Measured> all = measured.values().stream().flatMap(List::stream).toList();
    double objective = facts.slo().micros();
    double most = all.stream().mapToDouble(Measured::load).max().orElse(1);
    double least = all.stream().mapToDouble(Measured::micros).min().orElse(objective);
    double slowest = all.stream().mapToDouble(Measured::micros).max().orElse(objective);
    Axis x = Axis.linear("offered load, deliveries per second", Math.max(1, most));
    Axis y =
        Axis.latency(
            Math.min(objective, least),
            Math.min(Math.max(objective, slowest), MOST_OBJECTIVES * objective));
    List<Chart.Series> series = new ArrayList<>();
    series.add(Chart.limit("objective " + facts.slo(), x, objective));
    int colour = 0;
    for (Map.Entry<Case, List<Measured>> entry : measured.entrySet()) {
      Drawing drawing = new Drawing(colour++ % COLOURS, y.max());
      series.addAll(
          drawing.series(name(entry.getKey(), cases), entry.getValue(), knee(entry.getKey())));
    }
    return new Chart(
        "%s: %s, rooms of %s, %d B"
            .formatted(label, kind.name(), Numbers.plain(kind.roomSize()), kind.payloadBytes()),
        "Latency against offered load of clusters " + label,
        x,
        y,
        series);
  }

  private List<Measured> measured(Case each) {
    return each.valid().stream()
        .map(level -> new Measured(level, offered(level), Math.max(1, facts.micros(each, level))))
        .toList();
  }

  /** The greatest target that passed; empty when none did. */
  private OptionalDouble knee(Case each) {
    return facts.run(each).stream().mapToDouble(judged -> judged.bracket().passed()).findFirst();
  }

  /** Draws one case: dots, the line of their medians, the knee. */
  private record Drawing(int colour, double highest) {
    List<Chart.Series> series(String name, List<Measured> measured, OptionalDouble knee) {
      Map<Double, List<Measured>> byTarget =
          measured.stream()
              .collect(
                  Collectors.groupingBy(
                      one -> one.level().target(), TreeMap::new, Collectors.toList()));
      List<Chart.Point> medians =
          byTarget.values().stream().map(this::median).sorted(BY_LOAD).toList();
      List<Chart.Series> series = new ArrayList<>();
      series.add(new Chart.Series(name, Chart.Style.LINE, colour, medians));
      series.add(dots(Chart.Style.DOTS, measured, LevelVerdict.PASS));
      series.add(dots(Chart.Style.FAILED, measured, LevelVerdict.FAIL));
      if (knee.isPresent() && byTarget.containsKey(knee.getAsDouble())) {
        Chart.Point point = median(byTarget.get(knee.getAsDouble()));
        series.add(new Chart.Series(null, Chart.Style.KNEE, colour, List.of(point)));
      }
      return series;
    }

    private Chart.Series dots(Chart.Style style, List<Measured> measured, LevelVerdict verdict) {
      return new Chart.Series(
          null,
          style,
          colour,
          measured.stream()
              .filter(one -> one.level().verdict() == verdict)
              .map(one -> point(one.load(), one.micros()))
              .sorted(BY_LOAD)
              .toList());
    }

    private Chart.Point median(List<Measured> sameTarget) {
      return point(
          sameTarget.get(0).load(),
          Statistics.median(sameTarget.stream().map(Measured::micros).toList()));
    }

    private Chart.Point point(double load, double micros) {
      return new Chart.Point(load, Math.min(micros, highest));
    }
  }

  /** With the connections where cases differ by them. */
  private static String name(Case each, List<Case> cases) {
    long kinds = cases.stream().map(some -> some.workload().connections()).distinct().count();
    return kinds == 1
        ? Facts.nodes(each)
        : "%s, %s connections"
            .formatted(Facts.nodes(each), Numbers.plain(each.workload().connections()));
  }

  /** Deliveries per second that the offered publishes require. */
  private static double offered(Level level) {
    return level.offer().seconds() > 0
        ? level.deliveries().expected() / level.offer().seconds()
        : level.offer().deliveriesPerSecond();
  }
}

package io.socketionats.load.report;

import io.socketionats.load.plan.Interval;
import io.socketionats.load.plan.Scaling;
import io.socketionats.load.plan.WorkloadKind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Capacity against node count, with the fit and its interval. */
final class ScalingSection {
  private static final int POINTS = 24;

  private final Facts facts;

  ScalingSection(Facts facts) {
    this.facts = facts;
  }

  ReportSection section() {
    Map<WorkloadKind, Map<String, Scaling>> byKind = new LinkedHashMap<>();
    for (String label : facts.labels()) {
      facts
          .scalings(label)
          .forEach(
              (kind, scaling) ->
                  byKind.computeIfAbsent(kind, k -> new LinkedHashMap<>()).put(label, scaling));
    }
    List<Chart> charts = new ArrayList<>();
    List<List<Cell>> rows = new ArrayList<>();
    byKind.forEach(
        (kind, scalings) ->
            scalings.forEach(
                (label, scaling) -> {
                  charts.add(chart(label, kind, scaling));
                  rows.add(row(label, kind, scaling));
                }));
    return new ReportSection(
        "scaling",
        "Scaling over nodes",
        "Large dots: the greatest load that passed. Line: the Universal Scalability Law, fitted to the load at which half of the repetitions pass; "
            + "the band is its 95 % interval, and the line is dashed where nothing was measured. Unless the commands below say otherwise, all nodes share one machine, "
            + "so this shows what the machine carries as much as what the software does.",
        charts,
        List.of(
            new Table(
                "Parameters of the fit, with 95 % intervals",
                List.of(
                    "cluster", "node counts", "one node, deliveries/s", "contention", "crosstalk"),
                rows)),
        null);
  }

  private static List<Cell> row(String label, WorkloadKind kind, Scaling scaling) {
    int counts = scaling.nodes().size();
    return List.of(
        Cell.of(
            "%s, %s, rooms of %s".formatted(label, kind.name(), Numbers.plain(kind.roomSize()))),
        Cell.of(numbers(scaling.nodes())),
        one(scaling),
        counts < 2 ? Cell.of("not told by one count") : small(scaling.sigma()),
        counts < 3 ? Cell.of("needs three counts") : small(scaling.kappa()));
  }

  private static Cell one(Scaling scaling) {
    Interval lambda = scaling.lambda();
    return Cell.of(
        Numbers.plain(lambda.estimate()),
        scaling.unlimited().isEmpty()
            ? "%s to %s".formatted(Numbers.plain(lambda.low()), Numbers.plain(lambda.high()))
            : "a lower bound: nothing failed at %s nodes".formatted(numbers(scaling.unlimited())));
  }

  private static String numbers(List<Integer> all) {
    return all.stream().map(String::valueOf).collect(Collectors.joining(", "));
  }

  private static Cell small(Interval of) {
    return Cell.of(
        Numbers.say("%.4f", of.estimate()), Numbers.say("%.4f to %.4f", of.low(), of.high()));
  }

  private static Chart chart(String label, WorkloadKind kind, Scaling scaling) {
    double to = Math.max(2, Math.ceil(last(scaling) * 1.5));
    List<Chart.Series> series = new ArrayList<>();
    List<Chart.Point> fit = points(scaling, to, Interval::estimate);
    double most =
        Stream.concat(fit.stream().map(Chart.Point::y), scaling.passed().values().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow()
            * 1.1;
    series.add(edge(scaling, to, Interval::low));
    series.add(edge(scaling, to, Interval::high));
    series.add(linear(scaling.fit().lambda(), to, most));
    series.add(
        new Chart.Series(
            "fit and 95 % interval",
            Chart.Style.LINE,
            0,
            fit.stream()
                .filter(point -> point.x() >= first(scaling) && point.x() <= last(scaling))
                .toList()));
    series.add(
        new Chart.Series(
            null,
            Chart.Style.DASHED,
            0,
            fit.stream().filter(point -> point.x() >= last(scaling) - (to - 1) / POINTS).toList()));
    series.add(
        new Chart.Series(
            "greatest load that passed",
            Chart.Style.KNEE,
            0,
            scaling.passed().entrySet().stream()
                .map(passed -> new Chart.Point(passed.getKey(), passed.getValue()))
                .toList()));
    return new Chart(
        "%s: %s, rooms of %s".formatted(label, kind.name(), Numbers.plain(kind.roomSize())),
        "Capacity of clusters %s by number of nodes".formatted(label),
        Axis.linear("nodes", to),
        Axis.linear("deliveries per second", most),
        series);
  }

  private static double first(Scaling scaling) {
    return scaling.nodes().get(0);
  }

  private static double last(Scaling scaling) {
    return scaling.nodes().get(scaling.nodes().size() - 1);
  }

  private static Chart.Series edge(Scaling scaling, double to, ToDoubleFunction<Interval> of) {
    return new Chart.Series(null, Chart.Style.BAND, 0, points(scaling, to, of));
  }

  private static List<Chart.Point> points(
      Scaling scaling, double to, ToDoubleFunction<Interval> of) {
    return IntStream.rangeClosed(0, POINTS)
        .mapToDouble(i -> 1 + (to - 1) * i / POINTS)
        .mapToObj(nodes -> new Chart.Point(nodes, of.applyAsDouble(scaling.at(nodes))))
        .toList();
  }

  private static Chart.Series linear(double lambda, double to, double most) {
    double end = Math.min(to, most / lambda);
    return new Chart.Series(
        "linear",
        Chart.Style.DOTTED,
        0,
        List.of(new Chart.Point(0, 0), new Chart.Point(end, end * lambda)));
  }
}

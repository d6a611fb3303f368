package io.socketionats.load.report;

import io.socketionats.load.plan.Costs;
import io.socketionats.load.plan.Interval;
import io.socketionats.load.plan.JudgedCase;
import io.socketionats.load.plan.Statistics;
import io.socketionats.load.result.Case;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What a delivery, a publish, a frame and a connection cost; Java against Node. */
final class CostSection {
  private static final double MICROS = 1e6;

  private final Facts facts;

  CostSection(Facts facts) {
    this.facts = facts;
  }

  List<ReportSection> sections() {
    return List.of(costs(), comparison());
  }

  private ReportSection costs() {
    List<List<Cell>> rows = new ArrayList<>();
    facts
        .costs()
        .forEach(
            (implementation, costs) -> {
              List<Cell> row = new ArrayList<>();
              row.add(Cell.of(implementation));
              for (Costs.Item item :
                  List.of(Costs.Item.DELIVERY, Costs.Item.PUBLISH, Costs.Item.FRAME)) {
                row.add(cost(costs.intervals().get(item), costs.unsure()));
              }
              row.add(memory(implementation));
              row.add(Cell.of(costs.levels()));
              rows.add(row);
            });
    boolean inside =
        facts.costs().values().stream().anyMatch(costs -> !costs.inseparable().isEmpty());
    return ReportSection.ofTable(
        "costs",
        "Cost per delivery and per connection",
        "Processor time of a node by regression over the levels that passed, with 95 % intervals; resident memory for one more connection."
            + (inside
                ? " What did not vary by itself has no cost of its own and is inside the others: with one room size a delivery includes its share of the publish."
                : ""),
        new Table(
            "Costs by implementation",
            List.of(
                "implementation",
                "a delivery",
                "a publish",
                "a frame from another node",
                "memory of a connection",
                "node levels"),
            rows),
        "what nodes used was not measured");
  }

  private static Cell cost(Interval of, boolean unsure) {
    if (of != null && unsure) {
      return Cell.of(Numbers.time(of.estimate() * MICROS), "too few levels for an interval");
    }
    return of == null
        ? Cell.of("inside the others")
        : Cell.of(
            Numbers.time(of.estimate() * MICROS),
            "%s to %s"
                .formatted(Numbers.time(of.low() * MICROS), Numbers.time(of.high() * MICROS)));
  }

  private Cell memory(String implementation) {
    List<Double> bytes = new ArrayList<>();
    int most = 0;
    for (Case each : facts.cases()) {
      if (each.connections() != null
          && each.connections().rssBytesPerConnection().containsKey(implementation)) {
        bytes.add(each.connections().rssBytesPerConnection().get(implementation));
        most = Math.max(most, each.connections().count() / each.cluster().nodes());
      }
    }
    return bytes.isEmpty()
        ? Cell.of("not measured")
        : Cell.of(
            Numbers.bytes(Statistics.median(bytes)),
            "at up to %s per node".formatted(Numbers.plain(most)));
  }

  /** Cases that differ in nothing but the label, side by side. */
  private ReportSection comparison() {
    Map<String, TreeMap<String, JudgedCase>> alike = new LinkedHashMap<>();
    for (Case each : facts.cases()) {
      String key =
          "%s, %s, rooms of %s, %d B"
              .formatted(
                  Facts.nodes(each),
                  each.workload().name(),
                  Numbers.plain(each.workload().roomSize()),
                  each.workload().payloadBytes());
      facts
          .run(each)
          .ifPresent(
              run ->
                  alike
                      .computeIfAbsent(key, k -> new TreeMap<>())
                      .put(each.cluster().label(), run));
    }
    List<String> labels = facts.labels();
    List<String> head = new ArrayList<>(List.of("cluster"));
    head.addAll(labels);
    head.add("java : node");
    List<List<Cell>> rows = new ArrayList<>();
    alike.forEach(
        (key, byLabel) -> {
          List<Cell> row = new ArrayList<>(List.of(Cell.of(key)));
          labels.forEach(
              label ->
                  row.add(
                      Cell.of(
                          byLabel.containsKey(label)
                              ? Numbers.plain(byLabel.get(label).passed())
                              : "–")));
          row.add(
              Cell.of(
                  byLabel.containsKey("java") && byLabel.containsKey("node")
                      ? Numbers.say(
                          "%.2f", byLabel.get("java").passed() / byLabel.get("node").passed())
                      : "–"));
          rows.add(row);
        });
    return ReportSection.ofTable(
        "comparison",
        "Java against Node.js",
        "Greatest load that passed %s, in deliveries per second, on the same machine and workload."
            .formatted(facts.slo()),
        new Table("Capacity side by side", head, rows),
        "no level passed");
  }
}

package io.socketionats.load.report;

import io.socketionats.load.result.Case;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;

/** What was lost, late, duplicated, reordered, leaked, disconnected. */
final class DeliverySection {
  private static final List<ToLongFunction<Level>> WRONG =
      List.of(
          level -> level.wrong().lost(),
          level -> level.wrong().duplicated(),
          level -> level.wrong().leaked());
  private static final List<ToLongFunction<Level>> ODD =
      List.of(
          level -> level.deliveries().late(),
          level -> level.wrong().reordered(),
          level -> level.wrong().disconnected());

  private final Facts facts;

  DeliverySection(Facts facts) {
    this.facts = facts;
  }

  ReportSection section() {
    List<List<Cell>> rows = new ArrayList<>();
    for (Case each : facts.cases()) {
      add(rows, each, "passed", level -> level.verdict() == LevelVerdict.PASS);
      add(rows, each, "failed", level -> level.verdict() == LevelVerdict.FAIL);
    }
    return ReportSection.ofTable(
        "deliveries",
        "Deliveries",
        "Every event was counted at every client that was a member of its room. Levels that passed lost, duplicated and leaked nothing by definition; "
            + "the rows of failed levels show what overload does. Late deliveries came after the end of the level; they are not lost.",
        new Table(
            "Deliveries of valid levels",
            List.of(
                "cluster",
                "levels",
                "expected",
                "received",
                "lost",
                "duplicated",
                "leaked",
                "late",
                "reordered",
                "disconnected"),
            rows),
        "no level was valid");
  }

  private static void add(List<List<Cell>> rows, Case each, String word, Predicate<Level> which) {
    List<Level> levels = each.valid().stream().filter(which).toList();
    if (levels.isEmpty()) {
      return;
    }
    List<Cell> row = new ArrayList<>();
    row.add(
        Cell.of(
            "%s, %s, %s"
                .formatted(each.cluster().label(), Facts.nodes(each), each.workload().name())));
    String count = "%d %s".formatted(levels.size(), word);
    row.add(word.equals("passed") ? Cell.good(count) : Cell.bad(count));
    row.add(Cell.of(Numbers.plain(sum(levels, level -> level.deliveries().expected()))));
    row.add(Cell.of(Numbers.plain(sum(levels, level -> level.deliveries().received()))));
    for (ToLongFunction<Level> wrong : WRONG) {
      long sum = sum(levels, wrong);
      row.add(sum == 0 ? Cell.of("0") : Cell.bad(Numbers.plain(sum)));
    }
    ODD.forEach(odd -> row.add(Cell.of(Numbers.plain(sum(levels, odd)))));
    rows.add(row);
  }

  private static long sum(List<Level> levels, ToLongFunction<Level> count) {
    return levels.stream().mapToLong(count).sum();
  }
}

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

  String render() {
    List<List<String>> rows = new ArrayList<>();
    for (Case each : facts.cases()) {
      add(rows, each, "passed", level -> level.verdict() == LevelVerdict.PASS);
      add(rows, each, "failed", level -> level.verdict() == LevelVerdict.FAIL);
    }
    return Html.section(
        "deliveries",
        "Deliveries",
        "Every event was counted at every client that real membership says. Levels that passed lost, duplicated and leaked nothing by definition; "
            + "the rows of failed levels tell what overload does. Late ones came after the level, and are not lost.",
        Html.table(
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
            rows));
  }

  private static void add(List<List<String>> rows, Case each, String word, Predicate<Level> which) {
    List<Level> levels = each.valid().stream().filter(which).toList();
    if (levels.isEmpty()) {
      return;
    }
    List<String> row = new ArrayList<>();
    row.add(
        Html.text(
            "%s, %s, %s"
                .formatted(each.cluster().label(), Facts.nodes(each), each.workload().name())));
    row.add(
        Html.mark(word.equals("passed") ? "good" : "bad", "%d %s".formatted(levels.size(), word)));
    row.add(Numbers.plain(sum(levels, level -> level.deliveries().expected())));
    row.add(Numbers.plain(sum(levels, level -> level.deliveries().received())));
    WRONG.forEach(
        count -> {
          long sum = sum(levels, count);
          row.add(sum == 0 ? "0" : Html.mark("bad", Numbers.plain(sum)));
        });
    ODD.forEach(count -> row.add(Numbers.plain(sum(levels, count))));
    rows.add(row);
  }

  private static long sum(List<Level> levels, ToLongFunction<Level> count) {
    return levels.stream().mapToLong(count).sum();
  }
}

package io.socketionats.load.report;

import io.socketionats.load.result.Case;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.Machine;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.Phase;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** Whether the numbers may be believed: the generator, other programs, invalid levels, machine. */
final class ValiditySection {
  private final Facts facts;

  ValiditySection(Facts facts) {
    this.facts = facts;
  }

  String render() {
    List<List<String>> rows = new ArrayList<>();
    List<List<String>> invalid = new ArrayList<>();
    for (Case each : facts.cases()) {
      rows.add(row(each));
      each.levels().stream()
          .filter(ValiditySection::isInvalid)
          .forEach(level -> invalid.add(invalid(each, level)));
    }
    String reasons =
        invalid.isEmpty()
            ? ""
            : "<details><summary>%d invalid levels, and why</summary>%s</details>"
                .formatted(
                    invalid.size(),
                    Html.table(
                        "Invalid levels", List.of("cluster", "level", "target/s", "why"), invalid));
    return Html.section(
            "validity",
            "Validity",
            "Invalid levels say nothing about the cluster: the generator was late or busy, or other programs ran. They are repeated and never quoted. "
                + "Worst values of valid levels:",
            Html.table(
                    "Validity by case",
                    List.of(
                        "cluster",
                        "passed",
                        "failed",
                        "invalid",
                        "generator lag p99",
                        "generator processors",
                        "other programs",
                        "steal"),
                    rows)
                + reasons)
        + machines();
  }

  private static List<String> row(Case each) {
    List<Level> levels =
        each.levels().stream().filter(level -> level.phase() != Phase.WARMUP).toList();
    List<Level> valid = each.valid();
    long invalid = count(levels, LevelVerdict.INVALID);
    return List.of(
        Html.text(
            "%s, %s, %s"
                .formatted(each.cluster().label(), Facts.nodes(each), each.workload().name())),
        String.valueOf(count(levels, LevelVerdict.PASS)),
        String.valueOf(count(levels, LevelVerdict.FAIL)),
        invalid == 0 ? "0" : Html.mark("doubtful", String.valueOf(invalid)),
        worst(
            valid,
            level ->
                level.use().generator() == null ? null : level.use().generator().lagP99Micros(),
            Numbers::time),
        worst(
            valid,
            level -> level.use().generator() == null ? null : level.use().generator().cpuCores(),
            Numbers::plain),
        worst(
            valid,
            level -> level.use().others() == null ? null : level.use().others().cpuCores(),
            Numbers::plain),
        worst(
            valid,
            level -> level.use().others() == null ? null : level.use().others().stealShare() * 100,
            value -> Numbers.plain(value) + " %"));
  }

  private static String worst(
      List<Level> levels,
      java.util.function.Function<Level, Double> of,
      java.util.function.DoubleFunction<String> say) {
    ToDoubleFunction<Double> itself = Double::doubleValue;
    return levels.stream()
        .map(of)
        .filter(Objects::nonNull)
        .max(java.util.Comparator.comparingDouble(itself))
        .map(say::apply)
        .orElse("unknown");
  }

  private static List<String> invalid(Case each, Level level) {
    return List.of(
        Html.text("%s, %s".formatted(each.cluster().label(), Facts.nodes(each))),
        Html.text(level.id()),
        Numbers.plain(level.target()),
        Html.text(String.join("; ", level.judgement().reasons())));
  }

  private static boolean isInvalid(Level level) {
    return level.phase() != Phase.WARMUP && level.verdict() == LevelVerdict.INVALID;
  }

  private static long count(List<Level> levels, LevelVerdict verdict) {
    return levels.stream().filter(level -> level.verdict() == verdict).count();
  }

  private String machines() {
    List<List<String>> rows = new ArrayList<>();
    facts
        .evidence()
        .sources()
        .forEach(
            source -> {
              Measurement measurement = source.measurement();
              Machine machine = measurement.machine();
              rows.add(
                  List.of(
                      Html.text(measurement.origin().name()),
                      Html.text(measurement.origin().started()),
                      Html.text(
                          "%d × %s, %s, %s"
                              .formatted(
                                  machine.cpus(),
                                  machine.cpuModel(),
                                  Numbers.bytes(machine.memoryBytes()),
                                  machine.os())),
                      Html.text(
                          machine.versions().entrySet().stream()
                              .map(e -> e.getKey() + " " + e.getValue())
                              .collect(Collectors.joining(", "))),
                      Html.text(measurement.origin().git()),
                      "<code>%s</code>".formatted(Html.text(measurement.origin().command()))));
            });
    return Html.section(
        "machine",
        "Measured how",
        "Each measurement can be made again with its command.",
        Html.table(
            "Measurements",
            List.of("name", "started", "machine", "versions", "commit", "command"),
            rows));
  }
}

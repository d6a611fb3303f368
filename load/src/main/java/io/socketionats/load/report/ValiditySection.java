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
  private static final List<String> COLUMNS =
      List.of(
          "cluster",
          "passed",
          "failed",
          "invalid",
          "generator lag p99",
          "generator processors",
          "other programs",
          "steal");

  private final Facts facts;

  ValiditySection(Facts facts) {
    this.facts = facts;
  }

  List<ReportSection> sections() {
    List<List<Cell>> rows = new ArrayList<>();
    List<List<Cell>> invalid = new ArrayList<>();
    for (Case each : facts.cases()) {
      rows.add(row(each));
      each.levels().stream()
          .filter(ValiditySection::isInvalid)
          .forEach(level -> invalid.add(invalid(each, level)));
    }
    List<Table> tables = new ArrayList<>();
    tables.add(new Table("Validity by case", COLUMNS, rows));
    if (!invalid.isEmpty()) {
      tables.add(
          new Table(
              "%d invalid levels, and why".formatted(invalid.size()),
              List.of("cluster", "level", "target/s", "why"),
              invalid,
              true));
    }
    return List.of(
        new ReportSection(
            "validity",
            "Validity",
            "Invalid levels say nothing about the cluster: the generator was late or busy, or other programs ran. They are repeated and never quoted. "
                + "Worst values of valid levels:",
            List.of(),
            tables,
            null),
        machines());
  }

  private static List<Cell> row(Case each) {
    List<Level> levels =
        each.levels().stream().filter(level -> level.phase() != Phase.WARMUP).toList();
    List<Level> valid = each.valid();
    long invalid = count(levels, LevelVerdict.INVALID);
    return List.of(
        Cell.of(
            "%s, %s, %s"
                .formatted(each.cluster().label(), Facts.nodes(each), each.workload().name())),
        Cell.of(count(levels, LevelVerdict.PASS)),
        Cell.of(count(levels, LevelVerdict.FAIL)),
        invalid == 0 ? Cell.of("0") : Cell.doubtful(String.valueOf(invalid)),
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

  private static Cell worst(
      List<Level> levels,
      java.util.function.Function<Level, Double> of,
      java.util.function.DoubleFunction<String> say) {
    ToDoubleFunction<Double> itself = Double::doubleValue;
    return levels.stream()
        .map(of)
        .filter(Objects::nonNull)
        .max(java.util.Comparator.comparingDouble(itself))
        .map(say::apply)
        .map(Cell::of)
        .orElse(Cell.of("unknown"));
  }

  private static List<Cell> invalid(Case each, Level level) {
    return List.of(
        Cell.of("%s, %s".formatted(each.cluster().label(), Facts.nodes(each))),
        Cell.of(level.id()),
        Cell.of(Numbers.plain(level.target())),
        Cell.of(String.join("; ", level.judgement().reasons())));
  }

  private static boolean isInvalid(Level level) {
    return level.phase() != Phase.WARMUP && level.verdict() == LevelVerdict.INVALID;
  }

  private static long count(List<Level> levels, LevelVerdict verdict) {
    return levels.stream().filter(level -> level.verdict() == verdict).count();
  }

  private ReportSection machines() {
    List<List<Cell>> rows = new ArrayList<>();
    facts
        .evidence()
        .sources()
        .forEach(
            source -> {
              Measurement measurement = source.measurement();
              Machine machine = measurement.machine();
              rows.add(
                  List.of(
                      Cell.of(measurement.origin().name()),
                      Cell.of(measurement.origin().started()),
                      Cell.of(
                          "%d × %s, %s, %s"
                              .formatted(
                                  machine.cpus(),
                                  machine.cpuModel(),
                                  Numbers.bytes(machine.memoryBytes()),
                                  machine.os())),
                      Cell.of(
                          machine.versions().entrySet().stream()
                              .map(e -> e.getKey() + " " + e.getValue())
                              .collect(Collectors.joining(", "))),
                      Cell.of(measurement.origin().git()),
                      Cell.code(measurement.origin().command())));
            });
    return ReportSection.ofTable(
        "machine",
        "Measured how",
        "The command of a measurement repeats it.",
        new Table(
            "Measurements",
            List.of("name", "started", "machine", "versions", "commit", "command"),
            rows),
        "nothing was measured");
  }
}

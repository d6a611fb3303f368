package io.socketionats.conformance.report;

import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import io.socketionats.conformance.report.ConsoleReport.Paint;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One dialect as tables of sections and pairs; several when there are more pairs than fit. */
final class ConsoleMatrix {
  private static final String GAP = "  ";
  private static final int SECTION_WIDTH = 24;

  /** Of {@code 10/12 !}. */
  private static final int CELL_WIDTH = 7;

  private final Map<Section, Map<Pair, List<Result>>> cells = new EnumMap<>(Section.class);
  private final RunReport report;
  private final Paint paint;
  private final List<String> lines = new ArrayList<>();

  private ConsoleMatrix(RunReport report, List<Pair> pairs, Paint paint) {
    this.report = report;
    this.paint = paint;
    Map<String, Section> sections = new HashMap<>();
    for (Requirement requirement : report.requirements()) {
      sections.put(requirement.id(), Section.of(requirement));
    }
    for (Result result : report.results()) {
      Pair pair = Pair.of(result);
      if (pairs.contains(pair)) {
        cells
            .computeIfAbsent(
                sections.getOrDefault(result.requirement(), Section.OTHER), s -> new HashMap<>())
            .computeIfAbsent(pair, p -> new ArrayList<>())
            .add(result);
      }
    }
  }

  static List<String> of(RunReport report, String dialect, List<Pair> pairs, Paint paint) {
    ConsoleMatrix matrix = new ConsoleMatrix(report, pairs, paint);
    matrix.lines.add("Dialect " + dialect);
    matrix.lines.add("");
    for (List<Pair> part : matrix.parts(pairs)) {
      matrix.table(part);
      matrix.lines.add("");
    }
    if (matrix.isMarked()) {
      matrix.legend();
      pairs.forEach(matrix::unexpected);
      matrix.lines.add("");
    }
    return matrix.lines;
  }

  private List<List<Pair>> parts(List<Pair> pairs) {
    List<List<Pair>> parts = new ArrayList<>();
    int room = 0;
    for (Pair pair : pairs) {
      int needed = GAP.length() + width(pair);
      if (needed > room) {
        parts.add(new ArrayList<>());
        room = ConsoleReport.WIDTH - GAP.length() - SECTION_WIDTH;
      }
      parts.get(parts.size() - 1).add(pair);
      room -= needed;
    }
    return parts;
  }

  private static int width(Pair pair) {
    return Math.max(CELL_WIDTH, Math.max(pair.emitter().length(), pair.receiver().length() + 2));
  }

  private void table(List<Pair> pairs) {
    row("", pairs, Pair::emitter);
    row("", pairs, pair -> "→ " + pair.receiver());
    for (Map.Entry<Section, Map<Pair, List<Result>>> section : cells.entrySet()) {
      long requirements =
          section.getValue().values().stream()
              .flatMap(List::stream)
              .map(Result::requirement)
              .distinct()
              .count();
      row(
          "%-1s %s (%d)"
              .formatted(section.getKey().letter(), section.getKey().words(), requirements),
          pairs,
          pair -> cell(section.getValue().getOrDefault(pair, List.of())));
    }
  }

  private void row(String label, List<Pair> pairs, Function<Pair, String> cell) {
    StringBuilder row = new StringBuilder(GAP + label);
    int column = GAP.length() + SECTION_WIDTH;
    int end = row.length();
    for (Pair pair : pairs) {
      String text = cell.apply(pair);
      row.append(" ".repeat(column + GAP.length() - end)).append(painted(text));
      end = column + GAP.length() + text.length();
      column += GAP.length() + width(pair);
    }
    lines.add(row.toString());
  }

  private static String cell(List<Result> results) {
    if (results.isEmpty()) {
      return "·";
    }
    long passed = count(results, Verdict.PASSED);
    String share = passed + "/" + results.size();
    if (results.stream().anyMatch(result -> !result.verdict().asExpected())) {
      return share + " !";
    }
    if (count(results, Verdict.KNOWN_DEVIATION) > 0) {
      return share + " ~";
    }
    return passed < results.size() ? share + " -" : share;
  }

  private static long count(List<Result> results, Verdict verdict) {
    return results.stream().filter(result -> result.verdict() == verdict).count();
  }

  private String painted(String cell) {
    if (cell.endsWith("!")) {
      return paint.bad(cell);
    }
    if (cell.endsWith("~")) {
      return paint.known(cell);
    }
    return cell.matches("(\\d+)/\\1") ? paint.good(cell) : cell;
  }

  private boolean isMarked() {
    return cells.values().stream()
        .flatMap(row -> row.values().stream())
        .flatMap(List::stream)
        .anyMatch(result -> result.verdict() != Verdict.PASSED);
  }

  private void legend() {
    lines.add(GAP + paint.dim("! not as expected   ~ known deviation   - unsupported"));
  }

  /** The ids behind the marks of a pair. */
  private void unexpected(Pair pair) {
    Map<Verdict, String> ids =
        report.results().stream()
            .filter(result -> Pair.of(result).equals(pair) && !result.verdict().asExpected())
            .collect(
                Collectors.groupingBy(
                    Result::verdict,
                    () -> new EnumMap<>(Verdict.class),
                    Collectors.mapping(Result::requirement, Collectors.joining(" "))));
    if (ids.isEmpty()) {
      return;
    }
    String text =
        ids.entrySet().stream()
            .map(entry -> Headline.words(entry.getKey()) + " " + entry.getValue())
            .collect(Collectors.joining("; ", pair + ": ", ""));
    List<String> wrapped =
        ConsoleReport.wrap(text, ConsoleReport.WIDTH - 2 * GAP.length(), Integer.MAX_VALUE);
    lines.add(GAP + wrapped.get(0));
    wrapped.subList(1, wrapped.size()).forEach(rest -> lines.add(GAP + GAP + rest));
  }
}

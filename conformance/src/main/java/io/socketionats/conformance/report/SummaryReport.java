package io.socketionats.conformance.report;

import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import io.socketionats.conformance.report.RunReport.Participant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** {@code summary.md}: the run on one page, also for the job summary of a build server. */
final class SummaryReport {
  /** Build servers cut or refuse long summaries; the other reports hold everything. */
  private static final int PROBLEMS_SHOWN = 60;

  private static final int TEXT_SHOWN = 500;

  private final RunReport report;
  private final List<String> lines = new ArrayList<>();

  private SummaryReport(RunReport report) {
    this.report = report;
  }

  static String render(RunReport report) {
    return new SummaryReport(report).render();
  }

  private String render() {
    lines.add("# Interoperability: " + (report.green() ? "as expected" : "not as expected"));
    paragraph(Headline.of(report));
    Pair.byDialect(report).forEach(this::dialect);
    unexpected();
    sentences(
        "Not the same in all %d repetitions".formatted(report.steadiness().repetitions()),
        report.steadiness().differing());
    sentences("Declared to fail, but not judged", report.steadiness().stale());
    knownDeviations();
    fences();
    healing();
    theRun();
    return String.join("\n", lines) + "\n";
  }

  private void dialect(String dialect, List<Pair> pairs) {
    heading("Dialect " + text(dialect));
    List<String> heads = new ArrayList<>(List.of("emitter → receiver"));
    List<String> rule = new ArrayList<>(List.of("---"));
    for (Verdict verdict : Verdict.values()) {
      heads.add(Headline.words(verdict));
      rule.add("---:");
    }
    row(heads);
    row(rule);
    for (Pair pair : pairs) {
      Map<Verdict, Long> counts =
          report.results().stream()
              .filter(result -> Pair.of(result).equals(pair))
              .collect(Collectors.groupingBy(Result::verdict, Collectors.counting()));
      List<String> cells = new ArrayList<>(List.of(text(pair.toString())));
      for (Verdict verdict : Verdict.values()) {
        cells.add(count(verdict, counts.getOrDefault(verdict, 0L)));
      }
      row(cells);
    }
  }

  private static String count(Verdict verdict, long count) {
    return count > 0 && !verdict.asExpected() ? "**" + count + "**" : String.valueOf(count);
  }

  private void unexpected() {
    List<LikelyCause> all = LikelyCause.in(report);
    List<NotRun> notRun = NotRun.in(report);
    if (all.isEmpty() && notRun.isEmpty()) {
      return;
    }
    heading("Not as expected");
    all.stream().limit(PROBLEMS_SHOWN).forEach(this::cause);
    if (all.size() > PROBLEMS_SHOWN) {
      lines.add("- and %d more, see index.html".formatted(all.size() - PROBLEMS_SHOWN));
    }
    notRun.forEach(this::notRun);
  }

  private void cause(LikelyCause cause) {
    Unexpected problem = cause.first();
    if (cause.isShared()) {
      lines.add("- **%s**: %s".formatted(cause.headline(), text(cause.pairs())));
      item("requirements", String.join(" ", cause.requirements()));
      item("the first", problem.requirement() + ", " + problem.pairs());
    } else {
      lines.add(
          "- **%s %s** %s: %s"
              .formatted(
                  problem.requirement().id(),
                  text(problem.requirement().name()),
                  Headline.words(problem.verdict()),
                  text(problem.pairs())));
    }
    problem(problem);
  }

  private void problem(Unexpected problem) {
    Result first = problem.first();
    item("rule", problem.requirement().sentence());
    item("detail", Unexpected.detail(first));
    problem.finding().ifPresent(this::finding);
    item("blame", problem.blame());
    if (first.findings().size() > 1) {
      item("findings", first.findings().size() + ", of which this is the first");
    }
    lines.add("  - repeat: `%s`".formatted(RepeatCommand.of(report, first).replace('`', '\'')));
  }

  private void notRun(NotRun notRun) {
    lines.add(
        "- **%s not run**: %s"
            .formatted(
                Headline.plural(notRun.results(), "result", "results"),
                text(String.join(", ", notRun.pairs()))));
    item("detail", notRun.reason());
    item("requirements", String.join(" ", notRun.requirements()));
  }

  private void finding(Finding finding) {
    item("expected", finding.wanted());
    item("came", finding.kind().label() + ": " + finding.came());
  }

  private void sentences(String title, List<String> sentences) {
    if (!sentences.isEmpty()) {
      heading(title);
      sentences.forEach(sentence -> lines.add("- " + text(sentence)));
    }
  }

  private void knownDeviations() {
    List<KnownDeviation> all = KnownDeviation.in(report);
    if (all.isEmpty()) {
      return;
    }
    heading("Known deviations");
    row(List.of("requirement", "implementation", "pairs", "reason"));
    row(List.of("---", "---", "---:", "---"));
    for (KnownDeviation deviation : all) {
      row(
          List.of(
              deviation.requirement(),
              text(deviation.implementation()),
              String.valueOf(deviation.pairs()),
              text(deviation.reason())));
    }
  }

  private void fences() {
    Map<String, FenceTimes> fences = report.times().fences();
    if (fences.isEmpty()) {
      return;
    }
    heading("Time to deliver");
    row(List.of("implementation", "median", "longest", "slowest node"));
    row(List.of("---", "---:", "---:", "---"));
    fences.forEach(
        (id, time) ->
            row(
                List.of(
                    text(id),
                    time.median() + " ms",
                    time.longest() + " ms",
                    text(time.slowest()))));
    if (!report.times().slow().isEmpty()) {
      paragraph("**%s**".formatted(FenceTimes.RULE));
      lines.add("");
      report.times().slow().forEach(sentence -> lines.add("- " + text(sentence)));
    }
  }

  private void healing() {
    if (report.times().healing().isEmpty()) {
      return;
    }
    heading("Time to heal");
    row(List.of("fault", "implementation", "median", "longest"));
    row(List.of("---", "---", "---:", "---:"));
    report
        .times()
        .healing()
        .forEach(
            (fault, time) ->
                row(
                    List.of(
                        fault.requirement(),
                        text(fault.implementation()),
                        time.median() + " ms",
                        time.longest() + " ms")));
  }

  private void theRun() {
    heading("The run");
    row(List.of("", ""));
    row(List.of("---", "---"));
    row(List.of("totals", Headline.totals(report)));
    row(List.of("started", ReadableTime.of(report.run().started())));
    row(List.of("wall time", ReadableTime.of(report.run().millis())));
    fact("time went to", ReadableTime.of(report.times().steps()));
    row(List.of("repetitions", String.valueOf(report.steadiness().repetitions())));
    fact("runtime", report.run().runtime());
    fact("checkout", report.run().git());
    fact("versions", versions(report.run().versions()));
    report.implementations().forEach(each -> fact(each.id(), participant(each)));
    row(List.of("command", "`" + cell(report.run().command()).replace('`', '\'') + "`"));
  }

  private static String participant(Participant participant) {
    String versions = versions(participant.versions());
    return participant.language()
        + ", "
        + participant.dialect()
        + (versions.isEmpty() ? "" : ", " + versions)
        + (participant.available() ? "" : ", did not start");
  }

  private static String versions(Map<String, String> versions) {
    return new TreeMap<>(versions)
        .entrySet().stream()
            .map(version -> version.getKey() + " " + version.getValue())
            .collect(Collectors.joining(", "));
  }

  private void fact(String name, String value) {
    if (!value.isEmpty()) {
      row(List.of(text(name), text(value)));
    }
  }

  private void heading(String text) {
    paragraph("## " + text);
    lines.add("");
  }

  private void paragraph(String text) {
    lines.add("");
    lines.add(text);
  }

  private void row(List<String> cells) {
    lines.add(cells.stream().collect(Collectors.joining(" | ", "| ", " |")));
  }

  private void item(String name, String value) {
    if (!value.isEmpty()) {
      lines.add("  - %s: %s".formatted(name, text(value)));
    }
  }

  /** Any text on one line, so that nothing in it is markup. */
  private static String text(String value) {
    return Shortened.line(TEXT_SHOWN, value)
        .replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replaceAll("[\\\\`*_\\[\\]|~$]", "\\\\$0");
  }

  /** Within a code span of a table only the bar is special. */
  private static String cell(String value) {
    return value.replaceAll("\\s+", " ").replace("|", "\\|");
  }
}

package io.socketionats.conformance.report;

import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.report.RunReport.Participant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The run for a terminal of 120 columns: matrix, what is not as expected, totals. */
public final class ConsoleReport {
  static final int WIDTH = 120;

  private static final int FINDING_LINES = 2;
  private static final int LABEL = 10;

  private final RunReport report;
  private final Paint paint;
  private final List<String> lines = new ArrayList<>();

  private ConsoleReport(RunReport report, Paint paint) {
    this.report = report;
    this.paint = paint;
  }

  /**
   * @param colour whether to use ANSI colours; without, the text holds no control characters but
   *     line ends
   */
  public static String render(RunReport report, boolean colour) {
    return new ConsoleReport(report, colour ? Paint.ANSI : Paint.NONE).render();
  }

  private String render() {
    Pair.byDialect(report)
        .forEach((dialect, pairs) -> lines.addAll(ConsoleMatrix.of(report, dialect, pairs, paint)));
    unexpected();
    list(
        "Not the same in all %d repetitions".formatted(report.steadiness().repetitions()),
        report.steadiness().differing());
    list("Declared to fail, but not judged", report.steadiness().stale());
    list("Known deviations", KnownDeviation.in(report).stream().map(ConsoleReport::words).toList());
    list(
        "Did not start",
        report.implementations().stream()
            .filter(participant -> !participant.available())
            .map(Participant::id)
            .toList());
    list("Time to deliver", fences());
    list(FenceTimes.RULE, report.times().slow());
    list("Time to heal after a fault (median, longest)", healing());
    String headline = Headline.of(report);
    wrap(headline, WIDTH, Integer.MAX_VALUE)
        .forEach(line -> lines.add(report.green() ? paint.good(line) : paint.bad(line)));
    lines.add(
        Shortened.line(
            WIDTH,
            Headline.totals(report) + " in " + ReadableTime.of(report.run().millis()) + where()));
    if (!report.times().steps().isEmpty()) {
      lines.addAll(wrap("time: " + ReadableTime.of(report.times().steps()), WIDTH, FINDING_LINES));
    }
    return String.join("\n", lines) + "\n";
  }

  private List<String> fences() {
    return report.times().fences().entrySet().stream()
        .map(entry -> entry.getKey() + ": " + entry.getValue().words())
        .toList();
  }

  /** One line for each fault. */
  private List<String> healing() {
    Map<String, List<String>> byFault = new TreeMap<>();
    report
        .times()
        .healing()
        .forEach(
            (fault, time) ->
                byFault
                    .computeIfAbsent(fault.requirement(), id -> new ArrayList<>())
                    .add(
                        "%s %d, %d ms"
                            .formatted(fault.implementation(), time.median(), time.longest())));
    return byFault.entrySet().stream()
        .map(entry -> entry.getKey() + "  " + String.join("; ", entry.getValue()))
        .toList();
  }

  private String where() {
    return report.run().runtime().isEmpty() ? "" : " (" + report.run().runtime() + ")";
  }

  private void unexpected() {
    List<LikelyCause> all = LikelyCause.in(report);
    List<NotRun> notRun = NotRun.in(report);
    if (all.isEmpty() && notRun.isEmpty()) {
      return;
    }
    lines.add("Not as expected");
    lines.add("");
    for (LikelyCause cause : all) {
      cause(cause);
      lines.add("");
    }
    for (NotRun each : notRun) {
      notRun(each);
      lines.add("");
    }
  }

  private void cause(LikelyCause cause) {
    Unexpected problem = cause.first();
    if (cause.isShared()) {
      head("%s: %s".formatted(cause.headline(), cause.pairs()));
      item("ids", String.join(" ", cause.requirements()));
      item("the first", problem.requirement() + ", " + problem.pairs());
    } else {
      head(
          "%s %s: %s"
              .formatted(
                  problem.requirement(), Headline.words(problem.verdict()), problem.pairs()));
    }
    problem(problem);
  }

  private void problem(Unexpected problem) {
    Result first = problem.first();
    item("rule", problem.requirement().sentence());
    item("detail", Unexpected.detail(first));
    problem.finding().ifPresent(this::finding);
    item("blame", problem.blame());
    problem.frame().ifPresent(frame -> item("frame", Shortened.line(WIDTH - LABEL - 4, frame)));
  }

  private void finding(Finding finding) {
    item("expected", finding.wanted());
    item("came", finding.kind().label() + ": " + finding.came());
  }

  private void notRun(NotRun notRun) {
    head(
        "%s not run: %s"
            .formatted(
                Headline.plural(notRun.results(), "result", "results"),
                String.join(", ", notRun.pairs())));
    item("ids", String.join(" ", notRun.requirements()));
    item("detail", notRun.reason());
  }

  private void head(String text) {
    List<String> wrapped = wrap(text, WIDTH - 2, Integer.MAX_VALUE);
    lines.add("  " + paint.bad(wrapped.get(0)));
    wrapped.subList(1, wrapped.size()).forEach(rest -> lines.add("    " + rest));
  }

  private void item(String name, String value) {
    if (value.isEmpty()) {
      return;
    }
    List<String> wrapped = wrap(value, WIDTH - LABEL - 4, FINDING_LINES);
    lines.add("    " + paint.dim("%-10s".formatted(name)) + wrapped.get(0));
    wrapped.subList(1, wrapped.size()).forEach(rest -> lines.add(" ".repeat(LABEL + 4) + rest));
  }

  private void list(String title, List<String> entries) {
    if (entries.isEmpty()) {
      return;
    }
    lines.add(title);
    for (String entry : entries) {
      List<String> wrapped = wrap(entry, WIDTH - 4, FINDING_LINES);
      lines.add("  " + wrapped.get(0));
      wrapped.subList(1, wrapped.size()).forEach(rest -> lines.add("    " + rest));
    }
    lines.add("");
  }

  private static String words(KnownDeviation deviation) {
    return "%s %s, %s: %s"
        .formatted(
            deviation.requirement(),
            deviation.implementation(),
            Headline.plural(deviation.pairs(), "pair", "pairs"),
            deviation.reason());
  }

  /** Breaks a text at spaces; what does not fit into the lines is cut. */
  static List<String> wrap(String text, int width, int most) {
    List<String> wrapped = new ArrayList<>();
    String rest = Shortened.line(Integer.MAX_VALUE, text);
    while (rest.length() > width && wrapped.size() < most - 1) {
      int space = rest.lastIndexOf(' ', width);
      int end = space > 0 ? space : Shortened.at(width + 1, rest).length() - 1;
      wrapped.add(rest.substring(0, end));
      rest = rest.substring(end).stripLeading();
    }
    wrapped.add(Shortened.at(width, rest));
    return wrapped;
  }

  /** Colours for those who see them; nothing is said by colour alone. */
  enum Paint {
    NONE,
    ANSI;

    String good(String text) {
      return paint("32", text);
    }

    String bad(String text) {
      return paint("31", text);
    }

    String known(String text) {
      return paint("33", text);
    }

    String dim(String text) {
      return paint("2", text);
    }

    private String paint(String code, String text) {
      return this == NONE ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
  }
}

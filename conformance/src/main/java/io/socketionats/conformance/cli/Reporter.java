package io.socketionats.conformance.cli;

import io.socketionats.conformance.Cli;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import io.socketionats.conformance.report.ConsoleReport;
import io.socketionats.conformance.report.RunReport;
import io.socketionats.conformance.run.InteropRun;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine;

/** Writes the reports of a run and prints its matrix, once. Safe for use by many threads. */
final class Reporter {
  private final ReportFolder folder;
  private final CommandLine console;
  private final String command;
  private final Excused excused;
  private final Instant started = Instant.now();
  private final AtomicBoolean done = new AtomicBoolean();

  /**
   * @param command as the user could type it again
   * @param excused what need not pass
   */
  Reporter(ReportFolder folder, CommandLine console, String command, Excused excused) {
    this.folder = folder;
    this.console = console;
    this.command = command;
    this.excused = excused;
  }

  /**
   * Reports what has been judged until now.
   *
   * @return whether everything is as expected
   */
  boolean report(InteropRun run, int repetitions, List<String> differing) {
    RunReport report =
        run.report(command, started, repetitions, differing, excused.stale(run.results()));
    if (done.compareAndSet(false, true)) {
      folder.write(report);
      PrintWriter out = console.getOut();
      out.print(ConsoleReport.render(report, System.console() != null));
      excused.skipped().reasons().forEach((id, why) -> out.printf("left out: %s, %s%n", id, why));
      out.printf("report: %s%n", Cli.shown(folder.page()));
      out.flush();
    }
    return report.green();
  }

  /** The same of a run that could not start, which leaves the report of an earlier one alone. */
  void reportWhatWasJudged(InteropRun run, int repetitions) {
    if (run.hasStarted()) {
      report(run, repetitions, List.of());
    }
  }

  /** Says that the run is interrupted, and reports what was judged until then. */
  void interrupted(InteropRun run, int repetitions) {
    List<Result> results = run.results();
    long judged = results.stream().filter(one -> one.verdict() != Verdict.NOT_RUN).count();
    PrintWriter err = console.getErr();
    err.printf("interrupted when %d of %d results were judged%n", judged, results.size());
    err.flush();
    reportWhatWasJudged(run, repetitions);
  }
}

package io.socketionats.conformance.cli;

import io.socketionats.conformance.Cli;
import io.socketionats.conformance.InterruptHook;
import io.socketionats.conformance.judge.verdict.Verdict;
import io.socketionats.conformance.launch.runtime.Launcher;
import io.socketionats.conformance.run.InteropRun;
import io.socketionats.conformance.run.Progress;
import io.socketionats.conformance.run.RepeatComparison;
import io.socketionats.conformance.run.RunOptions;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** One run, or the same several times, and its exit status. */
final class RepeatedRun {
  private final Launcher launcher;
  private final RunOptions options;
  private final Progress progress;
  private final Reporter reporter;

  RepeatedRun(Launcher launcher, RunOptions options, Progress progress, Reporter reporter) {
    this.launcher = launcher;
    this.options = options;
    this.progress = progress;
    this.reporter = reporter;
  }

  /**
   * Runs until the verdicts of two repetitions differ.
   *
   * @param times at most, 1 or more
   */
  int execute(int times) {
    RepeatComparison comparison = new RepeatComparison();
    for (int round = 1; ; round++) {
      InteropRun run = new InteropRun(launcher, options, progress);
      int repetition = round;
      try (InterruptHook hook = InterruptHook.doing(() -> interrupted(run, repetition))) {
        try {
          run.execute();
        } catch (RuntimeException e) {
          if (hook.interrupted()) {
            return Cli.INTERRUPTED; // the hook reports; what failed, failed because of it
          }
          run.close();
          reporter.reportWhatWasJudged(run, round);
          throw e;
        }
        comparison.add(run.results());
        List<String> differing = comparison.differing();
        if (round == times || !differing.isEmpty()) {
          return reporter.report(run, round, differing) ? Cli.AS_EXPECTED : Cli.NOT_AS_EXPECTED;
        }
        progress.step("repetition %d of %d: %s".formatted(round, times, totals(run)));
      }
    }
  }

  /** Reports before the end of the nodes can be taken for a verdict. */
  private void interrupted(InteropRun run, int repetition) {
    try {
      reporter.interrupted(run, repetition);
    } finally {
      run.close();
      launcher.close();
    }
  }

  private static String totals(InteropRun run) {
    Map<Verdict, Integer> totals = new EnumMap<>(Verdict.class);
    run.results().forEach(result -> totals.merge(result.verdict(), 1, Integer::sum));
    List<String> words = new ArrayList<>();
    totals.forEach((verdict, count) -> words.add(count + " " + verdict.label()));
    return String.join(", ", words);
  }
}

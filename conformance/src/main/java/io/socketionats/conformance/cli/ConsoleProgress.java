package io.socketionats.conformance.cli;

import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import io.socketionats.conformance.run.Progress;
import java.io.PrintWriter;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Progress on standard error: one line a step, and each requirement as it is judged when something
 * is wrong with it.
 */
final class ConsoleProgress implements Progress {
  private static final int EVERY = 12;

  private final PrintWriter err;
  private final long begin = System.nanoTime();

  /** Reasons of quarantines that have been told: each is that of all remaining cells. */
  private final Set<String> told = new HashSet<>();

  ConsoleProgress(PrintWriter err) {
    this.err = err;
  }

  @Override
  public synchronized void step(String sentence) {
    err.printf(Locale.ROOT, "%6.1f s  %s%n", seconds(), sentence);
    err.flush();
  }

  @Override
  public synchronized void judged(
      WireDialect dialect, Requirement requirement, int done, int total, List<Result> results) {
    List<Result> bad =
        results.stream()
            .filter(result -> !result.verdict().asExpected())
            .filter(result -> !isQuarantined(result) || told.add(result.detail()))
            .toList();
    for (Result result : bad) {
      step(
          "%s: %s %s -> %s %s: %s"
              .formatted(
                  dialect.id(),
                  requirement,
                  result.emitter(),
                  result.receiver(),
                  result.verdict().label(),
                  firstLine(result.detail())));
    }
    if (bad.isEmpty() && (done == 1 || done % EVERY == 0 || done == total)) {
      long deviating =
          results.stream().filter(result -> result.verdict() == Verdict.KNOWN_DEVIATION).count();
      step(
          "%s: %d of %d requirements, %s done%s"
              .formatted(
                  dialect.id(),
                  done,
                  total,
                  requirement.id(),
                  deviating == 0 ? "" : " (known deviations in it)"));
    }
  }

  private static boolean isQuarantined(Result result) {
    return result.findings().stream().anyMatch(one -> one.kind() == Finding.Kind.QUARANTINED);
  }

  private static String firstLine(String text) {
    return text.lines().findFirst().orElse("");
  }

  private double seconds() {
    return (System.nanoTime() - begin) / 1e9;
  }
}

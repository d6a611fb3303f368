package io.socketionats.load.run;

import io.socketionats.load.result.Level;
import io.socketionats.load.result.Maximum;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;

/** Prints what a run is doing, and how long it may still take. */
public final class LoadProgress {
  private final PrintWriter err;
  private final double budgetSeconds;
  private final long began = System.nanoTime();

  /**
   * @param budgetSeconds limit of the whole run
   */
  public LoadProgress(PrintWriter err, double budgetSeconds) {
    this.err = err;
    this.budgetSeconds = budgetSeconds;
  }

  /** Prints a sentence. */
  public synchronized void step(String sentence) {
    err.printf(Locale.ROOT, "%7.1f s  %s%n", seconds(), sentence);
    err.flush();
  }

  void level(String caseId, Level level, String percentile) {
    step(
        String.format(
            Locale.ROOT,
            "%s: %-6s %8.1f publishes/s #%d  %-7s %9.1f deliveries/s  %s  lost %d  dup %d  leaked %d%s  (at most %s left)",
            caseId,
            level.phase().name().toLowerCase(Locale.ROOT),
            level.target(),
            level.offer().repetition(),
            level.verdict(),
            level.offer().deliveriesPerSecond(),
            percentile,
            level.wrong().lost(),
            level.wrong().duplicated(),
            level.wrong().leaked(),
            level.judgement().reasons().isEmpty()
                ? ""
                : "  [" + String.join("; ", level.judgement().reasons()) + "]",
            left()));
  }

  /** Reports what the search of a case has found. */
  void maximum(String caseId, Optional<Maximum> maximum) {
    step(
        caseId
            + ": "
            + maximum
                .map(
                    most ->
                        String.format(
                            Locale.ROOT,
                            "maximum %.1f publishes/s, %.1f deliveries/s, %s",
                            most.target(),
                            most.deliveriesPerSecond(),
                            most.verdict()))
                .orElse("no level passed"));
  }

  private String left() {
    long seconds = Math.max(0, Math.round(budgetSeconds - seconds()));
    return seconds < 90 ? seconds + " s" : Math.round(seconds / 60.0) + " min";
  }

  private double seconds() {
    return (System.nanoTime() - began) / 1e9;
  }
}

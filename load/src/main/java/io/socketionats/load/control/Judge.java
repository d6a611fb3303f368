package io.socketionats.load.control;

import io.socketionats.load.measure.Tally;
import io.socketionats.load.result.Slo;
import io.socketionats.load.result.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The verdict on a level. What is duplicated, leaked or out of order fails it in any case: no
 * machine is slow enough for that. Loss and latency count only when generator and machine were fit.
 *
 * @param reasons why it is not PASS, in words
 */
public record Judge(Verdict verdict, List<String> reasons) {
  public Judge {
    reasons = List.copyOf(reasons);
  }

  /**
   * Judges a level.
   *
   * @param violations of the {@link Gates}
   */
  public static Judge of(Tally tally, Slo slo, List<String> violations) {
    List<String> wrong = new ArrayList<>();
    add(wrong, tally.duplicated(), "duplicated");
    add(wrong, tally.leaked(), "leaked");
    add(wrong, tally.reordered(), "reordered");
    List<String> missed = new ArrayList<>();
    add(missed, tally.lost(), "lost");
    if (tally.disconnected() > 0) {
      missed.add("%d clients lost their connection".formatted(tally.disconnected()));
    }
    latency(tally, slo, missed);
    if (tally.published() == 0 || tally.expected() == 0) {
      violations = with(violations, "nothing was published or nobody was to receive it");
    }
    List<String> reasons = new ArrayList<>(wrong);
    reasons.addAll(violations);
    reasons.addAll(missed);
    if (!wrong.isEmpty()) {
      return new Judge(Verdict.FAIL, reasons);
    }
    if (!violations.isEmpty()) {
      return new Judge(Verdict.INVALID, reasons);
    }
    return new Judge(missed.isEmpty() ? Verdict.PASS : Verdict.FAIL, reasons);
  }

  private static List<String> with(List<String> reasons, String one) {
    List<String> more = new ArrayList<>(reasons);
    more.add(one);
    return more;
  }

  private static void add(List<String> reasons, long count, String what) {
    if (count > 0) {
      reasons.add("%d deliveries %s".formatted(count, what));
    }
  }

  private static void latency(Tally tally, Slo slo, List<String> reasons) {
    long micros = tally.all().getValueAtPercentile(slo.percentile());
    if (micros > slo.micros()) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "%s is %.1f ms, more than %.1f ms",
              slo.percentileName(),
              micros / 1000.0,
              slo.millis()));
    }
  }
}

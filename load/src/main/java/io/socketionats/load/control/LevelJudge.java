package io.socketionats.load.control;

import io.socketionats.load.measure.Tally;
import io.socketionats.load.result.Judgement;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.Slo;
import io.socketionats.load.result.Wrong;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Judges a level. A duplicated, leaked or reordered delivery fails it in any case: no machine is so
 * slow that it excuses one. Loss and latency count only when generator and machine were fit.
 */
public final class LevelJudge {
  private LevelJudge() {}

  /**
   * Judges a level.
   *
   * @param violations why {@link Gates} call it void, a sentence each
   */
  public static Judgement judge(Tally tally, Slo slo, List<String> violations) {
    List<String> inexcusable = inexcusable(tally.wrong());
    List<String> unfit = unfit(tally, violations);
    List<String> missed = missed(tally, slo);
    List<String> reasons = new ArrayList<>(inexcusable);
    reasons.addAll(unfit);
    reasons.addAll(missed);
    if (!inexcusable.isEmpty()) {
      return new Judgement(LevelVerdict.FAIL, reasons);
    }
    if (!unfit.isEmpty()) {
      return new Judgement(LevelVerdict.INVALID, reasons);
    }
    return new Judgement(missed.isEmpty() ? LevelVerdict.PASS : LevelVerdict.FAIL, reasons);
  }

  private static List<String> inexcusable(Wrong wrong) {
    List<String> reasons = new ArrayList<>();
    add(reasons, wrong.duplicated(), "duplicated");
    add(reasons, wrong.leaked(), "leaked");
    add(reasons, wrong.reordered(), "reordered");
    return reasons;
  }

  private static List<String> unfit(Tally tally, List<String> violations) {
    List<String> reasons = new ArrayList<>(violations);
    if (tally.published() == 0 || tally.deliveries().expected() == 0) {
      reasons.add("nothing was published, or no client was to receive it");
    }
    return reasons;
  }

  private static List<String> missed(Tally tally, Slo slo) {
    List<String> reasons = new ArrayList<>();
    add(reasons, tally.wrong().lost(), "lost");
    if (tally.wrong().disconnected() > 0) {
      reasons.add("%d clients lost their connection".formatted(tally.wrong().disconnected()));
    }
    long micros = tally.latencies().all().getValueAtPercentile(slo.percentile());
    if (micros > slo.micros()) {
      reasons.add(
          String.format(
              Locale.ROOT,
              "%s is %.1f ms, more than %.1f ms",
              slo.percentileName(),
              micros / 1000.0,
              slo.millis()));
    }
    return reasons;
  }

  private static void add(List<String> reasons, long count, String what) {
    if (count > 0) {
      reasons.add("%d deliveries %s".formatted(count, what));
    }
  }
}

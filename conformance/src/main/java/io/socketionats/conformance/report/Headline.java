package io.socketionats.conformance.report;

import io.socketionats.conformance.judge.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** What the run says, in one sentence. */
final class Headline {
  private Headline() {}

  static String of(RunReport report) {
    int all = report.results().size();
    if (all == 0) {
      return "Nothing was judged.";
    }
    long unexpected =
        report.results().stream().filter(result -> !result.verdict().asExpected()).count();
    if (unexpected > 0) {
      return "%d of %d results %s not as expected: %s."
          .formatted(unexpected, all, unexpected == 1 ? "is" : "are", counts(report, false));
    }
    if (!report.steadiness().differing().isEmpty()) {
      return "%s between %d repetitions."
          .formatted(
              plural(report.steadiness().differing().size(), "verdict differs", "verdicts differ"),
              report.steadiness().repetitions());
    }
    if (!report.steadiness().stale().isEmpty()) {
      return "%s matched no result that was judged."
          .formatted(
              plural(
                  report.steadiness().stale().size(), "declared deviation", "declared deviations"));
    }
    return all == 1
        ? "The only result is as expected: %s.".formatted(counts(report, true))
        : "All %d results are as expected: %s.".formatted(all, counts(report, true));
  }

  /** All verdicts that occur, with their number. */
  static String totals(RunReport report) {
    List<String> words = new ArrayList<>();
    report.totals().forEach((verdict, count) -> add(words, verdict, count));
    return words.isEmpty() ? "no results" : String.join(", ", words);
  }

  private static String counts(RunReport report, boolean asExpected) {
    List<String> words = new ArrayList<>();
    for (Map.Entry<Verdict, Long> total : report.totals().entrySet()) {
      if (total.getKey().asExpected() == asExpected) {
        add(words, total.getKey(), total.getValue());
      }
    }
    return String.join(", ", words);
  }

  private static void add(List<String> words, Verdict verdict, long count) {
    if (count > 0) {
      words.add(words(verdict, count));
    }
  }

  /** Such as {@code 3 known deviations}. */
  static String words(Verdict verdict, long count) {
    return switch (verdict) {
      case KNOWN_DEVIATION -> plural(count, "known deviation", "known deviations");
      case UNEXPECTED_PASS -> plural(count, "unexpected pass", "unexpected passes");
      default -> count + " " + words(verdict);
    };
  }

  /** The verdict as people read it. */
  static String words(Verdict verdict) {
    return verdict.label().replace('-', ' ');
  }

  static String plural(long count, String one, String many) {
    return count + " " + (count == 1 ? one : many);
  }
}

package io.socketionats.conformance.report;

import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import io.socketionats.conformance.judge.wire.WireLine;
import java.nio.file.Path;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * One run with all it found: what every report is made from.
 *
 * @param requirements those that were selected, in the order of the catalogue
 * @param results one for each selected requirement and pair that it applies to
 * @param times what took how long
 */
public record RunReport(
    Run run,
    List<Participant> implementations,
    List<Requirement> requirements,
    List<Result> results,
    Times times,
    Traces traces,
    Steadiness steadiness) {

  /**
   * When, where and with what it ran.
   *
   * @param millis wall time of the whole run
   * @param runtime {@code processes}, …
   * @param command as the user could type it again
   * @param git description of the checkout; empty when it is none
   * @param versions of nats-server, java, node
   */
  public record Run(
      Instant started,
      long millis,
      String runtime,
      String command,
      String git,
      Map<String, String> versions) {}

  /**
   * What was carried and written meanwhile.
   *
   * @param wire every frame of the run, in the order of the broker
   * @param logs what the nodes wrote to standard error, by node name
   */
  public record Traces(List<WireLine> wire, Map<String, Path> logs) {}

  /**
   * Whether the same was found again, and what was declared.
   *
   * @param repetitions how often the run was repeated; 1 = once
   * @param differing verdicts that were not the same in all repetitions, one sentence each
   * @param stale declared deviations that no judged result bears out, one sentence each
   */
  public record Steadiness(int repetitions, List<String> differing, List<String> stale) {}

  /**
   * What took how long.
   *
   * @param steps where the time of the run went: step, milliseconds, in the order of the run
   * @param healing after faults: how long nodes of an implementation took until they heard others
   *     again
   * @param fences how long the clients of each implementation took to receive sentinels, by its id
   */
  public record Times(
      Map<String, Long> steps,
      SortedMap<Healing.Of, Healing> healing,
      Map<String, FenceTimes> fences) {

    /** One sentence for each implementation that delivers far later than its peers. */
    public List<String> slow() {
      return FenceTimes.warnings(fences);
    }
  }

  /**
   * An implementation that took part.
   *
   * @param available whether its nodes could be started
   */
  public record Participant(
      String id,
      String language,
      String dialect,
      Map<String, String> versions,
      boolean available) {}

  /** How many results have each verdict; all verdicts are present. */
  public Map<Verdict, Long> totals() {
    Map<Verdict, Long> totals = new EnumMap<>(Verdict.class);
    for (Verdict verdict : Verdict.values()) {
      totals.put(verdict, 0L);
    }
    results.forEach(result -> totals.merge(result.verdict(), 1L, Long::sum));
    return totals;
  }

  /** Whether every result is as expected, the repetitions agree, and nothing declared is stale. */
  public boolean green() {
    return steadiness.differing().isEmpty()
        && steadiness.stale().isEmpty()
        && results.stream().allMatch(result -> result.verdict().asExpected());
  }
}

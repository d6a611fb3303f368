package io.socketionats.load.plan;

import io.socketionats.load.result.Case;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import java.util.List;
import java.util.Optional;

/**
 * A case as the planner sees it.
 *
 * @param measured the case
 * @param trials its valid levels, judged by the plan's objective
 * @param bracket where its capacity lies
 * @param deliveriesPerPublish how many deliveries one publish made
 */
public record JudgedCase(
    Case measured, List<Trial> trials, Bracket bracket, double deliveriesPerPublish) {
  /** Empty when no level says that it passed. */
  static Optional<JudgedCase> of(Case measured, Rejudge judge) {
    List<Trial> trials =
        measured.valid().stream().map(level -> Trial.of(level, judge.passes(level))).toList();
    double published = 0;
    double delivered = 0;
    for (Level level : measured.valid()) {
      published += level.offer().offered() * level.offer().seconds();
      delivered += level.deliveries().expected();
    }
    if (published == 0) {
      return Optional.empty();
    }
    double ratio = delivered / published;
    return Bracket.of(trials).map(bracket -> new JudgedCase(measured, trials, bracket, ratio));
  }

  /** How many nodes the cluster has. */
  public int nodes() {
    return measured.cluster().nodes();
  }

  /** Levels at the greatest target that passed, by which it did. */
  List<Level> knee() {
    return measured.valid().stream()
        .filter(level -> level.target() == bracket.passed())
        .filter(level -> level.verdict() == LevelVerdict.PASS)
        .toList();
  }

  /** Greatest load that passed, deliveries per second. */
  public double passed() {
    return bracket.passed() * deliveriesPerPublish;
  }
}

package io.socketionats.load.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BracketTest {
  @Test
  void goesByTheMajorityOfRepetitions() {
    List<Trial> trials =
        List.of(
            new Trial(100, true),
            new Trial(200, true),
            new Trial(200, false),
            new Trial(200, true),
            new Trial(300, false),
            new Trial(300, true),
            new Trial(300, false));
    assertThat(Bracket.of(trials)).contains(new Bracket(200, 300.0, false));
  }

  @Test
  void doesNotBelieveAPassAboveAFailure() {
    List<Trial> trials = List.of(new Trial(100, true), new Trial(200, false), new Trial(300, true));
    assertThat(Bracket.of(trials)).contains(new Bracket(100, 200.0, false));
  }

  @Test
  void takesATieForAFailure() {
    assertThat(Bracket.of(List.of(new Trial(100, true), new Trial(100, false)))).isEmpty();
  }

  @Test
  void knowsNoUpperEndWhenNothingFailed() {
    assertThat(Bracket.of(List.of(new Trial(100, true)))).contains(new Bracket(100, null, false));
  }

  @Test
  void takesWhatWasHeldForWhatPassed() {
    List<Trial> trials =
        List.of(
            new Trial(100, true),
            new Trial(200, true),
            new Trial(300, false),
            hold(180, false),
            hold(144, true));
    assertThat(Bracket.of(trials)).contains(new Bracket(144, 180.0, true));
  }

  @Test
  void believesAHoldMoreThanShortLevelsAtTheSameTargetOrBelow() {
    List<Trial> short100And200 =
        List.of(new Trial(100, false), new Trial(200, true), new Trial(200, true));
    assertThat(Bracket.of(with(short100And200, hold(150, true), hold(200, false))))
        .contains(new Bracket(150, 200.0, true));
  }

  @Test
  void fallsBackToShortLevelsBelowWhatDidNotHold() {
    List<Trial> trials = List.of(new Trial(100, true), new Trial(200, true));
    assertThat(Bracket.of(with(trials, hold(180, false)))).contains(new Bracket(100, 180.0, false));
  }

  private static Trial hold(double target, boolean passed) {
    return new Trial(target, passed, true);
  }

  private static List<Trial> with(List<Trial> trials, Trial... more) {
    return Stream.concat(trials.stream(), Stream.of(more)).toList();
  }
}

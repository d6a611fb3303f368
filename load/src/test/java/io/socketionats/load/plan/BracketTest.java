package io.socketionats.load.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
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
    assertThat(Bracket.of(trials)).contains(new Bracket(200, 300.0));
  }

  @Test
  void doesNotBelieveAPassAboveAFailure() {
    List<Trial> trials = List.of(new Trial(100, true), new Trial(200, false), new Trial(300, true));
    assertThat(Bracket.of(trials)).contains(new Bracket(100, 200.0));
  }

  @Test
  void takesATieForAFailure() {
    assertThat(Bracket.of(List.of(new Trial(100, true), new Trial(100, false)))).isEmpty();
  }

  @Test
  void knowsNoUpperEndWhenNothingFailed() {
    assertThat(Bracket.of(List.of(new Trial(100, true)))).contains(new Bracket(100, null));
  }
}

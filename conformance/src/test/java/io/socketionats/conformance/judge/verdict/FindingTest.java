package io.socketionats.conformance.judge.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.conformance.judge.verdict.Finding.About;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FindingTest {
  private static Finding lost(String client, String event) {
    return new Finding(
        Kind.LOST,
        Blame.RECEIVER,
        Optional.of("js"),
        About.delivery(client, event),
        "event '%s' once".formatted(event),
        "it never came");
  }

  @Test
  void becomesOneForSeveralClients() {
    List<Finding> merged =
        Finding.merged(
            List.of(lost("a on js-1", "E1"), lost("a on js-1", "E2"), lost("b on js-2", "E1")));

    assertThat(merged)
        .extracting(Finding::wanted)
        .containsExactly(
            "clients a on js-1, b on js-2 to get event 'E1' once",
            "client a on js-1 to get event 'E2' once");
    assertThat(merged.get(0).about().event()).contains("E1");
  }

  @Test
  void staysApartWhereSomethingElseCame() {
    Finding other =
        new Finding(
            Kind.LOST,
            Blame.RECEIVER,
            Optional.of("js"),
            About.delivery("b on js-2", "E1"),
            "event 'E1' once",
            "it never came (the broker carried no frame of it)");

    assertThat(Finding.merged(List.of(lost("a on js-1", "E1"), other))).hasSize(2);
  }

  @Test
  void listsSoManyClientsAsCanBeRead() {
    List<Finding> many = new ArrayList<>();
    for (int i = 1; i <= 10; i++) {
      many.add(lost("c" + i, "E1"));
    }

    assertThat(Finding.merged(many))
        .extracting(Finding::wanted)
        .containsExactly(
            "clients c1, c2, c3, c4, c5, c6, c7, c8 and 2 more to get event 'E1' once");
  }
}

package io.socketionats.conformance.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.catalogue.Catalogue;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Finding.About;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import io.socketionats.conformance.judge.wire.WitnessInMemory;
import io.socketionats.conformance.launch.node.Implementation;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ExecutionTest {
  private final Requirement requirement = Catalogue.byId("R01");
  private final Implementation java = implementation("java");
  private final Implementation js = implementation("js");
  private final WitnessInMemory wire = new WitnessInMemory();
  private final List<Finding> now = new ArrayList<>();

  private static Implementation implementation(String id) {
    return new Implementation(
        id, "none", WireDialect.SOCKET_IO_NATS, 0, List.of(id), Map.of(), List.of());
  }

  private static Finding finding(Kind kind, String client, String event) {
    return new Finding(
        kind,
        Blame.RECEIVER,
        Optional.of("js"),
        About.delivery(client, event),
        "event '%s' as it is due".formatted(event),
        "it did not");
  }

  private Execution execution(Finding... broken) {
    return new Execution(
        requirement,
        java,
        () -> List.copyOf(now),
        new Execution.Course(List.of(broken), wire.witness().since(0), 7));
  }

  private Result result(Execution execution) {
    return PairVerdict.of(execution, js, wire.witness());
  }

  private static Finding crash() {
    return new Finding(
        Kind.CRASHED, Blame.RECEIVER, Optional.of("js"), "the node to live", "it died");
  }

  @Test
  void keepsACrashWhenSomethingIsFoundLater() {
    Execution execution = execution(crash());
    now.add(finding(Kind.LEAKED, "a", "R01.java.1"));

    assertThat(execution.judgeAgain()).isTrue();
    assertThat(result(execution).verdict()).isEqualTo(Verdict.CRASHED);
    assertThat(result(execution).findings())
        .extracting(Finding::kind)
        .containsExactly(Kind.CRASHED, Kind.LEAKED);
  }

  @Test
  void findsWhatIsNewThoughSomethingElseIsNotFoundAnyMore() {
    now.add(finding(Kind.LOST, "a", "R01.java.1"));
    Execution execution = execution();
    now.set(0, finding(Kind.LEAKED, "b", "R01.java.2"));

    assertThat(execution.judgeAgain()).isTrue();
    assertThat(result(execution).findings())
        .extracting(Finding::kind)
        .containsExactly(Kind.LOST, Kind.LEAKED);
  }

  @Test
  void findsNothingNewInTheSameFindings() {
    now.add(finding(Kind.LOST, "a", "R01.java.1"));
    Execution execution = execution(crash());

    assertThat(execution.judgeAgain()).isFalse();
  }

  @Test
  void showsTheFramesOfItsFindingsFirst() {
    hear("R01.java.1");
    hear("R01.java.2");
    hear("R01.java.3");
    now.add(finding(Kind.LOST, "a", "R01.java.3"));
    now.add(finding(Kind.LOST, "b", "R01.java.3"));

    assertThat(result(execution()).evidence())
        .containsExactly("s \"R01.java.3\"", "s \"R01.java.1\"", "s \"R01.java.2\"");
    assertThat(result(execution()).findings())
        .extracting(Finding::wanted)
        .containsExactly("clients a, b to get event 'R01.java.3' as it is due");
  }

  private void hear(String event) {
    wire.hear("s", ("\"" + event + "\"").getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void passesAPairThatNothingConcerns() {
    now.add(finding(Kind.LOST, "a", "R01.java.1"));

    assertThat(PairVerdict.of(execution(), java, wire.witness()).verdict())
        .isEqualTo(Verdict.PASSED);
  }
}

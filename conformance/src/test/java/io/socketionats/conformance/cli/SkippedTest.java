package io.socketionats.conformance.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.catalogue.Catalogue;
import io.socketionats.conformance.launch.node.Implementation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SkippedTest {
  private static final List<Implementation> MICKL =
      List.of(
          new Implementation(
              "a", "any", WireDialect.MICKL, 0, List.of("run"), Map.of(), List.of()));

  @Test
  void keepsTheReasonOfEachRequirement() {
    Skipped skipped = new Skipped(Map.of("R06", "no stars here"), MICKL);

    assertThat(skipped.reasons()).isEqualTo(Map.of("R06", "no stars here"));
    assertThat(skipped.contains(Catalogue.byId("R06"))).isTrue();
    assertThat(skipped.contains(Catalogue.byId("R07"))).isFalse();
  }

  @Test
  void takesPatternsAsTheSelectionDoes() {
    assertThat(new Skipped(Map.of("E*", "no faults"), MICKL).reasons())
        .hasSizeGreaterThan(5)
        .allSatisfy((id, reason) -> assertThat(id).startsWith("E"));
  }

  private static void assertRefused(String pattern, String reason, String message) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> new Skipped(Map.of(pattern, reason), MICKL))
        .withMessage(message);
  }

  @Test
  void refusesWhatLeavesNothingOut() {
    assertRefused("Q99", "x", "--skip 'Q99' matches no requirement; 'interop list' shows them all");
    assertRefused("W12", "x", "--skip 'W12' matches no requirement of the dialects that take part");
  }

  @Test
  void refusesToLeaveOutWithoutAReason() {
    assertRefused(
        "R06",
        " ",
        "--skip R06= gives no reason; write --skip 'R06=REASON', which the report shows");
  }
}

package io.socketionats.conformance.launch.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;

import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.launch.node.Implementation.Deviation;
import io.socketionats.conformance.launch.node.Implementation.Part;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImplementationTest {
  private static Implementation of(String id, Deviation... deviations) {
    return new Implementation(
        id, "any", WireDialect.MICKL, 4, List.of("run"), Map.of("A", "1"), List.of(deviations));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Java", "-a", "a_b", "a b"})
  void refusesIdsThatReportsCouldNotCarry(String id) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> of(id))
        .withMessage("id must be lower-case letters, digits and hyphens, got '%s'", id);
  }

  @Test
  void refusesToBeWithoutACommand() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new Implementation(
                    "a", "any", WireDialect.MICKL, 0, List.of(), Map.of(), List.of()))
        .withMessage("command of 'a' must not be empty");
    assertThatNullPointerException()
        .isThrownBy(() -> new Implementation("a", "any", null, 0, List.of("x"), null, null))
        .withMessage("dialect");
  }

  @Test
  void takesAbsentPartsForEmptyOnes() {
    Implementation implementation =
        new Implementation("a", "any", WireDialect.MICKL, 0, List.of("x"), null, null);

    assertThat(implementation.environment()).isEmpty();
    assertThat(implementation.deviations()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "  "})
  void refusesADeviationWithoutAReason(String reason) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Deviation("R06", Part.BOTH, reason))
        .withMessage("the deviation from R06 must give a reason");
  }

  @ParameterizedTest
  @CsvSource({
    "EMITTER, deviant, sane, true",
    "EMITTER, sane, deviant, false",
    "EMITTER, deviant, deviant, true",
    "RECEIVER, deviant, sane, false",
    "RECEIVER, sane, deviant, true",
    "RECEIVER, deviant, deviant, true",
    "BOTH, deviant, sane, true",
    "BOTH, sane, deviant, true",
    "BOTH, deviant, deviant, true",
    "SELF, deviant, sane, false",
    "SELF, sane, deviant, false",
    "SELF, deviant, deviant, true",
    "BOTH, sane, sane, false",
  })
  void coversThePairsThatItsPartNames(Part part, String emitter, String receiver, boolean covered) {
    Deviation declared = new Deviation("R06", part, "because");
    Map<String, Implementation> byId =
        Map.of("deviant", of("deviant", declared), "sane", of("sane"));

    assertThat(Implementation.deviation("R06", byId.get(emitter), byId.get(receiver)).isPresent())
        .isEqualTo(covered);
    assertThat(Implementation.deviation("R07", byId.get(emitter), byId.get(receiver))).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "EMITTER, deviant, other, true",
    "EMITTER, deviant, third, false",
    "EMITTER, deviant, deviant, false",
    "RECEIVER, other, deviant, true",
    "RECEIVER, deviant, other, false",
    "BOTH, other, deviant, true",
    "BOTH, deviant, other, true",
    "BOTH, deviant, deviant, false",
  })
  void coversOnePairWhenTheOtherSideIsNamed(
      Part part, String emitter, String receiver, boolean covered) {
    Deviation declared =
        new Deviation("R06", part, Optional.of("other"), "because", Optional.empty());

    assertThat(declared.covers("deviant", emitter, receiver)).isEqualTo(covered);
    assertThat(of("deviant", declared).isKnownToFail("R06", Part.EMITTER)).isFalse();
  }

  @Test
  void putsTheLinkAfterTheReason() {
    assertThat(new Deviation("R06", Part.BOTH, "because").sentence()).isEqualTo("because");
    assertThat(
            new Deviation("R06", Part.BOTH, Optional.empty(), "because", Optional.of("https://x/1"))
                .sentence())
        .isEqualTo("because (https://x/1)");
  }

  @Test
  void takesOneMoreDeviation() {
    Implementation more =
        of("a", new Deviation("R06", Part.BOTH, "because"))
            .deviating(new Deviation("R07", Part.SELF, "so"));

    assertThat(more.deviations()).extracting(Deviation::requirement).containsExactly("R06", "R07");
  }

  @Test
  void fillsThePlacesOfItsCommand() {
    Implementation implementation =
        new Implementation(
            "a",
            "any",
            WireDialect.MICKL,
            0,
            List.of("${node}", "${root}/a.mjs", "${other}"),
            null,
            null);

    assertThat(implementation.commandIn(Map.of("node", "/bin/node", "root", "/r")))
        .containsExactly("/bin/node", "/r/a.mjs", "${other}");
  }

  @Test
  void carriesFurtherVariablesAndAnotherName() {
    Implementation deviant = of("a", new Deviation("R06", Part.BOTH, "because"));

    assertThat(deviant.with("B", "2").environment()).isEqualTo(Map.of("A", "1", "B", "2"));
    assertThat(deviant.with("B", "2").deviations()).hasSize(1);
    assertThat(deviant.named("b").id()).isEqualTo("b");
    assertThat(deviant.named("b").deviations()).isEmpty();
  }
}

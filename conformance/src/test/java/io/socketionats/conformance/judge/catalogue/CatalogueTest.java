package io.socketionats.conformance.judge.catalogue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.socketionats.conformance.UsageException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CatalogueTest {
  private static List<String> ids(String... patterns) {
    return Catalogue.select(List.of(patterns)).stream().map(Requirement::id).toList();
  }

  @Test
  void hasIdsAndNamesThatOccurOnce() {
    assertThat(Catalogue.all()).extracting(Requirement::id).doesNotHaveDuplicates();
    assertThat(Catalogue.all()).extracting(Requirement::name).doesNotHaveDuplicates();
  }

  @Test
  void statesEveryRequirementInASentenceWithItsSourceAndItsCheck() {
    assertThat(Catalogue.all())
        .isNotEmpty()
        .allSatisfy(
            requirement -> {
              assertThat(requirement.id()).matches("[A-Z]\\d\\d");
              assertThat(requirement.name()).matches("[a-z0-9]+(-[a-z0-9]+)*");
              assertThat(requirement.sentence()).endsWith(".");
              assertThat(requirement.source()).isNotBlank();
              assertThat(requirement.dialects()).isNotEmpty();
              boolean breaks = requirement.scope() == Requirement.Scope.FAULT;
              assertThat(requirement).extracting(breaks ? "drill" : "check").isNotNull();
            });
  }

  @Test
  void selectsAllWithoutAPattern() {
    assertThat(Catalogue.select(List.of())).isEqualTo(Catalogue.all());
  }

  @Test
  void selectsByIdInTheOrderOfTheCatalogueAndOnce() {
    assertThat(ids("R01", "n01", "R01")).containsExactly("N01", "R01");
  }

  @Test
  void selectsByName() {
    assertThat(ids(Catalogue.byId("R06").name())).containsExactly("R06");
  }

  @Test
  void selectsByPattern() {
    assertThat(ids("R0*")).contains("R01", "R06").allMatch(id -> id.startsWith("R0"));
    assertThat(ids("*6")).contains("R06").allMatch(id -> id.endsWith("6"));
    assertThat(ids("*")).hasSameSizeAs(Catalogue.all());
    assertThat(ids("*room*")).contains("R06");
  }

  @ParameterizedTest
  @ValueSource(strings = {"Q99", "", "R", "R.*", "R[0-9]*", "**x"})
  void refusesAPatternThatMatchesNothing(String pattern) {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Catalogue.select(List.of("R01", pattern)))
        .withMessage(
            "--select '%s' matches no requirement; 'interop list' shows them all", pattern);
  }

  @Test
  void findsARequirementByItsIdInAnyCase() {
    assertThat(Catalogue.byId("r06")).hasToString("R06 " + Catalogue.byId("R06").name());
  }

  @Test
  void refusesAnIdThatThereIsNot() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Catalogue.byId("R99"))
        .withMessage("no requirement 'R99'; 'interop list' shows them all");
  }
}

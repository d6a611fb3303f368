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
              if (requirement.scope() == Requirement.Scope.CLIENT) {
                assertThat(requirement.visit().isPresent())
                    .isNotEqualTo(requirement.raw().isPresent());
              } else {
                boolean breaks = requirement.scope() == Requirement.Scope.FAULT;
                assertThat(requirement).extracting(breaks ? "drill" : "check").isNotNull();
              }
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
    assertThat(ids("name:" + Catalogue.byId("R06").name())).containsExactly("R06");
    assertThat(ids("name:*room*")).contains("R06").isNotEqualTo(ids("*"));
  }

  /** Names hold letters and digits as ids do, so a pattern for ids must never match a name. */
  @Test
  void takesAPatternForIdsOnly() {
    assertThat(ids("*0*")).allMatch(id -> id.contains("0"));
    assertThat(ids("N*")).allMatch(id -> id.startsWith("N"));
    assertThat(ids("name:N*"))
        .allMatch(id -> Catalogue.byId(id).name().startsWith("n"))
        .anyMatch(id -> !id.startsWith("N"));
  }

  @Test
  void saysHowANameIsSelected() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> ids("room-named-star"))
        .withMessage(
            "--select 'room-named-star' matches no id; to select by name write 'name:room-named-star'");
  }

  @Test
  void selectsByPattern() {
    assertThat(ids("R0*")).contains("R01", "R06").allMatch(id -> id.startsWith("R0"));
    assertThat(ids("*6")).contains("R06").allMatch(id -> id.endsWith("6"));
    assertThat(ids("*")).hasSameSizeAs(Catalogue.all());
  }

  @ParameterizedTest
  @ValueSource(strings = {"Q99", "", "R", "R.*", "R[0-9]*", "**x", "name:nothing", "name:R06"})
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

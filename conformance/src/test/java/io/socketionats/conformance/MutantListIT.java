package io.socketionats.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.judge.catalogue.Catalogue;
import io.socketionats.conformance.judge.catalogue.Requirement;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What the table of mutants promises must be there to be kept. */
class MutantListIT {
  @Test
  void everyMutantNamesRequirementsOfTheCatalogue() throws IOException {
    Process list =
        new ProcessBuilder(
                "node", Checkout.root().resolve("node-fixtures/mutants/list.mjs").toString())
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    JsonNode mutants =
        Json.parse(new String(list.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    List<String> ids = Catalogue.all().stream().map(Requirement::id).toList();

    assertThat(mutants).isNotEmpty();
    for (JsonNode mutant : mutants) {
      assertThat(mutant.path("kills"))
          .as("mutant %s kills requirements that there are", mutant.path("name").asText())
          .isNotEmpty()
          .allSatisfy(id -> assertThat(ids).contains(id.asText()));
    }
  }
}

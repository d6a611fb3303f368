package io.socketionats.conformance.judge.catalogue;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.conformance.Checkout;
import java.io.IOException;
import java.nio.file.Files;
import org.junit.jupiter.api.Test;

class CatalogueDocumentTest {
  @Test
  void isThePageInTheDocuments() throws IOException {
    assertThat(Checkout.root().resolve("conformance/docs/catalogue.md"))
        .as("make it anew: conformance/interop list --markdown > conformance/docs/catalogue.md")
        .hasContent(CatalogueDocument.render());
    assertThat(Files.readString(Checkout.root().resolve("README.md")))
        .contains("conformance/docs/catalogue.md");
  }
}

package io.socketionats.conformance.launch.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.catalogue.Catalogue;
import io.socketionats.conformance.judge.catalogue.Requirement;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ImplementationsTest {
  @TempDir Path folder;

  private final List<Implementation> all =
      Implementations.in(Checkout.root().resolve("conformance/implementations"));

  @Test
  void readsTheDescriptorsOfTheCheckout() {
    assertThat(all)
        .extracting(Implementation::id)
        .contains("java", "java-mickl", "node-mickl", "node-sio4");
    assertThat(all)
        .allSatisfy(
            one ->
                assertThat(one.environmentOf("n-1", Map.of("ADAPTER_KEY", "k")))
                    .containsEntry("IMPLEMENTATION", one.id())
                    .containsEntry("DIALECT", one.dialect().id())
                    .containsEntry("NODE_NAME", "n-1")
                    .containsEntry("ADAPTER_KEY", "k"));
  }

  @Test
  void declaresDeviationsOnlyFromRequirementsThatThereAre() {
    List<String> ids = Catalogue.all().stream().map(Requirement::id).toList();

    assertThat(all)
        .flatExtracting(Implementation::deviations)
        .extracting(Implementation.Deviation::requirement)
        .isSubsetOf(ids);
  }

  @Test
  void selectsAllWhenNoneIsNamed() {
    assertThat(Implementations.select(all, List.of())).isEqualTo(all);
  }

  @Test
  void selectsThoseThatAreNamedInThatOrderAndOnce() {
    assertThat(Implementations.select(all, List.of("node-sio4", "java", "node-sio4")))
        .extracting(Implementation::id)
        .containsExactly("node-sio4", "java");
  }

  @Test
  void namesWhatThereIsWhenANameIsUnknown() {
    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Implementations.select(all, List.of("java", "rust")))
        .withMessage(
            "no implementation 'rust'; there are %s",
            String.join(", ", all.stream().map(Implementation::id).toList()));
  }

  @Test
  void putsAnAdapterFileIntoTheNodeProgram() {
    Implementation own = Implementations.custom(all, Path.of("/a/mine.mjs"), WireDialect.MICKL);

    assertThat(own.id()).isEqualTo("node-adapter");
    assertThat(own.dialect()).isEqualTo(WireDialect.MICKL);
    assertThat(own.environment()).isEqualTo(Map.of("ADAPTER_FILE", "/a/mine.mjs"));
    assertThat(own.deviations()).isEmpty();
    assertThat(Implementations.javaOf(all, own.dialect())).isEqualTo("java-mickl");
  }

  @Test
  void refusesTwoDescriptorsWithOneId() throws IOException {
    String text = "{\"id\":\"a\",\"language\":\"any\",\"dialect\":\"mickl\",\"command\":[\"x\"]}";
    Path one = Files.writeString(folder.resolve("one.json"), text);
    Path two = Files.writeString(folder.resolve("two.json"), text);

    assertThatExceptionOfType(UsageException.class)
        .isThrownBy(() -> Implementations.in(folder))
        .withMessage(
            "the descriptors '%s' and '%s' both have the id 'a'; give each implementation an id of its own",
            one, two);
  }

  @Test
  void namesTheFolderThatIsMissing() {
    Path missing = folder.resolve("none");

    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> Implementations.in(missing))
        .withMessage("the implementations in '%s' cannot be read: %s", missing, missing);
  }
}

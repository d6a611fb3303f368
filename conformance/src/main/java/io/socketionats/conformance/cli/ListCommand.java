package io.socketionats.conformance.cli;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.Cli;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.catalogue.Catalogue;
import io.socketionats.conformance.judge.catalogue.CatalogueDocument;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Implementations;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code interop list}: what there is to run. */
@Command(
    name = "list",
    description = "Lists the requirements and the implementations.",
    mixinStandardHelpOptions = true)
final class ListCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--select",
      split = ",",
      paramLabel = "ID",
      description = "ids, or names as name:room-*; * for any characters, such as 'R*'")
  private List<String> patterns = new ArrayList<>();

  @Option(names = "--markdown", description = "prints the whole catalogue as a page of Markdown")
  private boolean markdown;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    if (markdown) {
      out.print(CatalogueDocument.render());
      out.flush();
      return Cli.AS_EXPECTED;
    }
    List<Requirement> requirements = Catalogue.select(patterns);
    for (Requirement requirement : requirements) {
      out.println(line(requirement));
    }
    out.printf("%n%d requirements; 'interop show ID' explains one%n", requirements.size());
    if (patterns.isEmpty()) {
      out.println();
      for (Implementation implementation :
          Implementations.in(Checkout.root().resolve("conformance/implementations"))) {
        out.printf(
            "%-12s %-12s dialect %s%n",
            implementation.id(), implementation.language(), implementation.dialect().id());
      }
    }
    return Cli.AS_EXPECTED;
  }

  private static String line(Requirement requirement) {
    String only =
        requirement.dialects().size() == 1
            ? "only " + requirement.dialects().iterator().next().id()
            : "";
    return "%-4s %-6s %-9s %-36s %s"
        .formatted(
            requirement.id(),
            requirement.force(),
            requirement.scope().name().toLowerCase(Locale.ROOT),
            requirement.name(),
            only)
        .stripTrailing();
  }

  static String dialects(Requirement requirement) {
    return String.join(
        ", ", requirement.dialects().stream().map(WireDialect::id).sorted().toList());
  }
}

package io.socketionats.conformance.judge.catalogue;

import io.socketionats.conformance.dialect.WireDialect;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The catalogue as a page of Markdown, made from the requirements themselves. */
public final class CatalogueDocument {
  private static final String HEAD =
      """
      # The catalogue

      Every requirement that a run judges. This page is made by `conformance/interop list --markdown`, and the build checks that it is up to
      date. Ids are stable: never renumbered, never used again. `core` is judged for every ordered pair of implementations, `node` for each
      implementation with itself, `extension` for pairs that declare the capability, `fault` for every
      ordered pair at once, on a cluster that is broken meanwhile ([faults](faults.md)), `client` for each implementation with itself, on a
      node that obeys its clients ([client events](control-protocol.md#client-events)).

      | id | name | rule | force | scope | dialects | source |
      |---|---|---|---|---|---|---|
      """;

  private CatalogueDocument() {}

  /** The whole page, ending with a line end. */
  public static String render() {
    StringBuilder page = new StringBuilder(HEAD);
    List<Requirement> requirements = new ArrayList<>(Catalogue.all());
    requirements.sort(
        (a, b) -> {
          int sections = Integer.compare(section(a), section(b));
          return sections != 0 ? sections : a.id().compareTo(b.id());
        });
    for (Requirement requirement : requirements) {
      page.append(
          "| %s | %s | %s | %s | %s | %s | %s |%n"
              .formatted(
                  requirement.id(),
                  requirement.name(),
                  cell(requirement.sentence()),
                  requirement.force(),
                  requirement.scope().name().toLowerCase(Locale.ROOT),
                  dialects(requirement),
                  cell(requirement.source())));
    }
    return page.toString();
  }

  /** Sections stand in the order in which they first run. */
  private static int section(Requirement requirement) {
    List<String> order =
        Catalogue.all().stream().map(one -> one.id().substring(0, 1)).distinct().toList();
    return order.indexOf(requirement.id().substring(0, 1));
  }

  private static String dialects(Requirement requirement) {
    return requirement.dialects().size() == WireDialect.values().length
        ? "all"
        : String.join(", ", requirement.dialects().stream().map(WireDialect::id).sorted().toList());
  }

  private static String cell(String text) {
    return text.replace("|", "\\|").replace("*", "\\*");
  }
}

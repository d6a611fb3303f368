package io.socketionats.conformance.cli;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.Cli;
import io.socketionats.conformance.judge.catalogue.Catalogue;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Implementations;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code interop show ID}: one requirement in full. */
@Command(name = "show", description = "Explains one requirement.", mixinStandardHelpOptions = true)
final class ShowCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "ID", description = "such as R06")
  private String id;

  @Override
  public Integer call() {
    Requirement requirement = Catalogue.byId(id);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s %s%n", requirement.id(), requirement.name());
    out.printf("  %s%n", requirement.sentence());
    out.printf("  force     %s%n", requirement.force());
    out.printf("  source    %s%n", requirement.source());
    out.printf("  scope     %s%n", scope(requirement));
    out.printf("  dialects  %s%n", ListCommand.dialects(requirement));
    needs(out, "emitter", requirement.emitterNeeds());
    needs(out, "receiver", requirement.receiverNeeds());
    for (Implementation implementation :
        Implementations.in(Checkout.root().resolve("conformance/implementations"))) {
      for (Implementation.Deviation deviation : implementation.deviations()) {
        if (deviation.requirement().equals(requirement.id())) {
          out.printf(
              "  known     %s as %s%s: %s%n",
              implementation.id(),
              deviation.part().label(),
              deviation.with().map(other -> " with " + other).orElse(""),
              deviation.sentence());
        }
      }
    }
    out.printf("  run it    conformance/interop run --select %s%n", requirement.id());
    return Cli.AS_EXPECTED;
  }

  private static void needs(PrintWriter out, String part, java.util.Set<String> capabilities) {
    if (!capabilities.isEmpty()) {
      out.printf("  needs     of the %s: %s%n", part, String.join(", ", capabilities));
    }
  }

  private static String scope(Requirement requirement) {
    return switch (requirement.scope()) {
      case CORE -> "core: every ordered pair of implementations";
      case NODE -> "node: each implementation with itself";
      case EXTENSION -> "extension: pairs that declare the capability";
      case FAULT -> "every ordered pair, on a cluster that is broken and mended";
      case CLIENT ->
          "how a node serves its clients: each implementation on a node that obeys its clients";
    };
  }
}

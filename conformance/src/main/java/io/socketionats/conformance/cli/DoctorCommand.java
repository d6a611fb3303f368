package io.socketionats.conformance.cli;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.launch.broker.NatsServer;
import io.socketionats.conformance.launch.broker.NatsServerFinder;
import io.socketionats.conformance.launch.containers.Containers;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Implementations;
import io.socketionats.conformance.launch.runtime.Toolchain;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code interop doctor}: is everything there that a run needs? */
@Command(
    name = "doctor",
    description = "Checks what a run needs and says what to do about what is missing.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(names = "--nats-server", paramLabel = "FILE", description = "the nats-server to check")
  private Path natsServer;

  private boolean healthy = true;

  /** Something that can be had, or throws with the next step. */
  private interface Part {
    String check() throws IOException;
  }

  @Override
  public Integer call() {
    if (natsServer != null) {
      System.setProperty("nats.server", natsServer.toString());
    }
    List<Implementation> implementations =
        Implementations.in(Checkout.root().resolve("conformance/implementations"));
    report("java", () -> System.getProperty("java.version"));
    report(
        "node",
        () -> {
          Toolchain.ofThisProcess(Checkout.root(), implementations);
          return Toolchain.versions("").get("node");
        });
    report("nats-server", this::broker);
    report("vectors", () -> Checkout.root().resolve("node-fixtures/vectors").toString());
    report(
        "implementations",
        () -> String.join(", ", implementations.stream().map(Implementation::id).toList()));
    spec.commandLine()
        .getOut()
        .println(
            Containers.missing()
                .map(reason -> "absent   containers       not needed for processes: " + reason)
                .orElse("ok       containers       an engine answers and has the base images"));
    return healthy ? Interop.AS_EXPECTED : Interop.COULD_NOT_RUN;
  }

  private String broker() throws IOException {
    Path program = NatsServerFinder.ofThisProcess(spec.commandLine().getErr()::println).find();
    Path folder = Files.createTempDirectory("interop-doctor");
    try (NatsServer server = NatsServer.start(program, folder)) {
      return "%s at %s, starts and answers".formatted(server.version(), program);
    } finally {
      try (var files = Files.list(folder)) {
        for (Path file : files.toList()) {
          Files.deleteIfExists(file);
        }
      }
      Files.deleteIfExists(folder);
    }
  }

  private void report(String name, Part part) {
    PrintWriter out = spec.commandLine().getOut();
    try {
      out.printf("ok       %-16s %s%n", name, part.check());
    } catch (UnavailableException | IOException e) {
      healthy = false;
      out.printf("missing  %-16s %s%n", name, e.getMessage());
    }
  }
}

package io.socketionats.conformance.cli;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.Cli;
import io.socketionats.conformance.ProgramOptions;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.launch.broker.NatsServer;
import io.socketionats.conformance.launch.broker.NatsServerFinder;
import io.socketionats.conformance.launch.containers.Containers;
import io.socketionats.conformance.launch.node.Descriptor;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.runtime.Toolchain;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code interop doctor}: is everything there that a run needs, and does every node start? */
@Command(
    name = "doctor",
    description =
        "Checks what a run needs, starts a node of each implementation, and says what to do about what is wrong.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Mixin private ProgramOptions programs;

  @Mixin private ParticipantOptions participants;

  @Option(names = "--nats-server", paramLabel = "FILE", description = "the nats-server to check")
  private Path natsServer;

  private boolean healthy = true;

  /** Says what is there, or throws with the next step. */
  private interface Part {
    String check() throws IOException;
  }

  @Override
  public Integer call() throws IOException {
    report("java", () -> System.getProperty("java.version"));
    report("node", this::node);
    report("vectors", () -> Checkout.root().resolve("node-fixtures/vectors").toString());
    Path folder = Files.createTempDirectory("interop-doctor");
    nodes(implementations(), folder);
    spec.commandLine()
        .getOut()
        .println(
            Containers.missing()
                .map(reason -> "absent   containers       not needed for processes: " + reason)
                .orElse("ok       containers       an engine answers and has the base images"));
    if (healthy) {
      delete(folder);
    }
    return healthy ? Cli.AS_EXPECTED : Cli.COULD_NOT_RUN;
  }

  private String node() {
    String version = Toolchain.versions("").get("node");
    if (version.isEmpty()) {
      throw new UnavailableException(
          "'%s --version' does not run; install Node.js, or name it with --node FILE"
              .formatted(ProgramOptions.nodeProgram()));
    }
    return version;
  }

  /** One node of each implementation, on a broker. */
  private void nodes(List<Implementation> implementations, Path folder) {
    NatsServerFinder any = NatsServerFinder.ofThisProcess(spec.commandLine().getErr()::println);
    NatsServerFinder finder = natsServer == null ? any : any.named(natsServer);
    try {
      Path program = finder.find();
      try (NatsServer server = NatsServer.start(program, folder)) {
        report(
            "nats-server",
            () -> "%s at %s, starts and answers".formatted(server.version(), program));
        NodeCheck nodes = new NodeCheck(server, finder, folder);
        implementations.forEach(one -> report(one.id(), () -> nodes.check(one)));
      }
    } catch (UnavailableException e) {
      wrong("nats-server", e.getMessage());
    }
  }

  /** The implementations of all descriptors that break no rule. */
  private List<Implementation> implementations() {
    try {
      return participants.all(participants.files().stream().filter(this::isSound).toList());
    } catch (UsageException e) {
      wrong("implementations", e.getMessage());
      return List.of();
    }
  }

  private boolean isSound(Path descriptor) {
    try {
      Descriptor.read(descriptor);
      return true;
    } catch (UsageException e) {
      wrong("descriptor", e.getMessage());
      return false;
    }
  }

  private void report(String name, Part part) {
    try {
      spec.commandLine().getOut().printf("ok       %-16s %s%n", name, part.check());
    } catch (UnavailableException | UsageException | IOException e) {
      wrong(name, e.getMessage());
    }
  }

  private void wrong(String name, String message) {
    healthy = false;
    PrintWriter out = spec.commandLine().getOut();
    out.printf("wrong    %-16s %s%n", name, message.replace("\n", "\n         "));
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      for (Path file : files.toList()) {
        Files.deleteIfExists(file);
      }
    }
    Files.deleteIfExists(folder);
  }
}

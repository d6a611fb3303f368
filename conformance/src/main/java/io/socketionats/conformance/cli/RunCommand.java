package io.socketionats.conformance.cli;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.CountOption;
import io.socketionats.conformance.ProgramOptions;
import io.socketionats.conformance.ShellWords;
import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.judge.catalogue.Catalogue;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.service.Visitor;
import io.socketionats.conformance.launch.Launchers;
import io.socketionats.conformance.launch.broker.NatsServerFinder;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.remote.Deployment;
import io.socketionats.conformance.launch.remote.Remote;
import io.socketionats.conformance.launch.runtime.Launcher;
import io.socketionats.conformance.run.Progress;
import io.socketionats.conformance.run.RunOptions;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code interop run}: launches, judges, prints the matrix, writes the reports. */
@Command(
    name = "run",
    description =
        "Launches real nodes on a real NATS server and proves every requirement, pair by pair.",
    mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
  private static final int NODES_EACH = 2;

  @Spec private CommandSpec spec;

  @Mixin private ProgramOptions programs;

  @Option(
      names = "--select",
      split = ",",
      paramLabel = "ID",
      description =
          "requirements by id, or by name as name:room-*; * for any characters, such as 'R*' (default: all)")
  private List<String> patterns = new ArrayList<>();

  @Option(
      names = "--skip",
      paramLabel = "ID=REASON",
      description =
          "leaves requirements out and says why in the report; ids as in --select; may be given several times")
  private Map<String, String> skip = new LinkedHashMap<>();

  @Option(
      names = "--known",
      paramLabel = "FILE.json",
      description =
          "what implementations are known to fail, see conformance/docs/your-repository.md")
  private Path known;

  @Mixin private ParticipantOptions participants;

  @Option(
      names = "--clients",
      split = ",",
      paramLabel = "KIND",
      description =
          "clients by which requirements about clients are judged, as js-4 or js-4:polling, see conformance/docs/client-protocol.md (default: all)")
  private List<String> clients = new ArrayList<>();

  @Option(
      names = "--runtime",
      paramLabel = "NAME",
      defaultValue = "auto",
      description = "processes, containers, remote or auto (default: auto)")
  private String runtime;

  @Option(
      names = "--nodes",
      paramLabel = "FILE",
      description = "where the nodes of --runtime remote are, see conformance/deploy/README.md")
  private Path nodes;

  @Option(
      names = "--repeat",
      paramLabel = "N",
      defaultValue = "1",
      converter = CountOption.class,
      description = "runs everything N times and compares the verdicts (default: 1)")
  private int repeat;

  @Option(
      names = "--restarts",
      paramLabel = "N",
      defaultValue = "" + RunOptions.Limits.RESTARTS,
      description =
          "how often a node that crashed or fell deaf is started anew before its implementation is quarantined (default: ${DEFAULT-VALUE})")
  private int restarts;

  @Option(
      names = "--slow-after",
      paramLabel = "MILLIS",
      converter = CountOption.class,
      description =
          "makes it a failure when a client gets a sentinel later than that (default: 10 s, and a warning when a node is far slower than its peers)")
  private Integer slowAfterMillis;

  @Option(names = "--nats-server", paramLabel = "FILE", description = "the nats-server to use")
  private Path natsServer;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "where the reports go (default: conformance/target/interop)")
  private Path out;

  @Option(names = "--quiet", description = "prints no progress")
  private boolean quiet;

  @Override
  public Integer call() {
    if (restarts < 0) {
      throw new UsageException("--restarts must be 0 or more, got " + restarts);
    }
    Launchers.requireName(runtime);
    requireThisMachine();
    List<Requirement> requirements = Catalogue.select(patterns);
    List<Implementation> all = participants.all();
    Optional<Deployment> deployment = deployment(all);
    List<Implementation> selected =
        deployment.isPresent()
            ? participants.selected(all, deployment.get().implementations())
            : participants.selected(all);
    int nodesEach = deployment.map(one -> one.nodesEach(selected)).orElse(NODES_EACH);
    requireDeclared(all, selected);
    KnownDeviations deviations =
        known == null ? KnownDeviations.none() : KnownDeviations.read(known);
    List<Implementation> implementations =
        deviations.declaredOn(selected, all, participants.named());
    Skipped skipped = new Skipped(skip, implementations);
    deviations.requireJudged(skipped);
    requireSomething(requirements, skipped, implementations);
    List<Visitor> visitors = Visitor.named(clients);
    ReportFolder folder = ReportFolder.open(folder(), Instant.now());
    PrintWriter err = spec.commandLine().getErr();
    Progress progress = quiet ? Progress.silent() : new ConsoleProgress(err);
    RunOptions options =
        new RunOptions(
            requirements,
            implementations,
            nodesEach,
            RunOptions.Limits.USUAL
                .restarting(restarts)
                .slowAfter(Optional.ofNullable(slowAfterMillis).map(Duration::ofMillis)),
            folder.logs(),
            visitors,
            skipped.reasons());
    Reporter reporter =
        new Reporter(
            folder,
            spec.commandLine(),
            command(),
            new Excused(deviations, participants.named(), skipped));
    try (Launcher chosen =
        deployment.isPresent()
            ? new Remote(deployment.get())
            : starting(implementations, folder.logs(), progress)) {
      return new RepeatedRun(chosen, options, progress, reporter).execute(repeat);
    }
  }

  /** Files and programs of this machine cannot be used where another one runs the nodes. */
  private void requireThisMachine() {
    Optional<String> own = participants.ownProgram();
    if (own.isPresent() && runtime.equals("containers")) {
      throw new UsageException(
          "%s brings a program of this machine, which no container has; run it with --runtime processes"
              .formatted(own.get()));
    }
  }

  private Launcher starting(List<Implementation> implementations, Path logs, Progress progress) {
    NatsServerFinder finder = NatsServerFinder.ofThisProcess(progress::step);
    return Launchers.of(
        participants.ownProgram().isPresent() ? "processes" : runtime,
        Checkout.root(),
        implementations,
        natsServer == null ? finder : finder.named(natsServer),
        logs,
        progress::step);
  }

  /** What {@code --nodes} describes; empty for a runtime that starts its nodes itself. */
  private Optional<Deployment> deployment(List<Implementation> all) {
    if (!runtime.equals("remote")) {
      if (nodes != null) {
        throw new UsageException("--nodes is for --runtime remote, got --runtime " + runtime);
      }
      return Optional.empty();
    }
    if (nodes == null) {
      throw new UsageException(Launchers.NEEDS_NODES);
    }
    boolean adapter = participants.ownProgram().filter("--node-adapter"::equals).isPresent();
    if (adapter || natsServer != null) {
      throw new UsageException(
          "%s is for runtimes that start what they run; --runtime remote starts nothing"
              .formatted(adapter ? "--node-adapter" : "--nats-server"));
    }
    return Optional.of(Deployment.read(nodes, all));
  }

  /** A declaration that names nothing would excuse nothing and never be noticed. */
  private static void requireDeclared(List<Implementation> all, List<Implementation> selected) {
    List<String> ids = all.stream().map(Implementation::id).toList();
    for (Implementation implementation : selected) {
      for (Implementation.Deviation deviation : implementation.deviations()) {
        if (Catalogue.all().stream().noneMatch(one -> one.id().equals(deviation.requirement()))) {
          throw new UsageException(
              "the descriptor of '%s' declares a deviation from '%s', which is no requirement; 'interop list' shows them all"
                  .formatted(implementation.id(), deviation.requirement()));
        }
        if (!ids.containsAll(deviation.with().stream().toList())) {
          throw new UsageException(
              "the descriptor of '%s' declares a deviation from %s with '%s', which is no implementation; there are %s"
                  .formatted(
                      implementation.id(),
                      deviation.requirement(),
                      deviation.with().get(),
                      String.join(", ", ids)));
        }
      }
    }
  }

  private static void requireSomething(
      List<Requirement> requirements, Skipped skipped, List<Implementation> implementations) {
    List<Requirement> applying =
        requirements.stream()
            .filter(one -> implementations.stream().anyMatch(two -> one.appliesTo(two.dialect())))
            .toList();
    if (applying.isEmpty()) {
      throw new UsageException(
          "nothing to run: none of the selected requirements applies to the dialects of the selected implementations");
    }
    if (applying.stream().allMatch(skipped::contains)) {
      throw new UsageException("nothing to run: --skip leaves out all that is selected");
    }
  }

  private Path folder() {
    return out == null
        ? Checkout.root().resolve("conformance/target/interop")
        : out.toAbsolutePath();
  }

  private String command() {
    List<String> words =
        new ArrayList<>(List.of(System.getProperty("interop.command", "conformance/interop")));
    words.addAll(spec.commandLine().getParent().getParseResult().originalArgs());
    return ShellWords.join(words);
  }
}

package io.socketionats.conformance.cli;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.judge.catalogue.Catalogue;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.verdict.Verdict;
import io.socketionats.conformance.launch.Launchers;
import io.socketionats.conformance.launch.broker.NatsServerFinder;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Implementations;
import io.socketionats.conformance.launch.remote.Deployment;
import io.socketionats.conformance.launch.remote.Remote;
import io.socketionats.conformance.launch.runtime.Launcher;
import io.socketionats.conformance.report.ConsoleReport;
import io.socketionats.conformance.report.Reports;
import io.socketionats.conformance.report.RunReport;
import io.socketionats.conformance.run.InteropRun;
import io.socketionats.conformance.run.Progress;
import io.socketionats.conformance.run.RepeatComparison;
import io.socketionats.conformance.run.RunOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import picocli.CommandLine.Command;
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

  @Option(
      names = "--select",
      split = ",",
      paramLabel = "ID",
      description = "requirements by id or name, * for any characters, such as 'R*' (default: all)")
  private List<String> patterns = new ArrayList<>();

  @Option(
      names = "--implementations",
      split = ",",
      paramLabel = "NAME",
      description = "such as java,node-sio4 (default: all)")
  private List<String> names = new ArrayList<>();

  @Option(
      names = "--node-adapter",
      paramLabel = "FILE.mjs",
      description = "puts an adapter of yours into the Socket.IO 4 node and runs it beside java")
  private Path nodeAdapter;

  @Option(
      names = "--dialect",
      paramLabel = "NAME",
      defaultValue = "socket.io-nats",
      description = "what the adapter of --node-adapter speaks: socket.io-nats (default) or mickl")
  private String dialect;

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
      description =
          "makes it a failure when a client gets a sentinel later than that (default: 10 s, and a warning when a node is far slower than its peers)")
  private Long slowAfterMillis;

  @Option(names = "--nats-server", paramLabel = "FILE", description = "the nats-server to use")
  private Path natsServer;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "where the reports go (default: conformance/target/interop)")
  private Path out;

  @Option(names = "--quiet", description = "prints no progress")
  private boolean quiet;

  private final AtomicBoolean reported = new AtomicBoolean();
  private final AtomicBoolean interrupted = new AtomicBoolean();

  @Override
  public Integer call() {
    if (repeat < 1) {
      throw new UsageException("--repeat must be 1 or more, got " + repeat);
    }
    if (restarts < 0) {
      throw new UsageException("--restarts must be 0 or more, got " + restarts);
    }
    if (slowAfterMillis != null && slowAfterMillis < 1) {
      throw new UsageException("--slow-after must be 1 or more, got " + slowAfterMillis);
    }
    Launchers.requireName(runtime);
    if (nodeAdapter != null && runtime.equals("containers")) {
      throw new UsageException(
          "--node-adapter is a file of this machine, which no container has; run it with --runtime processes");
    }
    List<Requirement> requirements = Catalogue.select(patterns);
    Optional<Deployment> deployment = deployment();
    List<Implementation> implementations =
        implementations(deployment.map(Deployment::implementations).orElse(List.of()));
    int nodesEach = deployment.map(one -> one.nodesEach(implementations)).orElse(NODES_EACH);
    requireSomething(requirements, implementations);
    implementations.forEach(RunCommand::requireKnownDeviations);
    Path folder = folder();
    PrintWriter err = spec.commandLine().getErr();
    Progress progress = quiet ? Progress.silent() : new ConsoleProgress(err);
    Path logs = logs(folder);
    RunOptions options =
        new RunOptions(
            requirements,
            implementations,
            nodesEach,
            RunOptions.Limits.USUAL
                .restarting(restarts)
                .slowAfter(Optional.ofNullable(slowAfterMillis).map(Duration::ofMillis)),
            logs);
    try (Launcher chosen =
        deployment.isPresent()
            ? new Remote(deployment.get())
            : starting(implementations, logs, progress)) {
      return repeat(chosen, options, progress, folder);
    }
  }

  private Launcher starting(List<Implementation> implementations, Path logs, Progress progress) {
    NatsServerFinder finder = NatsServerFinder.ofThisProcess(progress::step);
    return Launchers.of(
        nodeAdapter == null ? runtime : "processes", // where a file of this machine can be loaded
        Checkout.root(),
        implementations,
        natsServer == null ? finder : finder.named(natsServer),
        logs,
        progress::step);
  }

  /** What {@code --nodes} describes; empty for a runtime that starts its nodes itself. */
  private Optional<Deployment> deployment() {
    if (!runtime.equals("remote")) {
      if (nodes != null) {
        throw new UsageException("--nodes is for --runtime remote, got --runtime " + runtime);
      }
      return Optional.empty();
    }
    if (nodes == null) {
      throw new UsageException(Launchers.NEEDS_NODES);
    }
    if (nodeAdapter != null || natsServer != null) {
      throw new UsageException(
          "%s is for runtimes that start what they run; --runtime remote starts nothing"
              .formatted(nodeAdapter != null ? "--node-adapter" : "--nats-server"));
    }
    return Optional.of(Deployment.read(nodes, described()));
  }

  private static List<Implementation> described() {
    return Implementations.in(Checkout.root().resolve("conformance/implementations"));
  }

  /**
   * @param usual those to take when none is named; empty = all
   */
  private List<Implementation> implementations(List<String> usual) {
    List<Implementation> all = described();
    if (nodeAdapter == null) {
      return Implementations.select(all, names.isEmpty() ? usual : names);
    }
    if (!Files.isRegularFile(nodeAdapter)) {
      throw new UsageException(
          "--node-adapter '%s' is no file; it takes an ES module, see node-fixtures/README.md"
              .formatted(nodeAdapter));
    }
    Implementation own =
        Implementations.custom(all, nodeAdapter.toAbsolutePath().normalize(), dialect);
    List<String> companions =
        names.isEmpty() ? List.of(Implementations.javaOf(all, own.dialect())) : names;
    List<Implementation> selected = new ArrayList<>(Implementations.select(all, companions));
    selected.add(own);
    return selected;
  }

  /** A declaration that names no requirement would excuse nothing and never be noticed. */
  private static void requireKnownDeviations(Implementation implementation) {
    for (Implementation.Deviation deviation : implementation.deviations()) {
      if (Catalogue.all().stream().noneMatch(one -> one.id().equals(deviation.requirement()))) {
        throw new UsageException(
            "the descriptor of '%s' declares a deviation from '%s', which is no requirement; 'interop list' shows them all"
                .formatted(implementation.id(), deviation.requirement()));
      }
    }
  }

  private static void requireSomething(
      List<Requirement> requirements, List<Implementation> implementations) {
    boolean any =
        requirements.stream()
            .anyMatch(
                requirement ->
                    implementations.stream().anyMatch(one -> requirement.appliesTo(one.dialect())));
    if (!any) {
      throw new UsageException(
          "nothing to run: none of the selected requirements applies to the dialects of the selected implementations");
    }
  }

  private Path folder() {
    return out == null
        ? Checkout.root().resolve("conformance/target/interop")
        : out.toAbsolutePath();
  }

  private static Path logs(Path folder) {
    try {
      Path logs = folder.resolve("logs");
      if (Files.isDirectory(logs)) {
        try (var old = Files.walk(logs)) {
          for (Path file : old.sorted(Comparator.reverseOrder()).toList()) {
            Files.deleteIfExists(file);
          }
        }
      }
      return Files.createDirectories(logs);
    } catch (IOException e) {
      throw new UnavailableException(
          "the report folder '%s' cannot be written: %s; choose another with --out FOLDER"
              .formatted(folder, e.getMessage()),
          e);
    }
  }

  private int repeat(Launcher chosen, RunOptions options, Progress progress, Path folder) {
    Instant started = Instant.now();
    RepeatComparison agreement = new RepeatComparison();
    for (int round = 1; ; round++) {
      InteropRun run = new InteropRun(chosen, options, progress);
      int repetition = round;
      Thread hook =
          new Thread(
              () -> {
                interrupted.set(true);
                try { // before the end of the nodes can be taken for a verdict
                  report(run, started, folder, repetition, List.of());
                } finally {
                  run.close();
                  chosen.close();
                }
              },
              "interrupted");
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        run.execute();
        agreement.add(run.results());
        List<String> differing = agreement.differing();
        if (round == repeat || !differing.isEmpty()) {
          return report(run, started, folder, round, differing)
              ? Interop.AS_EXPECTED
              : Interop.NOT_AS_EXPECTED;
        }
        progress.step("repetition %d of %d: %s".formatted(round, repeat, totals(run)));
      } catch (RuntimeException e) {
        if (interrupted.get()) {
          return Interop.COULD_NOT_RUN; // the hook is reporting; what broke was broken by it
        }
        run.close();
        report(run, started, folder, round, List.of());
        throw e;
      } finally {
        remove(hook);
      }
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending, and the hook is doing its work
    }
  }

  private static String totals(InteropRun run) {
    Map<Verdict, Integer> totals = new java.util.EnumMap<>(Verdict.class);
    run.results().forEach(result -> totals.merge(result.verdict(), 1, Integer::sum));
    List<String> words = new ArrayList<>();
    totals.forEach((verdict, count) -> words.add(count + " " + verdict.label()));
    return String.join(", ", words);
  }

  /** Writes the reports and prints the matrix, once; says whether everything is as expected. */
  private boolean report(
      InteropRun run, Instant started, Path folder, int repetitions, List<String> differing) {
    RunReport report = run.report(command(), started, repetitions, differing);
    if (reported.compareAndSet(false, true)) {
      Reports.write(report, folder);
      PrintWriter console = spec.commandLine().getOut();
      console.print(ConsoleReport.render(report, System.console() != null));
      console.printf("report: %s%n", shown(folder.resolve("index.html")));
      console.flush();
    }
    return report.green();
  }

  private static Path shown(Path file) {
    Path here = Path.of("").toAbsolutePath();
    return file.startsWith(here) ? here.relativize(file) : file;
  }

  private String command() {
    List<String> words = new ArrayList<>(List.of("conformance/interop"));
    words.addAll(spec.commandLine().getParent().getParseResult().originalArgs());
    return String.join(" ", words);
  }
}

package io.socketionats.load.cli;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.DialectOption;
import io.socketionats.conformance.ProgramOptions;
import io.socketionats.conformance.UsageException;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.launch.runtime.Toolchain;
import io.socketionats.load.control.Gates;
import io.socketionats.load.control.SearchPlan;
import io.socketionats.load.machine.Processors;
import io.socketionats.load.machine.ThisMachine;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.Slo;
import io.socketionats.load.run.CasePlan;
import io.socketionats.load.run.Fault;
import io.socketionats.load.run.LoadPlan;
import io.socketionats.load.run.LoadProgress;
import io.socketionats.load.run.LoadRun;
import io.socketionats.load.run.Team;
import io.socketionats.load.simulation.Traffic;
import io.socketionats.load.target.Launch;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code load run}: what clusters carry. */
@Command(
    name = "run",
    description = "Searches for what clusters carry at an objective, and writes a measurement.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit status:%n",
    exitCodeList = {
      "0:every case has a confirmed maximum, or passed at its fixed rate",
      "1:a case failed its objective, or a delivery was duplicated, leaked or out of order",
      "2:usage: an unknown target, an objective that cannot be read",
      "3:it could not run or go on, or the machine was not fit to measure"
    })
public final class RunCommand implements Callable<Integer> {
  private static final int AS_ASKED = 0;
  private static final int FAILED = 1;
  private static final int COULD_NOT_RUN = 3;
  private static final double START_SECONDS = 10;

  @Spec private CommandSpec spec;

  @Mixin private ProgramOptions programs;

  @Option(
      names = "--cluster",
      split = ",",
      paramLabel = "KIND",
      defaultValue = "mixed",
      description = "clusters to launch, of node, java, mixed (default: mixed)")
  private List<String> clusters;

  @Option(
      names = "--nodes",
      split = ",",
      paramLabel = "N",
      defaultValue = "2",
      description =
          "how many nodes a launched cluster has, such as 1,2,4 (default: 2); of several, a mixed one leaves out 1")
  private List<Integer> nodes;

  @Option(
      names = "--nats-servers",
      defaultValue = "1",
      description = "how many NATS servers a launched cluster has (default: 1)")
  private int natsServers;

  @Option(
      names = "--dialect",
      paramLabel = "NAME",
      defaultValue = "socket.io-nats",
      converter = DialectOption.class,
      description = "what launched nodes speak: socket.io-nats (default) or mickl")
  private WireDialect dialect;

  @Option(
      names = "--runtime",
      paramLabel = "NAME",
      defaultValue = "processes",
      description = "where clusters are launched: processes (default), containers or auto")
  private String runtime;

  @Option(
      names = "--remote",
      paramLabel = "FILE",
      description = "nodes that run elsewhere in load mode, see conformance/deploy/README.md")
  private Path remote;

  @Option(
      names = "--url",
      split = ",",
      paramLabel = "URL",
      description = "Socket.IO servers in load mode that are known by their addresses only")
  private List<String> urls = new ArrayList<>();

  @Option(
      names = "--simulation",
      split = ",",
      paramLabel = "NAME",
      defaultValue = "rooms",
      description = "rooms (default), broadcast, chat, churn, connect, node-loss, nats-restart")
  private List<String> simulations;

  @Option(names = "--connections", defaultValue = "500", description = "clients (default: 500)")
  private int connections;

  @Option(
      names = "--room-size",
      split = ",",
      paramLabel = "N",
      defaultValue = "10",
      description = "members of a room of rooms and churn, such as 10,100 (default: 10)")
  private List<Integer> roomSizes;

  @Option(names = "--payload", defaultValue = "128", description = "bytes (default: 128)")
  private int payload;

  @Option(
      names = "--connects",
      paramLabel = "N",
      defaultValue = "200",
      description = "clients to connect per second (default: 200)")
  private double connects;

  @Option(
      names = "--slo",
      defaultValue = "p99=100ms",
      description = "percentile and time, such as p99=100ms (the default)")
  private String slo;

  @Option(
      names = "--minutes",
      defaultValue = "10",
      description = "what the whole run may take (default: 10)")
  private double minutes;

  @Option(
      names = "--rate",
      paramLabel = "N",
      description = "measures this many publishes per second instead of searching")
  private Double rate;

  @Option(
      names = "--from",
      paramLabel = "N",
      defaultValue = "100",
      description = "publishes per second to begin with (default: 100)")
  private double from;

  @Option(
      names = "--repetitions",
      defaultValue = "3",
      description = "of each level; the majority decides (default: 3)")
  private int repetitions;

  @Option(
      names = "--seconds",
      description = "of each level (default: a sixtieth of the time of a case, 2 to 30)")
  private Double seconds;

  @Option(
      names = "--warm-up",
      description =
          "seconds at most that are thrown away first; a search goes on as soon as latencies fall no more (default: a third of the time of a case, or half a level with --rate)")
  private Double warmUp;

  @Option(
      names = "--hold",
      description =
          "seconds of each hold that confirms what was found, 0 = none (default: a ninth of the time of a case, 4 to 600)")
  private Double hold;

  @Option(
      names = "--other-cores",
      defaultValue = "0.1",
      description = "processors that other programs may use before a level is void (default: 0.1)")
  private double otherCores;

  @Option(
      names = "--cpus",
      paramLabel = "CLUSTER/GENERATOR",
      description =
          "processors of the launched cluster and of the generator, such as 0/1 (default: all for both)")
  private String cpus;

  @Option(
      names = "--injectors",
      paramLabel = "N",
      defaultValue = "1",
      description =
          "generator processes on this machine, which share clients and rate (default: 1)")
  private int injectors;

  @Option(
      names = "--injector",
      paramLabel = "I/N",
      description = "this run is injector I (from 0) of N on machines of their own; see load merge")
  private String injector;

  @Option(
      names = "--start-at",
      paramLabel = "TIME",
      description = "common start of all injectors, such as 2030-01-31T12:00:00Z")
  private String startAt;

  @Option(names = "--name", defaultValue = "run", description = "of the measurement's folder")
  private String name;

  @Option(
      names = "--out",
      paramLabel = "FOLDER",
      description = "where results go (default: load/measurements/<date>-<name>)")
  private Path out;

  private final AtomicBoolean interrupted = new AtomicBoolean();

  @Override
  public Integer call() {
    Slo objective = objective();
    requireNumbers();
    Path folder = folder();
    Team team = team();
    try (Targets targets = targets()) {
      List<CasePlan> cases = targets.cases(traffics());
      requireSeparable(team);
      LoadProgress progress = new LoadProgress(spec.commandLine().getErr(), minutes * 60);
      targets.tell(progress::step);
      SearchPlan search = search(cases.size());
      Gates shared = Gates.forMachine(ThisMachine.PROCESSORS).withOtherCores(otherCores);
      Optional<Processors> own = processors();
      Gates gates = own.map(some -> shared.withOwnProcessors(some.ofGenerator())).orElse(shared);
      return run(
          new LoadPlan(
              name,
              command(),
              Toolchain.git(Checkout.root()),
              cases,
              objective,
              gates,
              search,
              Optional.ofNullable(rate),
              fault(),
              team,
              own,
              connects,
              minutes * 60,
              folder),
          progress);
    }
  }

  private int run(LoadPlan plan, LoadProgress progress) {
    LoadRun run = new LoadRun(plan, progress);
    Thread hook =
        new Thread(
            () -> {
              interrupted.set(true);
              run.close();
              progress.step("interrupted; what was measured is in " + shown(plan.folder()));
            },
            "interrupted");
    Runtime.getRuntime().addShutdownHook(hook);
    try (run) {
      Measurement measurement = run.execute();
      spec.commandLine().getOut().printf("measurement: %s%n", shown(plan.folder()));
      return switch (LoadRun.verdict(measurement)) {
        case PASS -> AS_ASKED;
        case FAIL -> FAILED;
        case INVALID -> COULD_NOT_RUN;
      };
    } catch (RuntimeException e) {
      if (interrupted.get()) {
        return COULD_NOT_RUN; // the hook reports; what broke was broken by it
      }
      if (!run.measurement().cases().isEmpty()) {
        progress.step("what was measured is in " + shown(plan.folder()));
      }
      throw e;
    } finally {
      remove(hook);
    }
  }

  private static void remove(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // the process is ending, and the hook is doing its work
    }
  }

  private Optional<Processors> processors() {
    if (cpus == null) {
      return Optional.empty();
    }
    Processors own = Processors.parse(cpus);
    if (!urls.isEmpty() || remote != null) {
      throw new UsageException("--cpus is for clusters that are launched here");
    }
    return Optional.of(own);
  }

  private Slo objective() {
    try {
      return Slo.parse(slo);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage().replaceFirst("^SLO", "slo"));
    }
  }

  private void requireNumbers() {
    require("--minutes", minutes, minutes > 0);
    require("--connections", connections, connections >= 2);
    for (int roomSize : roomSizes) {
      require(
          "--room-size",
          roomSize,
          roomSize >= 2 && roomSize <= connections / Math.max(1, injectors));
    }
    require("--payload", payload, payload >= 1 && payload <= 500_000);
    require("--connects", connects, connects > 0);
    require("--from", from, from > 0);
    require("--repetitions", repetitions, repetitions >= 1);
    require("--other-cores", otherCores, otherCores >= 0);
    if (rate != null) {
      require("--rate", rate, rate > 0);
    }
    if (seconds != null) {
      require("--seconds", seconds, seconds > 0);
    }
    if (warmUp != null) {
      require("--warm-up", warmUp, warmUp >= 0);
    }
    if (hold != null) {
      require("--hold", hold, hold >= 0);
    }
    if (!name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new UsageException(
          "--name '%s': letters, digits, dots, hyphens and underscores".formatted(name));
    }
  }

  private static void require(String option, Object value, boolean holds) {
    if (!holds) {
      throw new UsageException("%s cannot be %s; see load run --help".formatted(option, value));
    }
  }

  private Team team() {
    if (injector == null) {
      if (startAt != null) {
        throw new UsageException("--start-at is for --injector I/N");
      }
      require("--injectors", injectors, injectors >= 1 && connections / injectors >= 2);
      return Team.here(injectors);
    }
    if (startAt == null || rate == null || injectors > 1 || fault().isPresent()) {
      throw new UsageException(
          "--injector needs --start-at TIME and --rate N (of this injector), and goes with neither --injectors nor a fault");
    }
    try {
      String[] parts = injector.split("/", 2);
      return Team.part(
          Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Instant.parse(startAt));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new UsageException("--injector takes I/N, such as 0/3; got '%s'".formatted(injector));
    } catch (DateTimeParseException e) {
      throw new UsageException(
          "--start-at takes a time like 2030-01-31T12:00:00Z; got '%s'".formatted(startAt));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--injector %s: I is 0 to N - 1".formatted(injector));
    }
  }

  /** In one namespace every injector's clients would get the other injectors' broadcasts. */
  private void requireSeparable(Team team) {
    boolean shared = !urls.isEmpty() || remote != null;
    if (shared && team.count() > 1 && simulations.contains("broadcast")) {
      throw new UsageException(
          "--simulation broadcast needs a namespace for each injector, which only launched clusters have");
    }
    if (team.processes() > 1 && fault().isPresent()) {
      throw new UsageException("--simulation with a fault goes with one injector");
    }
  }

  private Path folder() {
    return out != null
        ? out.toAbsolutePath()
        : Checkout.root()
            .resolve("load/measurements")
            .resolve(LocalDate.now(ZoneOffset.UTC) + "-" + name);
  }

  private Targets targets() {
    if (!urls.isEmpty() && remote != null) {
      throw new UsageException("--url and --remote exclude each other");
    }
    if (!urls.isEmpty()) {
      return Targets.ofUrls(urls);
    }
    if (remote != null) {
      return Targets.ofDeployment(remote);
    }
    List<Launch> launches = new ArrayList<>();
    for (String cluster : clusters) {
      for (int count : nodes) {
        Launch.Kind kind = kind(cluster);
        if (kind != Launch.Kind.MIXED || count != 1 || nodes.size() == 1) {
          launches.add(new Launch(kind, count, dialect, natsServers));
        }
      }
    }
    return Targets.launched(runtime, launches, injectors, fault().isPresent());
  }

  private static Launch.Kind kind(String name) {
    return Stream.of(Launch.Kind.values())
        .filter(kind -> kind.label().equals(name))
        .findFirst()
        .orElseThrow(
            () ->
                new UsageException(
                    "--cluster must be node, java or mixed, got '%s'".formatted(name)));
  }

  private List<Traffic> traffics() {
    return simulations.stream().flatMap(this::traffics).toList();
  }

  /** The fault of a simulation that has one; such a simulation stands alone and at a fixed rate. */
  private Optional<Fault> fault() {
    Optional<Fault> fault =
        Stream.of(Fault.values()).filter(one -> simulations.contains(one.label())).findFirst();
    if (fault.isPresent()) {
      if (simulations.size() > 1
          || roomSizes.size() > 1
          || rate == null
          || repetitions > 1
          || !urls.isEmpty()
          || remote != null) {
        throw new UsageException(
            "--simulation %s breaks a launched cluster once: it stands alone, with --rate N and --repetitions 1"
                .formatted(fault.get().label()));
      }
      if (fault.get() == Fault.NODE_LOSS && nodes.contains(1)) {
        throw new UsageException("--simulation node-loss needs --nodes 2 or more");
      }
    }
    return fault;
  }

  private Stream<Traffic> traffics(String simulation) {
    int clients = connections / injectors;
    return switch (simulation) {
      case "broadcast" -> Stream.of(Traffic.broadcast(clients, payload));
      case "chat" -> Stream.of(Traffic.chat(clients, payload));
      case "connect" -> Stream.of(Traffic.connect(clients));
      case "rooms", "node-loss", "nats-restart" ->
          roomSizes.stream().map(size -> Traffic.fanOut(clients, size, payload).named(simulation));
      case "churn" -> roomSizes.stream().map(size -> Traffic.churn(clients, size, payload));
      default ->
          throw new UsageException(
              "--simulation must be rooms, broadcast, chat, churn, connect, node-loss or nats-restart, got '%s'"
                  .formatted(simulation));
    };
  }

  private SearchPlan search(int cases) {
    double budget = minutes * 60 / cases - START_SECONDS - connections / connects;
    double each = Math.max(budget, 1);
    double level = seconds != null ? seconds : between(2, each / 60, 30);
    double confirm = hold != null ? hold : between(4, each / 9, 600);
    SearchPlan plan =
        new SearchPlan(
            rate == null ? from : rate,
            Double.MAX_VALUE,
            0.1,
            repetitions,
            warmUp != null ? warmUp : rate == null ? each / 3 : between(1, level / 2, 10),
            level,
            between(0.5, level / 5, 2),
            rate == null ? confirm : 0,
            budget);
    if (rate == null && budget < plan.leastSeconds()) {
      throw new UsageException(
          String.format(
              Locale.ROOT,
              "--minutes %s leaves %.0f s for each of %d cases, which need %.0f s at least: more minutes, fewer cases or shorter levels (--seconds, --hold)",
              minutes,
              Math.max(0, budget),
              cases,
              plan.leastSeconds()));
    }
    return plan;
  }

  private static double between(double least, double value, double most) {
    return Math.max(least, Math.min(value, most));
  }

  private static Path shown(Path file) {
    Path here = Path.of("").toAbsolutePath();
    return file.startsWith(here) ? here.relativize(file) : file;
  }

  private String command() {
    List<String> words = new ArrayList<>(List.of("load/load"));
    words.addAll(spec.commandLine().getParent().getParseResult().originalArgs());
    return String.join(" ", words);
  }
}

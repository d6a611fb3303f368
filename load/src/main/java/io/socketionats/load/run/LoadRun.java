package io.socketionats.load.run;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.load.control.Search;
import io.socketionats.load.machine.Meter;
import io.socketionats.load.machine.Processors;
import io.socketionats.load.machine.ThisMachine;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.Connections;
import io.socketionats.load.result.LatencyLog;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.Maximum;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.MeasurementFolder;
import io.socketionats.load.result.Phase;
import io.socketionats.load.result.Verdict;
import io.socketionats.load.result.Workload;
import io.socketionats.load.simulation.Injector;
import io.socketionats.load.simulation.InjectorProcess;
import io.socketionats.load.simulation.LocalInjector;
import io.socketionats.load.simulation.Traffic;
import io.socketionats.load.target.Target;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;

/**
 * Measures one case after the other and writes the results after every level, so that whatever ends
 * the run leaves what was measured until then. One thread runs it; any may close it.
 */
public final class LoadRun implements AutoCloseable {
  private static final Duration CONNECT_SLACK = Duration.ofSeconds(30);
  private static final double END_SECONDS = 2;
  private static final int BOOT_ID_LENGTH = 36;

  private final LoadPlan plan;
  private final LoadProgress progress;
  private final MeasurementFolder folder;
  private final Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final List<Case> done = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>();
  private final long began = System.nanoTime();
  private double startSeconds;
  private String natsVersion = "";
  private boolean closed;

  public LoadRun(LoadPlan plan, LoadProgress progress) {
    this.plan = plan;
    this.progress = progress;
    this.folder = new MeasurementFolder(plan.folder());
  }

  /**
   * Measures all cases.
   *
   * @return what was measured
   * @throws UnavailableException when it cannot run or go on; what was measured is written
   */
  public Measurement execute() {
    for (CasePlan each : plan.cases()) {
      run(each);
    }
    return measurement();
  }

  private void run(CasePlan each) {
    Path logs = logs(each.id());
    long starting = System.nanoTime();
    try {
      progress.step(each.id() + ": starting the cluster");
      plan.processors().ifPresent(own -> Processors.move(self(), own.cluster()));
      Target target = opened(each.start().apply(logs));
      natsVersion = target.natsVersion();
      plan.processors().ifPresent(own -> separate(target, own));
      Map<String, Long> before = resident(target);
      progress.step("%s: connecting %d clients".formatted(each.id(), clients(each.traffic())));
      List<Injector> injectors = connect(each.traffic(), target, logs);
      long unconnected = ready(injectors, each.traffic());
      Connections connections = connections(target, before, each.traffic());
      CaseRun rig =
          new CaseRun(
              each.id(),
              target,
              injectors,
              unconnected,
              new CaseRun.Terms(
                  plan.slo(),
                  plan.gates(),
                  plan.search().settleSeconds(),
                  plan.fault(),
                  plan.team().startAt()),
              folder);
      Draft draft = new Draft(each, injectors.size(), target, connections, rig);
      done.add(draft.result(null));
      startSeconds = (System.nanoTime() - starting) / 1e9;
      Optional<Maximum> maximum = measure(draft);
      record(draft.result(maximum.orElse(null)));
    } finally {
      closeOpened();
    }
  }

  /**
   * What a process starts begins where it is itself, and sizes itself by that. So this one is at
   * the cluster's processors while it starts the cluster, and moves before it starts injectors.
   * Programs that an engine has started are moved.
   */
  private static void separate(Target target, Processors own) {
    Processors.move(self(), own.generator());
    target.seats().forEach(seat -> Processors.move(seat.pid(), own.cluster()));
    target.natsPids().forEach(pid -> Processors.move(pid, own.cluster()));
  }

  private static long self() {
    return ProcessHandle.current().pid();
  }

  /** A case that is being measured. */
  private record Draft(
      CasePlan plan, int injectors, Target target, Connections connections, CaseRun rig) {
    Case result(Maximum maximum) {
      Traffic traffic = plan.traffic();
      return new Case(
          plan.id(),
          target.description(),
          new Workload(
              traffic.name(),
              traffic.connections() * injectors,
              traffic.rooms().size() * injectors,
              traffic.receiversPerPublish(),
              traffic.payloadBytes(),
              traffic.pollingShare()),
          rig.levels(),
          maximum,
          connections);
    }
  }

  private Optional<Maximum> measure(Draft draft) {
    if (plan.fixedRate().isPresent()) {
      double rate = plan.fixedRate().get();
      if (plan.search().warmUpSeconds() > 0) {
        level(draft, Phase.WARMUP, rate, 1, plan.search().warmUpSeconds());
      }
      for (int i = 1; i <= plan.search().repetitions(); i++) {
        level(draft, Phase.SEARCH, rate, i, plan.search().levelSeconds());
      }
      return Optional.empty();
    }
    Optional<Maximum> maximum =
        new Search(
                plan.search().within(secondsForThisCase()),
                (phase, rate, repetition, seconds) ->
                    level(draft, phase, rate, repetition, seconds),
                () -> System.nanoTime() / 1e9)
            .run();
    progress.step(
        draft.plan().id()
            + ": "
            + maximum
                .map(
                    most ->
                        String.format(
                            Locale.ROOT,
                            "maximum %.1f publishes/s, %.1f deliveries/s, %s",
                            most.target(),
                            most.deliveriesPerSecond(),
                            most.verdict()))
                .orElse("no level passed"));
    return maximum;
  }

  /** The time that is left, shared by this case and those to come, less what their starts take. */
  private double secondsForThisCase() {
    double left = plan.seconds() - (System.nanoTime() - began) / 1e9;
    int cases = plan.cases().size() - done.size() + 1;
    double starts = (cases - 1) * startSeconds;
    return (left - starts) / cases - END_SECONDS;
  }

  private Level level(Draft draft, Phase phase, double rate, int repetition, double seconds) {
    Level level = draft.rig().measure(phase, rate, repetition, seconds);
    record(draft.result(null));
    Histogram all = LatencyLog.empty();
    folder.histograms(level).forEach((tag, histogram) -> addLatencies(all, tag, histogram));
    progress.level(
        draft.plan().id(),
        level,
        String.format(
            Locale.ROOT,
            "p%s %.1f ms",
            String.valueOf(plan.slo().percentile()).replaceFirst("\\.0$", ""),
            all.getValueAtPercentile(plan.slo().percentile()) / 1000.0));
    return level;
  }

  private static void addLatencies(Histogram all, String tag, Histogram histogram) {
    if (!tag.equals(LatencyLog.GENERATOR_LAG)) {
      all.add(histogram);
    }
  }

  /** Clients of all injectors of this machine. */
  private int clients(Traffic traffic) {
    return traffic.connections() * plan.team().processes();
  }

  private Path logs(String caseId) {
    try {
      return Files.createDirectories(plan.folder().resolve("logs").resolve(caseId));
    } catch (IOException e) {
      throw new UnavailableException(
          "the folder '%s' cannot be written: %s; choose another with --out FOLDER"
              .formatted(plan.folder(), e.getMessage()),
          e);
    }
  }

  private List<Injector> connect(Traffic traffic, Target target, Path logs) {
    List<Injector> injectors = new ArrayList<>();
    for (int i = 0; i < plan.team().processes(); i++) {
      int index = plan.team().index() + i;
      LocalInjector.Place place =
          new LocalInjector.Place(
              index,
              target.urls(),
              target.namespace(index),
              plan.connectsPerSecond() / plan.team().processes());
      injectors.add(
          opened(
              plan.team().processes() == 1
                  ? LocalInjector.start(traffic, place, logs)
                  : InjectorProcess.start(traffic, place, logs)));
    }
    return injectors;
  }

  private long ready(List<Injector> injectors, Traffic traffic) {
    Duration limit =
        CONNECT_SLACK.plusSeconds(
            (long) Math.ceil(2 * clients(traffic) / plan.connectsPerSecond()));
    long unconnected = injectors.stream().mapToLong(injector -> injector.awaitReady(limit)).sum();
    if (unconnected > 0) {
      throw new UnavailableException(
          "%d of %d clients could not be connected, so no level would count; do the nodes run, in load mode (LOAD=1), and are there enough file descriptors? or connect more slowly with --connects N"
              .formatted(unconnected, clients(traffic)));
    }
    return unconnected;
  }

  private static Map<String, Long> resident(Target target) {
    Map<String, Long> bytes = new HashMap<>();
    target.seats().stream()
        .filter(seat -> seat.pid() > 0)
        .forEach(seat -> bytes.put(seat.name(), Meter.residentBytes(seat.pid())));
    return bytes;
  }

  /** Memory of one more connection, by implementation, as resident memory has grown. */
  private Connections connections(Target target, Map<String, Long> before, Traffic traffic) {
    Map<String, List<Double>> each = new HashMap<>();
    double perNode = (double) clients(traffic) / target.seats().size();
    resident(target)
        .forEach(
            (name, bytes) ->
                each.computeIfAbsent(
                        target.seats().stream()
                            .filter(seat -> seat.name().equals(name))
                            .findFirst()
                            .orElseThrow()
                            .implementation(),
                        id -> new ArrayList<>())
                    .add((bytes - before.getOrDefault(name, bytes)) / perNode));
    Map<String, Double> means = new HashMap<>();
    each.forEach(
        (id, values) ->
            means.put(id, values.stream().mapToDouble(Double::doubleValue).average().orElse(0)));
    return new Connections(clients(traffic), means);
  }

  private synchronized <T extends AutoCloseable> T opened(T resource) {
    if (closed) {
      close(resource);
      throw new UnavailableException("interrupted");
    }
    open.add(0, resource);
    return resource;
  }

  private void closeOpened() {
    List<AutoCloseable> all;
    synchronized (this) {
      all = List.copyOf(open);
      open.clear();
    }
    all.forEach(LoadRun::close);
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  /** Puts a case in the place of what is known of it, and writes all. */
  private synchronized void record(Case result) {
    done.set(done.size() - 1, result);
    if (!closed) {
      folder.write(measurement());
    }
  }

  /** What has been measured so far. */
  public synchronized Measurement measurement() {
    String clock = clock();
    return new Measurement(
        Measurement.SCHEMA,
        plan.name(),
        started.toString(),
        plan.command(),
        plan.git(),
        ThisMachine.describe(natsVersion),
        plan.slo(),
        IntStream.range(0, plan.team().processes())
            .mapToObj(
                i ->
                    new io.socketionats.load.result.Injector(
                        plan.team().index() + i, plan.team().count(), clock, List.of(clock)))
            .toList(),
        done);
  }

  private static String clock() {
    try {
      String id = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return id.length() == BOOT_ID_LENGTH ? id : "this machine";
    } catch (IOException e) {
      return "this machine";
    }
  }

  /** Whether something came that must never come, at any level. */
  static boolean isWrong(Level level) {
    return level.duplicated() + level.leaked() + level.reordered() > 0;
  }

  /** Ends clients, nodes and NATS servers, and leaves what was measured in the folder. */
  @Override
  public void close() {
    synchronized (this) {
      if (!closed && !done.isEmpty()) {
        folder.write(measurement());
      }
      closed = true;
    }
    closeOpened();
  }

  /** What a finished run says: whether every case passed, failed, or could not be measured. */
  public static Verdict verdict(Measurement measurement) {
    boolean invalid = false;
    for (Case each : measurement.cases()) {
      if (each.levels().stream().anyMatch(LoadRun::isWrong)) {
        return Verdict.FAIL;
      }
      Verdict verdict = verdict(each);
      if (verdict == Verdict.FAIL) {
        return Verdict.FAIL;
      }
      invalid |= verdict == Verdict.INVALID;
    }
    return invalid ? Verdict.INVALID : Verdict.PASS;
  }

  private static Verdict verdict(Case each) {
    if (each.maximum() != null) {
      return each.maximum().verdict();
    }
    List<Verdict> verdicts =
        each.levels().stream()
            .filter(level -> level.phase() != Phase.WARMUP)
            .map(Level::verdict)
            .toList();
    if (verdicts.contains(Verdict.FAIL)) {
      return Verdict.FAIL;
    }
    return verdicts.isEmpty() || verdicts.contains(Verdict.INVALID)
        ? Verdict.INVALID
        : Verdict.PASS;
  }
}

package io.socketionats.load.run;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.launch.DaemonThreads;
import io.socketionats.load.control.Gates;
import io.socketionats.load.control.Judge;
import io.socketionats.load.control.Rig;
import io.socketionats.load.machine.Meter;
import io.socketionats.load.measure.Micros;
import io.socketionats.load.measure.Tally;
import io.socketionats.load.result.Generator;
import io.socketionats.load.result.Latency;
import io.socketionats.load.result.LatencyLog;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.MeasurementFolder;
import io.socketionats.load.result.NatsUse;
import io.socketionats.load.result.NodeUse;
import io.socketionats.load.result.Others;
import io.socketionats.load.result.Percentiles;
import io.socketionats.load.result.Phase;
import io.socketionats.load.result.Slo;
import io.socketionats.load.result.Verdict;
import io.socketionats.load.simulation.Injector;
import io.socketionats.load.simulation.LevelOrder;
import io.socketionats.load.target.Target;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Makes the levels of one case: orders them from all injectors at once, measures what everybody
 * uses meanwhile, judges, keeps the histograms.
 */
public final class CaseRun implements Rig {
  private static final AtomicInteger LEVELS = new AtomicInteger();
  private static final long START_AHEAD_MILLIS = 100;
  private static final long DISTANCE_MILLIS = 15_000; // for drain and roll call

  private final String id;
  private final Target target;
  private final List<? extends Injector> injectors;
  private final Terms terms;
  private final MeasurementFolder folder;
  private long ahead;
  private final List<Level> levels = new ArrayList<>();

  /**
   * How levels are made and judged.
   *
   * @param settleSeconds of publishing before each level, thrown away
   * @param fault that strikes after a third of every level but the warm-up
   * @param startAt when the first level begins, with a fixed distance between levels, so that
   *     injectors on several machines keep in step; empty = each as soon as it can
   */
  public record Terms(
      Slo slo,
      Gates gates,
      double settleSeconds,
      Optional<Fault> fault,
      Optional<Instant> startAt) {}

  /**
   * @param id of the case
   * @param injectors whose clients are connected
   * @param folder for histograms
   */
  public CaseRun(
      String id,
      Target target,
      List<? extends Injector> injectors,
      Terms terms,
      MeasurementFolder folder) {
    this.id = id;
    this.target = target;
    this.injectors = List.copyOf(injectors);
    this.terms = terms;
    this.folder = folder;
  }

  /** The levels so far, warm-up included. */
  public List<Level> levels() {
    return List.copyOf(levels);
  }

  @Override
  public Level measure(Phase phase, double rate, int repetition, double seconds) {
    target.requireAlive();
    LevelOrder order =
        new LevelOrder(
            LEVELS.incrementAndGet(),
            rate / injectors.size(),
            terms.settleSeconds(),
            seconds,
            startAtMillis(seconds));
    List<CompletableFuture<Tally>> orders =
        injectors.stream()
            .map(injector -> DaemonThreads.supply(() -> injector.level(order)))
            .toList();
    Optional<Fault> fault = phase == Phase.WARMUP ? Optional.empty() : terms.fault();
    CompletableFuture<Long> struck = fault.map(some -> strike(some, order)).orElse(null);
    Metered metered = meter(order);
    Tally tally = orders.stream().map(CaseRun::join).reduce(Tally::plus).orElseThrow();
    target.requireAlive();
    injectors.forEach(injector -> injector.faulty(false));
    Level level = judged(phase, rate, repetition, seconds, tally, metered);
    if (struck != null) {
      level = healed(level, fault.get(), struck.join());
    }
    levels.add(level);
    return level;
  }

  /** Strikes after a third of the level; when it did, microseconds. */
  private CompletableFuture<Long> strike(Fault fault, LevelOrder order) {
    return DaemonThreads.supply(
        () -> {
          sleepUntil(
              order.startAtMillis() + Math.round((order.settle() + order.seconds() / 3) * 1000));
          injectors.forEach(injector -> injector.faulty(true));
          long now = Micros.now();
          fault.strike(target, injectors);
          return now;
        });
  }

  /**
   * A fault may cost what was sent until the cluster has healed; nothing else, and no event may
   * come twice or to the wrong client.
   */
  private Level healed(Level level, Fault fault, long struck) {
    long lastLost = injectors.stream().mapToLong(Injector::lastLost).max().orElse(0);
    double seconds = Math.max(0, lastLost - struck) / 1e6;
    List<String> reasons = new ArrayList<>();
    reasons.add(
        String.format(
            Locale.ROOT,
            "%s: nothing is lost any more %.2f s after it; %d of %d deliveries were lost",
            fault.label(),
            seconds,
            level.lost(),
            level.expected()));
    boolean wrong = level.duplicated() + level.leaked() + level.reordered() > 0;
    if (level.disconnected() > 0) {
      reasons.add("%d clients did not come back".formatted(level.disconnected()));
    }
    if (wrong) {
      reasons.addAll(level.reasons());
    }
    boolean passed = !wrong && level.disconnected() == 0 && seconds <= Fault.HEAL_SECONDS;
    return level.judged(passed ? Verdict.PASS : Verdict.FAIL, reasons);
  }

  private long startAtMillis(double seconds) {
    long soon = System.currentTimeMillis() + START_AHEAD_MILLIS;
    if (terms.startAt().isEmpty()) {
      return soon;
    }
    long start = terms.startAt().get().toEpochMilli() + ahead;
    ahead += Math.round((terms.settleSeconds() + seconds) * 1000) + DISTANCE_MILLIS;
    if (start < soon) {
      throw new UnavailableException(
          "the common start of the level was at %s, which is over: choose a later --start-at"
              .formatted(Instant.ofEpochMilli(start)));
    }
    return start;
  }

  private static Tally join(CompletableFuture<Tally> order) {
    try {
      return order.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private record Metered(
      Generator generator, Others others, List<NodeUse> nodes, List<NatsUse> nats) {}

  /** Sleeps through the level; what was used between its start and its end. */
  private Metered meter(LevelOrder order) {
    long start = order.startAtMillis() + Math.round(order.settle() * 1000);
    sleepUntil(start);
    List<Long> pids = new ArrayList<>(injectors.stream().map(Injector::pid).toList());
    target.seats().stream().map(Target.Seat::pid).filter(pid -> pid > 0).forEach(pids::add);
    pids.addAll(target.natsPids());
    long bytes = target.natsBytes();
    Meter meter = Meter.start(pids);
    sleepUntil(start + Math.round(order.seconds() * 1000));
    Meter.Use use = meter.stop();
    double bytesPerSecond = (target.natsBytes() - bytes) / order.seconds();
    double generator = injectors.stream().mapToDouble(one -> use.of(one.pid())).sum();
    return new Metered(
        new Generator(0, generator),
        use.others().map(cores -> new Others(cores, use.steal().orElse(0.0))).orElse(null),
        target.seats().stream().filter(s -> s.pid() > 0).map(seat -> nodeUse(seat, use)).toList(),
        target.natsPids().stream()
            .map(
                pid ->
                    new NatsUse(
                        use.of(pid),
                        Meter.residentBytes(pid),
                        bytesPerSecond / target.natsPids().size()))
            .toList());
  }

  private static NodeUse nodeUse(Target.Seat seat, Meter.Use use) {
    return new NodeUse(
        seat.name(), seat.implementation(), use.of(seat.pid()), Meter.residentBytes(seat.pid()));
  }

  private Level judged(
      Phase phase, double rate, int repetition, double seconds, Tally tally, Metered metered) {
    Generator generator =
        new Generator(tally.lag().getValueAtPercentile(99), metered.generator().cpuCores());
    double offered = tally.published() / seconds;
    Judge judge =
        Judge.of(
            tally,
            terms.slo(),
            terms
                .gates()
                .violations(
                    new Gates.Observed(
                        rate, offered, injectors.size() / seconds, generator, metered.others()),
                    terms.slo()));
    String levelId =
        String.format(
            Locale.ROOT,
            "%03d-%s-%.0f-%d",
            levels.size() + 1,
            phase.name().toLowerCase(Locale.ROOT),
            rate,
            repetition);
    return new Level(
        levelId,
        phase,
        repetition,
        rate,
        offered,
        tally.inTime() / seconds,
        seconds,
        judge.verdict(),
        judge.reasons(),
        tally.expected(),
        tally.received(),
        tally.lost(),
        tally.late(),
        tally.duplicated(),
        tally.reordered(),
        tally.leaked(),
        tally.disconnected(),
        new Latency(Percentiles.of(tally.sameNode()), Percentiles.of(tally.crossNode())),
        generator,
        metered.others(),
        metered.nodes(),
        metered.nats(),
        folder.writeHistograms(
            id,
            levelId,
            Map.of(
                LatencyLog.SAME_NODE,
                tally.sameNode(),
                LatencyLog.CROSS_NODE,
                tally.crossNode(),
                LatencyLog.GENERATOR_LAG,
                tally.lag())));
  }

  private static void sleepUntil(long millis) {
    try {
      TimeUnit.MILLISECONDS.sleep(Math.max(0, millis - System.currentTimeMillis()));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted", e);
    }
  }
}

package io.socketionats.load.run;

import io.socketionats.conformance.BlockingCalls;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.load.cluster.ClusterUnderLoad;
import io.socketionats.load.cluster.NodeUnderLoad;
import io.socketionats.load.control.Gates;
import io.socketionats.load.control.LevelJudge;
import io.socketionats.load.control.Rig;
import io.socketionats.load.machine.Meter;
import io.socketionats.load.measure.Micros;
import io.socketionats.load.measure.Tally;
import io.socketionats.load.result.Generator;
import io.socketionats.load.result.Judgement;
import io.socketionats.load.result.Latency;
import io.socketionats.load.result.LatencyLog;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.LevelVerdict;
import io.socketionats.load.result.MeasurementFolder;
import io.socketionats.load.result.NatsUse;
import io.socketionats.load.result.NodeUse;
import io.socketionats.load.result.Offer;
import io.socketionats.load.result.Others;
import io.socketionats.load.result.Percentiles;
import io.socketionats.load.result.Phase;
import io.socketionats.load.result.Slo;
import io.socketionats.load.result.Use;
import io.socketionats.load.simulation.Injector;
import io.socketionats.load.simulation.LevelOrder;
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
 * Makes the levels of one case: has all injectors publish at once, measures what all programs use
 * meanwhile, judges the level, and keeps its histograms.
 */
public final class CaseRun implements Rig {
  private static final AtomicInteger LEVELS = new AtomicInteger();
  private static final long START_AHEAD_MILLIS = 100;
  private static final long DISTANCE_MILLIS = 15_000; // for drain and roll call

  private final String id;
  private final ClusterUnderLoad cluster;
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
   * @param injectors injectors whose clients are connected
   * @param folder for histograms
   */
  public CaseRun(
      String id,
      ClusterUnderLoad cluster,
      List<? extends Injector> injectors,
      Terms terms,
      MeasurementFolder folder) {
    this.id = id;
    this.cluster = cluster;
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
    cluster.requireAlive();
    LevelOrder order =
        new LevelOrder(
            LEVELS.incrementAndGet(),
            rate / injectors.size(),
            terms.settleSeconds(),
            seconds,
            startAtMillis(seconds));
    List<CompletableFuture<Tally>> orders =
        injectors.stream()
            .map(injector -> BlockingCalls.supply(() -> injector.level(order)))
            .toList();
    Optional<Fault> fault = phase == Phase.WARMUP ? Optional.empty() : terms.fault();
    CompletableFuture<Long> struck = fault.map(some -> strike(some, order)).orElse(null);
    Use use = meter(order);
    Tally tally = orders.stream().map(CaseRun::join).reduce(Tally::plus).orElseThrow();
    cluster.requireAlive();
    injectors.forEach(injector -> injector.faulty(false));
    Level level = level(order, new Offer(phase, repetition, rate, 0, 0, seconds), tally, use);
    if (struck != null) {
      level = healed(level, fault.get(), struck.join());
    }
    levels.add(level);
    return level;
  }

  /** Strikes after a third of the level; when it did, microseconds. */
  private CompletableFuture<Long> strike(Fault fault, LevelOrder order) {
    return BlockingCalls.supply(
        () -> {
          sleepUntil(
              order.startAtMillis() + Math.round((order.settle() + order.seconds() / 3) * 1000));
          injectors.forEach(injector -> injector.faulty(true));
          long now = Micros.now();
          fault.strike(cluster, injectors);
          return now;
        });
  }

  /**
   * A fault may lose events that were sent before the cluster had recovered. It may cause nothing
   * else: no event may come twice, or to the wrong client.
   */
  private Level healed(Level level, Fault fault, long struck) {
    long lastLost = injectors.stream().mapToLong(Injector::lastLost).max().orElse(0);
    double seconds = Math.max(0, lastLost - struck) / 1e6;
    List<String> reasons = new ArrayList<>();
    reasons.add(
        String.format(
            Locale.ROOT,
            "%s: recovered %.2f s after the fault; %d of %d deliveries were lost",
            fault.label(),
            seconds,
            level.wrong().lost(),
            level.deliveries().expected()));
    boolean wrong = level.wrong().inexcusable() > 0;
    if (level.wrong().disconnected() > 0) {
      reasons.add("%d clients did not reconnect".formatted(level.wrong().disconnected()));
    }
    if (wrong) {
      reasons.addAll(level.judgement().reasons());
    }
    boolean passed = !wrong && level.wrong().disconnected() == 0 && seconds <= Fault.HEAL_SECONDS;
    return level.judged(new Judgement(passed ? LevelVerdict.PASS : LevelVerdict.FAIL, reasons));
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
          "the common start of the level, %s, has passed: choose a later --start-at"
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

  /** Sleeps until the level has ended; returns what was used during it. */
  private Use meter(LevelOrder order) {
    long start = order.startAtMillis() + Math.round(order.settle() * 1000);
    sleepUntil(start);
    List<Long> pids = new ArrayList<>(injectors.stream().map(Injector::pid).toList());
    cluster.nodes().stream().map(NodeUnderLoad::pid).filter(pid -> pid > 0).forEach(pids::add);
    pids.addAll(cluster.natsPids());
    long bytes = cluster.natsBytes();
    Meter meter = Meter.start(pids);
    sleepUntil(start + Math.round(order.seconds() * 1000));
    Meter.Use used = meter.stop();
    double bytesPerSecond = (cluster.natsBytes() - bytes) / order.seconds();
    double generator = injectors.stream().mapToDouble(one -> used.of(one.pid())).sum();
    return new Use(
        new Generator(0, generator),
        used.others().map(cores -> new Others(cores, used.steal().orElse(0.0))).orElse(null),
        cluster.nodes().stream()
            .filter(node -> node.pid() > 0)
            .map(node -> nodeUse(node, used))
            .toList(),
        cluster.natsPids().stream()
            .map(
                pid ->
                    new NatsUse(
                        used.of(pid),
                        Meter.residentBytes(pid),
                        bytesPerSecond / cluster.natsPids().size()))
            .toList());
  }

  private static NodeUse nodeUse(NodeUnderLoad node, Meter.Use use) {
    return new NodeUse(
        node.name(), node.implementation(), use.of(node.pid()), Meter.residentBytes(node.pid()));
  }

  private Level level(LevelOrder order, Offer wanted, Tally tally, Use used) {
    Use use =
        new Use(
            new Generator(
                tally.latencies().lag().getValueAtPercentile(99), used.generator().cpuCores()),
            used.others(),
            used.nodes(),
            used.nats());
    Offer offer =
        new Offer(
            wanted.phase(),
            wanted.repetition(),
            wanted.target(),
            tally.published() / order.seconds(),
            tally.inTime() / order.seconds(),
            order.seconds());
    String levelId =
        String.format(
            Locale.ROOT,
            "%03d-%s-%.0f-%d",
            levels.size() + 1,
            offer.phase().name().toLowerCase(Locale.ROOT),
            offer.target(),
            offer.repetition());
    return new Level(
        levelId,
        offer,
        judgement(offer, tally, use),
        tally.deliveries(),
        new Latency(
            Percentiles.of(tally.latencies().sameNode()),
            Percentiles.of(tally.latencies().crossNode())),
        use,
        histograms(levelId, tally));
  }

  private Judgement judgement(Offer offer, Tally tally, Use use) {
    Gates.Observed seen =
        new Gates.Observed(
            offer.target(),
            offer.offered(),
            injectors.size() / offer.seconds(),
            use.generator(),
            use.others());
    return LevelJudge.judge(tally, terms.slo(), terms.gates().violations(seen, terms.slo()));
  }

  private String histograms(String levelId, Tally tally) {
    return folder.writeHistograms(
        id,
        levelId,
        Map.of(
            LatencyLog.SAME_NODE,
            tally.latencies().sameNode(),
            LatencyLog.CROSS_NODE,
            tally.latencies().crossNode(),
            LatencyLog.GENERATOR_LAG,
            tally.latencies().lag()));
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

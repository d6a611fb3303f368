package io.socketionats.load.run;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.load.control.Search;
import io.socketionats.load.machine.ThisMachine;
import io.socketionats.load.result.Case;
import io.socketionats.load.result.InjectorIdentity;
import io.socketionats.load.result.LatencyLog;
import io.socketionats.load.result.Level;
import io.socketionats.load.result.Maximum;
import io.socketionats.load.result.Measurement;
import io.socketionats.load.result.MeasurementFolder;
import io.socketionats.load.result.Phase;
import io.socketionats.load.result.RunOrigin;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Measures one case after the other and writes the results after every level. One thread runs it;
 * any thread may close it.
 */
public final class LoadRun implements AutoCloseable {
  private static final double END_SECONDS = 2;
  private static final int BOOT_ID_LENGTH = 36;

  private final LoadPlan plan;
  private final LoadProgress progress;
  private final MeasurementFolder folder;
  private final Instant started = Instant.now().truncatedTo(ChronoUnit.SECONDS);
  private final MeasuredCases cases;
  private final OpenResources open = new OpenResources();
  private final long began = System.nanoTime();
  private double startSeconds;
  private volatile String natsVersion = "";

  public LoadRun(LoadPlan plan, LoadProgress progress) {
    this.plan = plan;
    this.progress = progress;
    this.folder = new MeasurementFolder(plan.label().folder());
    this.cases = new MeasuredCases(this::measurementOf, folder);
  }

  /**
   * Measures all cases.
   *
   * @return what was measured
   * @throws UnavailableException when it cannot run or go on; what was measured is written
   */
  public Measurement execute() {
    for (CasePlan each : plan.cases()) {
      try {
        run(each);
      } catch (RuntimeException e) {
        open.closeAllAfter(e);
        throw e;
      }
      open.closeAll();
    }
    return measurement();
  }

  private void run(CasePlan each) {
    long starting = System.nanoTime();
    MeasuredCase measured = new CaseStart(plan, progress, open).start(each);
    natsVersion = measured.cluster().natsVersion();
    cases.begin(measured.result(null));
    startSeconds = (System.nanoTime() - starting) / 1e9;
    Optional<Maximum> maximum =
        plan.terms().fixedRate().isPresent()
            ? atRate(measured, plan.terms().fixedRate().get())
            : searched(measured);
    cases.update(measured.result(maximum.orElse(null)));
  }

  private Optional<Maximum> atRate(MeasuredCase measured, double rate) {
    if (plan.terms().search().warmUpSeconds() > 0) {
      level(measured, Phase.WARMUP, rate, 1, plan.terms().search().warmUpSeconds());
    }
    for (int i = 1; i <= plan.terms().search().repetitions(); i++) {
      level(measured, Phase.SEARCH, rate, i, plan.terms().search().levelSeconds());
    }
    return Optional.empty();
  }

  private Optional<Maximum> searched(MeasuredCase measured) {
    Search search =
        new Search(
            plan.terms().search().within(secondsForThisCase()),
            (phase, rate, repetition, seconds) -> level(measured, phase, rate, repetition, seconds),
            () -> System.nanoTime() / 1e9);
    Optional<Maximum> maximum = search.run();
    progress.maximum(measured.plan().id(), maximum);
    return maximum;
  }

  /** The time that is left, shared by this case and the ones after it, less their start times. */
  private double secondsForThisCase() {
    double left = plan.seconds() - (System.nanoTime() - began) / 1e9;
    int remaining = plan.cases().size() - cases.size() + 1;
    double starts = (remaining - 1) * startSeconds;
    return (left - starts) / remaining - END_SECONDS;
  }

  private Level level(
      MeasuredCase measured, Phase phase, double rate, int repetition, double seconds) {
    Level level = measured.rig().measure(phase, rate, repetition, seconds);
    cases.update(measured.result(null));
    long micros =
        LatencyLog.latencies(folder.histograms(level))
            .getValueAtPercentile(plan.terms().slo().percentile());
    progress.level(
        measured.plan().id(),
        level,
        String.format(
            Locale.ROOT, "%s %.1f ms", plan.terms().slo().percentileName(), micros / 1000.0));
    return level;
  }

  /** What has been measured so far. */
  public Measurement measurement() {
    return cases.measurement();
  }

  private Measurement measurementOf(List<Case> measured) {
    String clock = clock();
    return new Measurement(
        Measurement.SCHEMA,
        new RunOrigin(
            plan.label().name(), started.toString(), plan.label().command(), plan.label().git()),
        ThisMachine.describe(natsVersion),
        plan.terms().slo(),
        IntStream.range(0, plan.generation().team().processes())
            .mapToObj(
                i ->
                    new InjectorIdentity(
                        plan.generation().team().index() + i,
                        plan.generation().team().count(),
                        clock,
                        List.of(clock)))
            .toList(),
        measured);
  }

  private static String clock() {
    try {
      String id = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return id.length() == BOOT_ID_LENGTH ? id : "this machine";
    } catch (IOException e) {
      return "this machine";
    }
  }

  /** Ends clients, nodes and NATS servers; what was measured stays in the folder. */
  @Override
  public void close() {
    cases.close();
    open.close();
  }
}

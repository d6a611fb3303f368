package io.socketionats.conformance.run;

import io.socketionats.conformance.Checkout;
import io.socketionats.conformance.ProgramOptions;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.dialect.WireDialect;
import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.cluster.ClusterPlan;
import io.socketionats.conformance.judge.service.ClientPrograms;
import io.socketionats.conformance.judge.verdict.Cell;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.judge.verdict.Verdict;
import io.socketionats.conformance.judge.wire.WireLine;
import io.socketionats.conformance.judge.wire.Witness;
import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.fault.Faults;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.launch.runtime.Launcher;
import io.socketionats.conformance.launch.runtime.Toolchain;
import io.socketionats.conformance.report.Healing;
import io.socketionats.conformance.report.RunReport;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * One run: a broker, a cluster for each dialect, all selected requirements. What has been judged
 * can be read at any time from any thread, so that an interrupted run still leaves its report.
 */
public final class InteropRun implements AutoCloseable {
  private static final Duration HEAL_LIMIT = Duration.ofSeconds(20);

  private final Launcher runtime;
  private final RunOptions options;
  private final Progress progress;
  private final RunRecord record = new RunRecord();
  private final List<Cluster> clusters = Collections.synchronizedList(new ArrayList<>());
  private final List<Runnable> closing = Collections.synchronizedList(new ArrayList<>());
  private final List<Witness> witnesses = Collections.synchronizedList(new ArrayList<>());
  private volatile Broker broker;
  private volatile Witness witness;

  public InteropRun(Launcher runtime, RunOptions options, Progress progress) {
    this.runtime = runtime;
    this.options = options;
    this.progress = progress;
    options.implementations().forEach(record::wanted);
    plans().forEach((dialect, plan) -> pairs(plan).forEach(record::put));
  }

  private Map<WireDialect, ClusterPlan> plans() {
    Map<WireDialect, List<Implementation>> byDialect = new EnumMap<>(WireDialect.class);
    options
        .implementations()
        .forEach(
            implementation ->
                byDialect
                    .computeIfAbsent(implementation.dialect(), dialect -> new ArrayList<>())
                    .add(implementation));
    Map<WireDialect, ClusterPlan> plans = new EnumMap<>(WireDialect.class);
    byDialect.forEach(
        (dialect, members) ->
            plans.put(
                dialect,
                new ClusterPlan(
                    dialect,
                    members,
                    options.nodesEach(),
                    Optional.empty(),
                    options.limits().hello())));
    return plans;
  }

  /** Everything that is to be judged, as not run yet. */
  private List<Result> pairs(ClusterPlan plan) {
    List<Result> pairs = new ArrayList<>();
    for (Requirement requirement : options.requirements()) {
      if (!requirement.appliesTo(plan.dialect())) {
        continue;
      }
      for (Implementation emitter : plan.implementations()) {
        for (Implementation receiver : plan.implementations()) {
          if (requirement.isForPairs() || emitter == receiver) {
            pairs.add(unjudged(new Cell(requirement.id(), emitter.id(), receiver.id())));
          }
        }
      }
    }
    return pairs;
  }

  private Result unjudged(Cell cell) {
    String skipped = options.skipped().get(cell.requirement());
    return skipped == null
        ? Result.without(cell, Verdict.NOT_RUN, "the run ended before it")
        : Result.without(cell, Verdict.UNSUPPORTED, "left out by --skip: " + skipped);
  }

  private List<Requirement> requirements(WireDialect dialect) {
    return options.judged().stream().filter(requirement -> requirement.appliesTo(dialect)).toList();
  }

  private List<Requirement> requirements(WireDialect dialect, int servers) {
    return requirements(dialect).stream()
        .filter(requirement -> requirement.scope() != Requirement.Scope.CLIENT)
        .filter(requirement -> requirement.servers() == servers)
        .toList();
  }

  /**
   * Runs everything.
   *
   * @throws UnavailableException when it could not go on; what was judged until then can still be
   *     read
   */
  public void execute() {
    record.timed(
        "broker",
        () -> {
          broker = runtime.startBroker(options.folder());
          witness = Witness.on(broker.harnessUrls());
        });
    Map<WireDialect, ClusterPlan> plans = plans();
    List<ClusterPlan> sound =
        plans.values().stream().filter(plan -> !requirements(plan.dialect(), 0).isEmpty()).toList();
    CountDownLatch started = new CountDownLatch(sound.size());
    ExecutorService threads =
        Executors.newFixedThreadPool(
            3 * plans.size(), // faults are mostly waited for, so clusters of them fit beside the
            // others
            task -> {
              Thread thread = new Thread(task, "cluster");
              thread.setDaemon(true);
              return thread;
            });
    try {
      List<Future<?>> runs = new ArrayList<>();
      for (ClusterPlan plan : sound) {
        runs.add(threads.submit(() -> execute(plan, started)));
      }
      for (ClusterPlan plan : plans.values()) {
        if (!clientRequirements(plan.dialect()).isEmpty()) {
          runs.add(threads.submit(() -> executeServices(plan, started)));
        }
      }
      for (int servers : faultedServers()) {
        for (ClusterPlan plan : plans.values()) {
          if (!requirements(plan.dialect(), servers).isEmpty()) {
            runs.add(threads.submit(() -> executeFaults(plan, servers, started)));
          }
        }
      }
      runs.forEach(InteropRun::join);
    } finally {
      threads.shutdownNow();
      record.timed("end", this::close);
    }
  }

  private List<Integer> faultedServers() {
    return options.judged().stream()
        .map(Requirement::servers)
        .filter(servers -> servers > 0)
        .distinct()
        .sorted()
        .toList();
  }

  private static void await(CountDownLatch started) {
    try {
      started.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted", e);
    }
  }

  private static void join(Future<?> run) {
    try {
      run.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnavailableException("interrupted", e);
    }
  }

  private void execute(ClusterPlan plan, CountDownLatch started) {
    String name = plan.dialect().id();
    progress.step(
        "%s: starting %d nodes each of %s"
            .formatted(
                name,
                plan.nodesEach(),
                String.join(
                    ", ", plan.implementations().stream().map(Implementation::id).toList())));
    for (Implementation implementation : plan.implementations()) {
      for (int i = 1; i <= plan.nodesEach(); i++) {
        String node = implementation.id() + "-" + i;
        record.log(node, options.folder().resolve(node + ".log"));
      }
    }
    Cluster cluster;
    try {
      cluster =
          record.timed(
              name + " start",
              () -> Cluster.start(runtime, broker, witness, plan, options.folder()));
    } finally {
      started.countDown();
    }
    clusters.add(cluster);
    record.started(cluster);
    record.timed(name + " requirements", () -> judge(plan.dialect(), cluster));
  }

  /**
   * The requirements about faults on so many servers, on a broker and nodes of their own. They wait
   * until the sound clusters have started, so that the first verdicts come early.
   */
  private void executeFaults(ClusterPlan plan, int servers, CountDownLatch started) {
    await(started);
    String name =
        "%s faults on %d server%s".formatted(plan.dialect().id(), servers, servers > 1 ? "s" : "");
    List<Requirement> selected = requirements(plan.dialect(), servers);
    Path folder = folder("faults-%s-%d".formatted(plan.dialect().id(), servers));
    Optional<Faults> offered =
        record.timed(name + ": broker", () -> runtime.startFaults(folder, servers));
    if (offered.isEmpty()) {
      String reason = "the runtime '%s' has no means to break a cluster".formatted(runtime.name());
      selected.forEach(requirement -> unsupported(plan, requirement, reason));
      return;
    }
    Faults faults = offered.get();
    closing.add(faults::close);
    Witness own = Witness.comingBackOn(faults.broker().harnessUrls());
    closing.add(own::close);
    witnesses.add(own);
    Cluster cluster =
        record.timed(name + ": start", () -> Cluster.start(runtime, faults, own, plan, folder));
    clusters.add(cluster);
    cluster
        .nodes()
        .forEach(node -> record.log(folder.getFileName() + " " + node.name(), node.log()));
    record.started(cluster);
    ClusterRun run = new ClusterRun(cluster, faults, options.limits(), HEAL_LIMIT);
    record.timed(
        name,
        () -> {
          for (int i = 0; i < selected.size(); i++) {
            List<Result> judged = run.run(selected.get(i));
            judged.forEach(record::put);
            record.fenced(run.newFenceTimes());
            progress.judged(plan.dialect(), selected.get(i), i + 1, selected.size(), judged);
          }
          run.judgeAgain().forEach(record::put);
        });
    run.healing().forEach((fault, millis) -> record.healed(fault, Healing.of(millis)));
  }

  private List<Requirement> clientRequirements(WireDialect dialect) {
    return requirements(dialect).stream()
        .filter(requirement -> requirement.scope() == Requirement.Scope.CLIENT)
        .toList();
  }

  /** The requirements about clients, on a node of each implementation that obeys them. */
  private void executeServices(ClusterPlan plan, CountDownLatch started) {
    List<Requirement> selected = clientRequirements(plan.dialect());
    if (!runtime.launchesHere()) {
      String reason =
          "the runtime '%s' cannot start nodes that obey their clients".formatted(runtime.name());
      selected.forEach(requirement -> unsupported(plan, requirement, reason));
      return;
    }
    await(started);
    Path folder = folder("clients-" + plan.dialect().id());
    try (ClientPrograms programs =
            new ClientPrograms(Checkout.root(), ProgramOptions.nodeProgram(), folder);
        Services services =
            Services.start(
                runtime,
                broker,
                plan,
                selected,
                options.limits(),
                folder,
                programs,
                options.visitors())) {
      for (Node node : services.nodes()) {
        record.log(folder.getFileName() + " " + node.name(), node.log());
        record.served(node);
      }
      AtomicInteger done = new AtomicInteger();
      record.timed(
          plan.dialect().id() + " clients",
          () ->
              services.run(
                  selected,
                  (requirement, judged) -> {
                    judged.forEach(record::put);
                    progress.judged(
                        plan.dialect(),
                        requirement,
                        done.incrementAndGet(),
                        selected.size(),
                        judged);
                  }));
    }
  }

  private Path folder(String name) {
    try {
      return Files.createDirectories(options.folder().resolve(name));
    } catch (IOException e) {
      throw new UnavailableException(
          "the folder '%s' cannot be written: %s".formatted(options.folder(), e.getMessage()), e);
    }
  }

  private void unsupported(ClusterPlan plan, Requirement requirement, String reason) {
    for (Implementation emitter : plan.implementations()) {
      for (Implementation receiver : plan.implementations()) {
        if (requirement.isForPairs() || emitter == receiver) {
          record.put(
              Result.without(
                  new Cell(requirement.id(), emitter.id(), receiver.id()),
                  Verdict.UNSUPPORTED,
                  reason));
        }
      }
    }
  }

  private void judge(WireDialect dialect, Cluster cluster) {
    ClusterRun run = new ClusterRun(cluster, options.limits());
    List<Requirement> requirements = requirements(dialect, 0);
    for (int i = 0; i < requirements.size(); i++) {
      List<Result> judged = judge(run, requirements.get(i));
      judged.forEach(record::put);
      record.fenced(run.newFenceTimes());
      progress.judged(dialect, requirements.get(i), i + 1, requirements.size(), judged);
    }
    run.judgeAgain().forEach(record::put);
  }

  /** Without its broker a run has nothing to judge: what was under way is left as not run. */
  private List<Result> judge(ClusterRun run, Requirement requirement) {
    try {
      List<Result> judged = run.run(requirement);
      if (broker.isAlive()) {
        return judged;
      }
    } catch (RuntimeException e) {
      if (broker.isAlive()) {
        throw e;
      }
    }
    throw new UnavailableException(
        "nats-server ended in the middle of the run, at %s; its log: %s"
            .formatted(requirement.id(), options.folder().resolve("nats-server.log")));
  }

  /**
   * All that has been found until now.
   *
   * @param command as the user could type it again
   * @param repetitions how often everything has been run
   * @param differing verdicts that differed between repetitions
   * @param stale declared deviations that no judged result bears out
   */
  public RunReport report(
      String command,
      Instant started,
      int repetitions,
      List<String> differing,
      List<String> stale) {
    return new RunReport(
        new RunReport.Run(
            started,
            Duration.between(started, Instant.now()).toMillis(),
            runtime.name(),
            command,
            Toolchain.git(Checkout.root()),
            Toolchain.versions(broker == null ? "" : broker.version())),
        record.participants(),
        options.requirements(),
        record.results(),
        record.times(),
        new RunReport.Traces(wire(), record.logs()),
        new RunReport.Steadiness(repetitions, differing, stale));
  }

  /** Whether a cluster has started, so that something could be judged. */
  public boolean hasStarted() {
    return record.hasStarted();
  }

  /** One result for every selected requirement and pair; those not reached yet say so. */
  public List<Result> results() {
    return record.results();
  }

  /** Everything that the brokers carried until now. */
  private List<WireLine> wire() {
    List<WireLine> lines = new ArrayList<>(witness == null ? List.of() : witness.since(0));
    synchronized (witnesses) {
      witnesses.forEach(own -> lines.addAll(own.since(0)));
    }
    return lines;
  }

  @Override
  public void close() {
    synchronized (clusters) {
      clusters.forEach(Cluster::close);
      clusters.clear();
    }
    synchronized (closing) {
      Collections.reverse(closing);
      closing.forEach(Runnable::run);
      closing.clear();
    }
    if (witness != null) {
      witness.close();
    }
    if (broker != null) {
      broker.close();
    }
  }
}

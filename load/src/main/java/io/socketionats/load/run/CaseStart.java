package io.socketionats.load.run;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.load.cluster.ClusterUnderLoad;
import io.socketionats.load.machine.Processors;
import io.socketionats.load.result.Connections;
import io.socketionats.load.result.MeasurementFolder;
import io.socketionats.load.simulation.Injector;
import io.socketionats.load.simulation.InjectorConfig;
import io.socketionats.load.simulation.InjectorProcess;
import io.socketionats.load.simulation.LocalInjector;
import io.socketionats.load.simulation.Traffic;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Starts the cluster of a case, connects its clients, and measures what connections cost. */
final class CaseStart {
  private static final Duration CONNECT_SLACK = Duration.ofSeconds(30);

  private final LoadPlan plan;
  private final LoadProgress progress;
  private final OpenResources open;

  /**
   * @param open takes charge of everything that is started
   */
  CaseStart(LoadPlan plan, LoadProgress progress, OpenResources open) {
    this.plan = plan;
    this.progress = progress;
    this.open = open;
  }

  /**
   * @throws UnavailableException when the cluster does not start or a client cannot be connected
   */
  MeasuredCase start(CasePlan each) {
    Path logs = logs(each.id());
    progress.step(each.id() + ": starting the cluster");
    plan.generation().processors().ifPresent(own -> Processors.move(self(), own.cluster()));
    ClusterUnderLoad cluster = open.add(each.start().apply(logs));
    plan.generation().processors().ifPresent(own -> separate(cluster, own));
    ConnectionMemory memory = ConnectionMemory.start(cluster);
    int clients = clients(each.traffic());
    progress.step("%s: connecting %d clients".formatted(each.id(), clients));
    List<Injector> injectors = connect(each.traffic(), cluster, logs);
    requireConnected(injectors, clients);
    Connections connections = memory.stop(clients);
    CaseRun rig =
        new CaseRun(
            each.id(),
            cluster,
            injectors,
            new CaseRun.Terms(
                plan.terms().slo(),
                plan.terms().gates(),
                plan.terms().search().settleSeconds(),
                plan.terms().fault(),
                plan.generation().team().startAt()),
            new MeasurementFolder(plan.label().folder()));
    return new MeasuredCase(each, injectors.size(), cluster, connections, rig);
  }

  private Path logs(String caseId) {
    try {
      return Files.createDirectories(plan.label().folder().resolve("logs").resolve(caseId));
    } catch (IOException e) {
      throw new UnavailableException(
          "the folder '%s' cannot be written: %s; choose another with --out FOLDER"
              .formatted(plan.label().folder(), e.getMessage()),
          e);
    }
  }

  /**
   * A child process inherits the processors of its parent, and a Java node sizes its thread pools
   * by them. So this process runs on the cluster's processors while it starts the cluster, and
   * moves to the generator's before it starts injectors. Programs that a container engine started
   * are moved.
   */
  private static void separate(ClusterUnderLoad cluster, Processors own) {
    Processors.move(self(), own.generator());
    cluster.nodes().forEach(node -> Processors.move(node.pid(), own.cluster()));
    cluster.natsPids().forEach(pid -> Processors.move(pid, own.cluster()));
  }

  private static long self() {
    return ProcessHandle.current().pid();
  }

  /** Clients of all injectors on this machine. */
  private int clients(Traffic traffic) {
    return traffic.connections() * plan.generation().team().processes();
  }

  private List<Injector> connect(Traffic traffic, ClusterUnderLoad cluster, Path logs) {
    int processes = plan.generation().team().processes();
    List<Injector> injectors = new ArrayList<>();
    for (int i = 0; i < processes; i++) {
      int index = plan.generation().team().index() + i;
      InjectorConfig config =
          new InjectorConfig(
              index,
              cluster.urls(),
              cluster.namespace(index),
              plan.generation().connectsPerSecond() / processes);
      injectors.add(
          open.add(
              processes == 1
                  ? LocalInjector.start(traffic, config, logs)
                  : InjectorProcess.start(traffic, config, logs)));
    }
    return injectors;
  }

  private void requireConnected(List<Injector> injectors, int clients) {
    Duration limit =
        CONNECT_SLACK.plusSeconds(
            (long) Math.ceil(2 * clients / plan.generation().connectsPerSecond()));
    long unconnected = injectors.stream().mapToLong(injector -> injector.awaitReady(limit)).sum();
    if (unconnected > 0) {
      throw new UnavailableException(
          "%d of %d clients could not connect, so no level would count: check that the nodes run in load mode (LOAD=1) and that there are enough file descriptors, or connect more slowly with --connects N"
              .formatted(unconnected, clients));
    }
  }
}

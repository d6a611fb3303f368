package io.socketionats.conformance.run;

import io.socketionats.conformance.judge.cluster.Cluster;
import io.socketionats.conformance.judge.scenario.FenceTime;
import io.socketionats.conformance.judge.verdict.Cell;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.launch.node.Hello;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import io.socketionats.conformance.report.FenceTimes;
import io.socketionats.conformance.report.Healing;
import io.socketionats.conformance.report.RunReport;
import io.socketionats.conformance.report.RunReport.Participant;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What a run has found until now. Any thread may add to it and read it at any time, so that an
 * interrupted run still leaves its report.
 */
final class RunRecord {
  private final Map<Cell, Result> results = new LinkedHashMap<>();
  private final Map<String, Participant> participants = new LinkedHashMap<>();
  private final Map<String, Long> timings = new LinkedHashMap<>();
  private final Map<String, Path> logs = new LinkedHashMap<>();
  private final SortedMap<Healing.Of, Healing> healing = new TreeMap<>();

  private final Map<String, Fenced> fences = new LinkedHashMap<>();

  /** Sentinels that came to the nodes of one implementation, by node. */
  private record Fenced(String dialect, Map<String, List<Duration>> byNode) {}

  /** Takes the place of what was known of the same requirement and pair. */
  synchronized void put(Result result) {
    results.put(result.cell(), result);
  }

  /** That an implementation is to take part; it has not started yet. */
  synchronized void wanted(Implementation implementation) {
    participants.put(implementation.id(), participant(implementation, Map.of(), false));
  }

  /** That a cluster has started; what its nodes say of themselves, as far as they could start. */
  synchronized void started(Cluster cluster) {
    for (Implementation implementation : cluster.implementations()) {
      Hello hello = cluster.nodesOf(implementation).get(0).hello();
      participants.put(implementation.id(), participant(implementation, hello.versions(), true));
    }
  }

  /** The same of a node that obeys its clients. */
  synchronized void served(Node node) {
    Implementation implementation = node.implementation();
    participants.put(
        implementation.id(), participant(implementation, node.hello().versions(), true));
  }

  /** Whether a cluster has started. */
  synchronized boolean hasStarted() {
    return participants.values().stream().anyMatch(Participant::available);
  }

  private static Participant participant(
      Implementation implementation, Map<String, String> versions, boolean available) {
    return new Participant(
        implementation.id(),
        implementation.language(),
        implementation.dialect().id(),
        versions,
        available);
  }

  /** Where standard error of a node goes. */
  synchronized void log(String node, Path file) {
    logs.put(node, file);
  }

  /** How long a fault took to heal. */
  synchronized void healed(Healing.Of fault, Healing times) {
    healing.put(fault, times);
  }

  /** How long sentinels took. */
  synchronized void fenced(List<FenceTime> times) {
    for (FenceTime time : times) {
      Implementation implementation = time.node().implementation();
      fences
          .computeIfAbsent(
              implementation.id(),
              id -> new Fenced(implementation.dialect().id(), new LinkedHashMap<>()))
          .byNode()
          .computeIfAbsent(time.node().name(), node -> new ArrayList<>())
          .add(time.took());
    }
  }

  /** Does a step and notes how long it took. */
  <T> T timed(String step, Supplier<T> work) {
    long begin = System.nanoTime();
    try {
      return work.get();
    } finally {
      long millis = (System.nanoTime() - begin) / 1_000_000;
      synchronized (this) {
        timings.put(step, millis);
      }
    }
  }

  /** Does a step and notes how long it took. */
  void timed(String step, Runnable work) {
    timed(
        step,
        () -> {
          work.run();
          return null;
        });
  }

  /** One result for every selected requirement and pair; those not reached yet say so. */
  synchronized List<Result> results() {
    return List.copyOf(results.values());
  }

  synchronized List<Participant> participants() {
    return List.copyOf(participants.values());
  }

  /** What took how long. */
  synchronized RunReport.Times times() {
    Map<String, FenceTimes> delivering = new LinkedHashMap<>();
    for (String implementation : participants.keySet()) {
      Fenced fenced = fences.get(implementation);
      if (fenced != null) {
        delivering.put(implementation, FenceTimes.of(fenced.dialect(), fenced.byNode()));
      }
    }
    return new RunReport.Times(new LinkedHashMap<>(timings), new TreeMap<>(healing), delivering);
  }

  /** Where standard error of each node goes, by its name. */
  synchronized Map<String, Path> logs() {
    return new LinkedHashMap<>(logs);
  }
}

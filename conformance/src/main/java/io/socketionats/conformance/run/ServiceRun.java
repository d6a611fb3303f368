package io.socketionats.conformance.run;

import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.service.ClientPrograms;
import io.socketionats.conformance.judge.service.NextSession;
import io.socketionats.conformance.judge.service.Pace;
import io.socketionats.conformance.judge.service.RawHttp;
import io.socketionats.conformance.judge.service.Service;
import io.socketionats.conformance.judge.service.Trace;
import io.socketionats.conformance.judge.service.Unmet;
import io.socketionats.conformance.judge.service.Visit;
import io.socketionats.conformance.judge.service.Visitor;
import io.socketionats.conformance.judge.verdict.Blame;
import io.socketionats.conformance.judge.verdict.Finding;
import io.socketionats.conformance.judge.verdict.Finding.Kind;
import io.socketionats.conformance.judge.verdict.Result;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.NodeFailedException;
import io.socketionats.conformance.launch.node.RefusedException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Runs requirements about clients on one node: clients of all kinds, over all transports, side by
 * side. Each finding names the client that it is of.
 */
final class ServiceRun implements AutoCloseable {
  private static final int SIDE_BY_SIDE = 32;
  private static final String CAPABILITY = "client-events";

  private final Implementation implementation;
  private final Map<Pace, Service> services;
  private final ClientPrograms programs;
  private final List<Visitor> visitors;
  private final Duration limit;
  private final ExecutorService threads;

  /**
   * @param services its nodes
   * @param visitors the clients that visit it
   * @param limit how long a client may wait for what must come
   */
  ServiceRun(
      Implementation implementation,
      Map<Pace, Service> services,
      ClientPrograms programs,
      List<Visitor> visitors,
      Duration limit) {
    this.implementation = implementation;
    this.services = Map.copyOf(services);
    this.programs = programs;
    this.visitors = visitors;
    this.limit = limit;
    this.threads =
        Executors.newFixedThreadPool(
            SIDE_BY_SIDE,
            task -> {
              Thread thread = new Thread(task, "clients of " + implementation.id());
              thread.setDaemon(true);
              return thread;
            });
  }

  /** The verdict on one requirement. */
  Result run(Requirement requirement) {
    PairVerdict pair = new PairVerdict(requirement, implementation, implementation);
    Service service = services.get(requirement.pace());
    if (!service.node().hello().capabilities().contains(CAPABILITY)) {
      return pair.unsupported(
          "%s does not declare the capability '%s'".formatted(implementation.id(), CAPABILITY));
    }
    if (versions(requirement).isEmpty()) {
      return pair.unsupported(
          "the descriptor of %s names no Engine.IO %s in 'engine'"
              .formatted(
                  implementation.id(),
                  requirement.versions().stream()
                      .sorted()
                      .map(String::valueOf)
                      .collect(Collectors.joining(" or "))));
    }
    long begin = System.nanoTime();
    Duration patience =
        implementation.isKnownToFail(requirement.id(), Implementation.Part.RECEIVER)
            ? RunOptions.CLIENT_DEVIATION_LIMIT
            : limit;
    List<Callable<Optional<Finding>>> checks = new ArrayList<>();
    List<Trace> traces = new ArrayList<>();
    requirement.visit().ifPresent(check -> checks.addAll(visits(service, check, patience)));
    if (requirement.raw().isPresent()) {
      checks.addAll(letters(service, requirement, patience, traces));
    }
    List<Finding> findings = new ArrayList<>();
    for (List<Callable<Optional<Finding>>> together : groups(requirement, checks)) {
      for (Future<Optional<Finding>> done : invoke(together)) {
        outcome(done).ifPresent(findings::add);
      }
    }
    List<String> evidence =
        findings.isEmpty()
            ? List.of()
            : traces.stream().flatMap(trace -> trace.lines().stream()).toList();
    return pair.of(Finding.merged(findings), (System.nanoTime() - begin) / 1_000_000, evidence);
  }

  private static <T> List<List<T>> groups(Requirement requirement, List<T> checks) {
    return requirement.isAlone() ? checks.stream().map(List::of).toList() : List.of(checks);
  }

  private List<Callable<Optional<Finding>>> visits(
      Service service, Requirement.VisitCheck check, Duration patience) {
    List<Callable<Optional<Finding>>> all = new ArrayList<>();
    for (Visitor visitor : visitors) {
      if (implementation.engines().contains(visitor.kind().engine())) {
        all.add(
            () -> {
              try (Visit visit = new Visit(service, programs, visitor, patience)) {
                return found(service, visit.client(), () -> check.run(visit), visit::giveUp);
              }
            });
      }
    }
    return all;
  }

  /** The versions of Engine.IO that a check is for and that the implementation serves. */
  private List<Integer> versions(Requirement requirement) {
    return implementation.engines().stream().filter(requirement.versions()::contains).toList();
  }

  private List<Callable<Optional<Finding>>> letters(
      Service service, Requirement requirement, Duration patience, List<Trace> traces) {
    Requirement.RawCheck check = requirement.raw().orElseThrow();
    List<Callable<Optional<Finding>>> all = new ArrayList<>();
    for (int version : versions(requirement)) {
      Trace trace = new Trace();
      traces.add(trace);
      all.add(
          () ->
              found(
                  service,
                  "raw, Engine.IO " + version,
                  () -> {
                    RawHttp http = service.raw(version, patience, trace);
                    check.run(http, version);
                    NextSession.require(http, version);
                  },
                  () -> {}));
    }
    return all;
  }

  private Optional<Finding> found(Service service, String client, Runnable check, Runnable spoilt) {
    try {
      check.run();
      return Optional.empty();
    } catch (Unmet e) {
      spoilt.run();
      return Optional.of(
          service
              .node()
              .failure()
              .map(end -> finding(Kind.CRASHED, client, "the node to serve its clients", end))
              .orElseGet(() -> finding(Kind.STATE, client, e.expected(), e.came())));
    } catch (RefusedException e) {
      spoilt.run();
      return Optional.of(
          finding(Kind.STATE, client, "the node to do as it is told", e.getMessage()));
    } catch (NodeFailedException e) {
      return Optional.of(
          finding(Kind.CRASHED, client, "the node to serve its clients", e.getMessage()));
    }
  }

  private Finding finding(Kind kind, String client, String expected, String came) {
    return new Finding(
        kind,
        Blame.RECEIVER,
        Optional.of(implementation.id()),
        Finding.About.client(client),
        expected,
        came);
  }

  private List<Future<Optional<Finding>>> invoke(List<Callable<Optional<Finding>>> checks) {
    try {
      return threads.invokeAll(checks);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static Optional<Finding> outcome(Future<Optional<Finding>> done) {
    try {
      return done.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException cause
          ? cause
          : new IllegalStateException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  @Override
  public void close() {
    services.values().forEach(Service::close);
    threads.shutdownNow();
  }
}

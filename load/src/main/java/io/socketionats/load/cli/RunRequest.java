package io.socketionats.load.cli;

import io.socketionats.conformance.UsageException;
import io.socketionats.load.machine.Processors;
import io.socketionats.load.result.Slo;
import io.socketionats.load.run.Fault;
import io.socketionats.load.run.Team;
import io.socketionats.load.simulation.Simulation;
import io.socketionats.load.simulation.Traffic;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The options of {@code load run}, read and checked.
 *
 * @param slo the latency objective
 * @param team the injectors
 * @param workloads what the clients of one injector do, one after the other
 * @param fault what is broken in the middle of each level
 * @param processors processors of cluster and generator, where they are apart
 */
record RunRequest(
    Slo slo,
    Team team,
    List<Traffic> workloads,
    Optional<Fault> fault,
    Optional<Processors> processors) {
  /**
   * Reads options.
   *
   * @throws UsageException when a value is out of range, or two options exclude each other
   */
  static RunRequest of(LoadOptions options) {
    Slo slo = slo(options);
    requireNumbers(options);
    List<Simulation> simulations = options.simulations.stream().map(Simulation::parse).toList();
    Optional<Fault> fault = fault(options, simulations);
    Team team = team(options, fault);
    requireSeparable(options, team, simulations);
    return new RunRequest(slo, team, workloads(options, simulations), fault, processors(options));
  }

  private static Slo slo(LoadOptions options) {
    try {
      return Slo.parse(options.slo);
    } catch (IllegalArgumentException e) {
      throw new UsageException("--" + e.getMessage().replaceFirst("^SLO", "slo"));
    }
  }

  private static void requireNumbers(LoadOptions options) {
    require("--minutes", options.minutes, options.minutes > 0);
    require("--connections", options.connections, options.connections >= 2);
    int clients = options.connections / Math.max(1, options.injectors);
    for (int roomSize : options.roomSizes) {
      require("--room-size", roomSize, roomSize >= 2 && roomSize <= clients);
    }
    require("--payload", options.payload, options.payload >= 1 && options.payload <= 500_000);
    require("--connects", options.connects, options.connects > 0);
    require("--from", options.from, options.from > 0);
    require("--repetitions", options.repetitions, options.repetitions >= 1);
    require("--other-cores", options.otherCores, options.otherCores >= 0);
    require("--rate", options.rate, options.rate == null || options.rate > 0);
    require("--seconds", options.seconds, options.seconds == null || options.seconds > 0);
    require("--warm-up", options.warmUp, options.warmUp == null || options.warmUp >= 0);
    require("--hold", options.hold, options.hold == null || options.hold >= 0);
    if (!options.name.matches("[A-Za-z0-9][A-Za-z0-9._-]*")) {
      throw new UsageException(
          "--name '%s': letters, digits, dots, hyphens and underscores".formatted(options.name));
    }
  }

  private static void require(String option, Object value, boolean holds) {
    if (!holds) {
      throw new UsageException("%s cannot be %s; see load run --help".formatted(option, value));
    }
  }

  private static Team team(LoadOptions options, Optional<Fault> fault) {
    if (options.injector == null) {
      if (options.startAt != null) {
        throw new UsageException("--start-at is for --injector I/N");
      }
      require(
          "--injectors",
          options.injectors,
          options.injectors >= 1 && options.connections / options.injectors >= 2);
      return Team.here(options.injectors);
    }
    if (options.startAt == null
        || options.rate == null
        || options.injectors > 1
        || fault.isPresent()) {
      throw new UsageException(
          "--injector needs --start-at TIME and --rate N (of this injector), and excludes --injectors and faults");
    }
    try {
      String[] parts = options.injector.split("/", 2);
      return Team.part(
          Integer.parseInt(parts[0]), Integer.parseInt(parts[1]), Instant.parse(options.startAt));
    } catch (NumberFormatException | ArrayIndexOutOfBoundsException e) {
      throw new UsageException(
          "--injector takes I/N, such as 0/3; got '%s'".formatted(options.injector));
    } catch (DateTimeParseException e) {
      throw new UsageException(
          "--start-at takes a time like 2030-01-31T12:00:00Z; got '%s'".formatted(options.startAt));
    } catch (IllegalArgumentException e) {
      throw new UsageException("--injector %s: I is 0 to N - 1".formatted(options.injector));
    }
  }

  /** In one namespace the clients of every injector would receive the broadcasts of all others. */
  private static void requireSeparable(
      LoadOptions options, Team team, List<Simulation> simulations) {
    if (options.areNodesElsewhere()
        && team.count() > 1
        && simulations.contains(Simulation.BROADCAST)) {
      throw new UsageException(
          "--simulation broadcast needs a namespace for each injector, which only launched clusters have");
    }
    if (team.processes() > 1 && simulations.stream().anyMatch(RunRequest::isFaulty)) {
      throw new UsageException("a simulation with a fault needs --injectors 1");
    }
  }

  private static boolean isFaulty(Simulation simulation) {
    return Fault.of(simulation).isPresent();
  }

  /** The fault of a simulation that has one; such a simulation stands alone, at a fixed rate. */
  private static Optional<Fault> fault(LoadOptions options, List<Simulation> simulations) {
    Optional<Fault> fault =
        simulations.stream().map(Fault::of).flatMap(Optional::stream).findFirst();
    if (fault.isEmpty()) {
      return fault;
    }
    if (simulations.size() > 1
        || options.roomSizes.size() > 1
        || options.rate == null
        || options.repetitions > 1
        || options.areNodesElsewhere()) {
      throw new UsageException(
          "--simulation %s breaks a launched cluster once: it stands alone, with --rate N and --repetitions 1"
              .formatted(fault.get().label()));
    }
    if (fault.get() == Fault.NODE_LOSS && options.nodes.contains(1)) {
      throw new UsageException("--simulation node-loss needs --nodes 2 or more");
    }
    return fault;
  }

  private static List<Traffic> workloads(LoadOptions options, List<Simulation> simulations) {
    return simulations.stream().flatMap(simulation -> workloads(options, simulation)).toList();
  }

  private static Stream<Traffic> workloads(LoadOptions options, Simulation simulation) {
    int clients = options.connections / options.injectors;
    return switch (simulation) {
      case BROADCAST -> Stream.of(Traffic.broadcast(clients, options.payload));
      case CHAT -> Stream.of(Traffic.chat(clients, options.payload));
      case CONNECT -> Stream.of(Traffic.connect(clients));
      case ROOMS, NODE_LOSS, NATS_RESTART ->
          options.roomSizes.stream()
              .map(size -> Traffic.rooms(clients, size, options.payload).named(simulation));
      case CHURN ->
          options.roomSizes.stream().map(size -> Traffic.churn(clients, size, options.payload));
    };
  }

  private static Optional<Processors> processors(LoadOptions options) {
    if (options.cpus == null) {
      return Optional.empty();
    }
    Processors own = Processors.parse(options.cpus);
    if (options.areNodesElsewhere()) {
      throw new UsageException("--cpus is for clusters that are launched here");
    }
    return Optional.of(own);
  }
}

package io.socketionats.conformance.run;

import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.judge.service.Visitor;
import io.socketionats.conformance.launch.node.Implementation;
import io.socketionats.conformance.launch.node.Node;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What to run.
 *
 * @param requirements in the order of the catalogue
 * @param implementations of any dialects; each dialect gets a cluster of its own
 * @param nodesEach nodes of each implementation
 * @param limits how long to wait, and how often to start a node anew
 * @param folder where logs go; it exists
 * @param visitors clients by which requirements about clients are judged
 * @param skipped why requirements are not run although they are selected, by their ids
 */
public record RunOptions(
    List<Requirement> requirements,
    List<Implementation> implementations,
    int nodesEach,
    Limits limits,
    Path folder,
    List<Visitor> visitors,
    Map<String, String> skipped) {
  /**
   * The limit for a receiver that is known to fall deaf: long enough to be heard, short enough not
   * to stop the run.
   */
  public static final Duration DEVIATION_LIMIT = Duration.ofMillis(200);

  /** The same for a client of a node that is known not to serve it. */
  static final Duration CLIENT_DEVIATION_LIMIT = Duration.ofSeconds(1);

  public RunOptions {
    requirements = List.copyOf(requirements);
    implementations = List.copyOf(implementations);
    visitors = List.copyOf(visitors);
    skipped = Map.copyOf(skipped);
  }

  /** The same with clients of every kind over every transport. */
  public RunOptions(
      List<Requirement> requirements,
      List<Implementation> implementations,
      int nodesEach,
      Limits limits,
      Path folder,
      Map<String, String> skipped) {
    this(requirements, implementations, nodesEach, limits, folder, Visitor.all(), skipped);
  }

  /** The requirements that are to be judged. */
  List<Requirement> judged() {
    return requirements.stream().filter(one -> !skipped.containsKey(one.id())).toList();
  }

  /**
   * What a run bears with.
   *
   * @param fence how long a client may take to show a sentinel before it counts as deaf
   * @param slowAfter how long a sentinel may take before that is a failure; empty = as long as the
   *     fence
   * @param hello how long a node may take from its start to its hello
   * @param restarts how often one node may be started anew by its own fault before its
   *     implementation is quarantined; 0 or more
   */
  public record Limits(Duration fence, Optional<Duration> slowAfter, Duration hello, int restarts) {
    /** What {@code --restarts} is without a value of the user's. */
    public static final int RESTARTS = 50;

    /** 10 s for a sentinel, 30 s for a hello, 50 restarts. */
    public static final Limits USUAL =
        new Limits(Duration.ofSeconds(10), Optional.empty(), Node.HELLO_LIMIT, RESTARTS);

    public Limits {
      if (restarts < 0) {
        throw new IllegalArgumentException("restarts must be 0 or more, got " + restarts);
      }
    }

    /** The same with another number of restarts. */
    public Limits restarting(int times) {
      return new Limits(fence, slowAfter, hello, times);
    }

    /** The same with a limit for sentinels that makes it a failure to be later. */
    public Limits slowAfter(Optional<Duration> limit) {
      return new Limits(fence, limit, hello, restarts);
    }
  }
}

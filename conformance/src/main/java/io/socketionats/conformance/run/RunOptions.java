package io.socketionats.conformance.run;

import io.socketionats.conformance.judge.catalogue.Requirement;
import io.socketionats.conformance.launch.node.Implementation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What to run.
 *
 * @param requirements in the order of the catalogue
 * @param implementations of any dialects; each dialect gets a cluster of its own
 * @param nodesEach nodes of each implementation
 * @param fenceLimit how long a client may take to show a sentinel before it counts as deaf
 * @param slowAfter how long a sentinel may take before that is a failure; empty = as long as the
 *     fence limit
 * @param folder where logs go; it exists
 */
public record RunOptions(
    List<Requirement> requirements,
    List<Implementation> implementations,
    int nodesEach,
    Duration fenceLimit,
    Optional<Duration> slowAfter,
    Path folder) {
  /**
   * The limit for a receiver that is known to fall deaf: long enough to be heard, short enough not
   * to stop the run.
   */
  public static final Duration DEVIATION_LIMIT = Duration.ofMillis(400);

  public RunOptions {
    requirements = List.copyOf(requirements);
    implementations = List.copyOf(implementations);
  }
}

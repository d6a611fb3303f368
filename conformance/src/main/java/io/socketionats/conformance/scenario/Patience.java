package io.socketionats.conformance.scenario;

import io.socketionats.conformance.node.Node;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How long to wait for nodes. Those that are known to fall deaf are waited for less, so that a
 * declared deviation does not hold up the run; a node that is trusted is never judged by the short
 * limit.
 *
 * @param usual for nodes that are expected to answer
 * @param brief for nodes of the doubtful implementations
 * @param doubtful ids of implementations
 */
public record Patience(Duration usual, Duration brief, Set<String> doubtful) {
  public Patience {
    doubtful = Set.copyOf(doubtful);
  }

  /** Whether some implementation is known to fall deaf. */
  public boolean doubtsAny() {
    return !doubtful.isEmpty();
  }

  /** Whether a node is of such an implementation. */
  public boolean doubts(Node node) {
    return doubtful.contains(node.implementation().id());
  }

  /** The limit for one node. */
  public Duration of(Node node) {
    return doubts(node) ? brief : usual;
  }

  /** The short limit, where it applies to a node. */
  public Optional<Duration> brief(Node node) {
    return doubts(node) ? Optional.of(brief) : Optional.empty();
  }
}

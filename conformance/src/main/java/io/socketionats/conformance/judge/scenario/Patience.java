package io.socketionats.conformance.judge.scenario;

import io.socketionats.conformance.launch.node.Node;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * How long to wait for nodes. Where every verdict that a wait can lead to is a declared deviation,
 * it is short, so that known faults do not hold up the run; everywhere else it is long, so that a
 * slow machine is never taken for a fault.
 *
 * @param usual for nodes that are expected to answer
 * @param brief for the others
 * @param deaf ids of implementations that are known to fail the requirement as receivers, from
 *     whomever
 * @param mute id of the emitting implementation when it is known to fail the requirement with every
 *     receiver
 * @param late what a sentinel may take before that is a failure; empty = as long as is waited for
 *     it
 * @param suspects names of nodes that have fallen deaf before and were started anew: they get a
 *     fifth of the usual time
 */
public record Patience(
    Duration usual,
    Duration brief,
    Set<String> deaf,
    Optional<String> mute,
    Optional<Duration> late,
    Set<String> suspects) {
  private static final int SUSPECTS_SHARE = 5;

  public Patience {
    deaf = Set.copyOf(deaf);
    suspects = Set.copyOf(suspects);
  }

  /** Whether some implementation is known to fail the requirement as a receiver. */
  public boolean doubtsAny() {
    return !deaf.isEmpty();
  }

  /** Whether a node is of such an implementation. */
  public boolean doubts(Node node) {
    return deaf.contains(node.implementation().id());
  }

  /** How long a node's clients may take to show a sentinel. */
  public Duration of(Node node) {
    if (doubts(node)) {
      return brief;
    }
    return suspects.contains(node.name()) ? usual.dividedBy(SUSPECTS_SHARE) : usual;
  }

  /** The short limit for answers, where it applies to a node. */
  public Optional<Duration> brief(Node node) {
    return mute.filter(node.implementation().id()::equals).map(id -> brief);
  }
}

package io.socketionats.conformance.judge.verdict;

import java.util.Optional;

/**
 * One thing that is not as required.
 *
 * @param receiver id of the receiving implementation it concerns; empty when it concerns every pair
 *     of the emitter
 * @param expected what the oracle wanted, one sentence
 * @param came what happened, one sentence
 */
public record Finding(
    Kind kind, Blame blame, Optional<String> receiver, String expected, String came) {

  /** What went wrong. */
  public enum Kind {
    LOST("lost"),
    DUPLICATED("duplicated"),
    LEAKED("leaked"),
    REORDERED("reordered"),
    CORRUPTED("corrupted"),
    /** An inbox that could not be proven complete: the fence never came. */
    DEAF("deaf"),
    /** It came, and later than it may. */
    LATE("late"),
    /** A frame or a subscription on the broker is not as it must be. */
    WIRE("wire"),
    /** The node answered, refused or reported otherwise than it must. */
    STATE("state"),
    CRASHED("crashed"),
    /** A fault did not do what it says, so that what was judged on it says nothing. */
    PREMISE("premise"),
    /** The scenario ended early because of another node, so nothing can be said of this one. */
    BROKEN_OFF("broken off");

    private final String label;

    Kind(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  public boolean concerns(String implementation) {
    return receiver.isEmpty() || receiver.get().equals(implementation);
  }

  @Override
  public String toString() {
    return "%s: expected %s; %s".formatted(kind.label(), expected, came);
  }
}

package io.socketionats.conformance.judge.verdict;

/** What a run says about one requirement and one pair of emitter and receiver. */
public enum Verdict {
  PASSED("passed"),
  FAILED("failed"),
  /** Failed, as its descriptor or the file of {@code --known} declares, with the reason. */
  KNOWN_DEVIATION("known-deviation"),
  /** Passed although it is declared to fail: the declaration is stale. */
  UNEXPECTED_PASS("unexpected-pass"),
  /** Needs a capability that the node does not declare, or is left out by {@code --skip}. */
  UNSUPPORTED("unsupported"),
  /** The node's process ended, or broke the control contract. */
  CRASHED("crashed"),
  /**
   * Selected, but the run ended before it, or the harness could not bring about what it is about.
   */
  NOT_RUN("not-run");

  private final String label;

  Verdict(String label) {
    this.label = label;
  }

  /** As reports write it. */
  public String label() {
    return label;
  }

  /** Whether the verdict leaves the run green. */
  public boolean asExpected() {
    return this == PASSED || this == KNOWN_DEVIATION || this == UNSUPPORTED;
  }
}

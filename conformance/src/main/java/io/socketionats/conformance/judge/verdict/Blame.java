package io.socketionats.conformance.judge.verdict;

/** Who is at fault, by what the witness heard. */
public enum Blame {
  /** Its frame is absent or wrong, or its own clients were served wrongly. */
  EMITTER("emitter"),
  /** The frame was right, the delivery was wrong. */
  RECEIVER("receiver"),
  /** No node: the harness could not bring about what the requirement is about. */
  HARNESS("harness");

  private final String label;

  Blame(String label) {
    this.label = label;
  }

  public String label() {
    return label;
  }
}

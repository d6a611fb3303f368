package io.socketionats.conformance.launch.node;

/**
 * A node ended, or broke the control contract, in the middle of the run. The message names the node
 * and its last words.
 */
public final class NodeFailedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Node node;

  /**
   * @param message one sentence that names the node
   */
  public NodeFailedException(Node node, String message) {
    super(message);
    this.node = node;
  }

  public Node node() {
    return node;
  }
}

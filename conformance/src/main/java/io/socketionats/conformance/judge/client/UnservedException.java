package io.socketionats.conformance.judge.client;

import io.socketionats.conformance.launch.node.Node;

/** A node did not let a client in, or not in time. */
public final class UnservedException extends IllegalStateException {
  private static final long serialVersionUID = 1L;

  private final transient Node node;

  UnservedException(Node node, String message, Throwable cause) {
    super(message, cause);
    this.node = node;
  }

  public Node node() {
    return node;
  }
}

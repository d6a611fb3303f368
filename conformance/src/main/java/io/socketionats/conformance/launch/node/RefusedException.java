package io.socketionats.conformance.launch.node;

/** A node answered a request with an error. */
public final class RefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Node node;
  private final boolean unsupported;

  RefusedException(Node node, String message, boolean unsupported) {
    super(message);
    this.node = node;
    this.unsupported = unsupported;
  }

  public Node node() {
    return node;
  }

  /** Whether the node does not know the operation at all. */
  public boolean unsupported() {
    return unsupported;
  }
}

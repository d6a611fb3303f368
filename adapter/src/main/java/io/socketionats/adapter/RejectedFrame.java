package io.socketionats.adapter;

/**
 * A payload that is not to be delivered. Carries no stack trace: anybody can send garbage at any
 * rate.
 */
final class RejectedFrame extends Exception {
  private static final long serialVersionUID = 1L;

  private final DropCause dropCause;

  RejectedFrame(DropCause dropCause, String detail) {
    super(detail, null, false, false);
    this.dropCause = dropCause;
  }

  static RejectedFrame malformed(String detail) {
    return new RejectedFrame(DropCause.MALFORMED, detail);
  }

  DropCause dropCause() {
    return dropCause;
  }
}

package io.socketionats.conformance;

/**
 * What was asked for does not exist or selects nothing. The command line prints the message and
 * exits with status 2.
 */
public final class UsageException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UsageException(String message) {
    super(message);
  }
}

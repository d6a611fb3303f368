package io.socketionats.conformance;

/**
 * The run cannot take place: a program is missing, a port is refused, a node never became ready.
 * The message names the subject, the value, the rule and the next step; the command line prints it
 * alone and exits with status 3.
 */
public final class UnavailableException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public UnavailableException(String message) {
    super(message);
  }

  public UnavailableException(String message, Throwable cause) {
    super(message, cause);
  }
}

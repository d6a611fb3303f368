package io.socketionats.javanode;

/** A variable of the environment breaks its rule. The node prints the message and exits with 64. */
final class SettingsException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  SettingsException(String message) {
    super(message);
  }
}

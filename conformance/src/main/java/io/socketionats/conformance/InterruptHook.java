package io.socketionats.conformance;

/**
 * What a command still has to do when it is interrupted (Ctrl-C, SIGTERM). While it is open, the
 * action runs at the end of the process, unless the command has closed it before.
 */
public final class InterruptHook implements AutoCloseable {
  private final Thread thread;
  private volatile boolean interrupted;

  private InterruptHook(Runnable action) {
    thread =
        new Thread(
            () -> {
              interrupted = true;
              action.run();
            },
            "interrupted");
  }

  /** Arms the hook. */
  public static InterruptHook doing(Runnable action) {
    InterruptHook hook = new InterruptHook(action);
    Runtime.getRuntime().addShutdownHook(hook.thread);
    return hook;
  }

  /** Whether the process is ending: what fails now fails because of that. */
  public boolean interrupted() {
    return interrupted;
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(thread);
    } catch (IllegalStateException e) {
      // the process is ending, and the hook is doing its work
    }
  }
}

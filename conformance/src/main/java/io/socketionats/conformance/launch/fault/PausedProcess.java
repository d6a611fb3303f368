package io.socketionats.conformance.launch.fault;

import io.socketionats.conformance.UnavailableException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/**
 * A process that is stopped by SIGSTOP. It goes on when this is closed, and also when the harness
 * ends in whatever way: a shell beside it holds the fault, and the shell's input ends with us.
 */
final class PausedProcess implements AutoCloseable {
  private static final String HOLD =
      "kill -STOP \"$1\" || exit; echo stopped; while read -r line; do :; done; kill -CONT \"$1\"";

  private final Process holder;

  private PausedProcess(Process holder) {
    this.holder = holder;
  }

  /**
   * @throws UnavailableException when there is no such process
   */
  static PausedProcess of(long pid) {
    try {
      Process holder =
          new ProcessBuilder("/bin/sh", "-c", HOLD, "standstill", String.valueOf(pid))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      byte[] said = holder.getInputStream().readNBytes("stopped".length());
      if (new String(said, StandardCharsets.US_ASCII).equals("stopped")) {
        return new PausedProcess(holder);
      }
      holder.destroyForcibly();
      throw new UnavailableException("process %d cannot be stopped; has it ended?".formatted(pid));
    } catch (IOException e) {
      throw new UnavailableException("a process cannot be stopped: " + e.getMessage(), e);
    }
  }

  /** Returns when the process has been told to go on. */
  @Override
  public void close() {
    try {
      holder.getOutputStream().close();
      holder.waitFor();
    } catch (IOException e) {
      throw new UnavailableException("a process cannot be resumed: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}

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

  /**
   * The state is what follows the name, which ends at the last bracket; systems without /proc have
   * ps.
   */
  private static final String STATE =
      "if [ -r /proc/$1/stat ]; then sed 's/.*) //' /proc/$1/stat; else ps -o state= -p $1; fi";

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

  /** Whether a process is there, and whether it is stopped. */
  static Faults.State stateOf(long pid) {
    if (!ProcessHandle.of(pid).map(ProcessHandle::isAlive).orElse(false)) {
      return Faults.State.ENDED;
    }
    try {
      Process ps =
          new ProcessBuilder("/bin/sh", "-c", STATE, "state", String.valueOf(pid))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String state = new String(ps.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return state.strip().startsWith("T") ? Faults.State.PAUSED : Faults.State.RUNNING;
    } catch (IOException e) {
      throw new UnavailableException("a process cannot be looked at: " + e.getMessage(), e);
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

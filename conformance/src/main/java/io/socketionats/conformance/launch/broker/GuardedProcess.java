package io.socketionats.conformance.launch.broker;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A program that does not watch its own input, run so that it ends with this process, however this
 * process ends: a shell beside it waits for the end of the input that only we hold open, then ends
 * the program.
 */
final class GuardedProcess implements AutoCloseable {
  private static final String GUARD =
      """
      exec 3<&0
      "$@" </dev/null 3<&- &
      child=$!
      ( while read -r line; do :; done; kill -TERM $child 2>/dev/null ) <&3 >/dev/null 2>&1 &
      watcher=$!
      exec 3<&-
      trap 'kill -TERM $child 2>/dev/null' TERM INT HUP
      wait $child; status=$?
      while kill -0 $child 2>/dev/null; do wait $child; status=$?; done
      kill $watcher 2>/dev/null
      exit $status
      """;
  private static final long STOP_LIMIT_SECONDS = 5;

  private final Process guard;
  private final String program;

  private GuardedProcess(Process guard, String program) {
    this.guard = guard;
    this.program = program;
  }

  static GuardedProcess start(List<String> command, Path log) throws IOException {
    List<String> guarded = new ArrayList<>(List.of("/bin/sh", "-c", GUARD, "guard"));
    guarded.addAll(command);
    return new GuardedProcess(
        new ProcessBuilder(guarded)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start(),
        command.get(0));
  }

  boolean isAlive() {
    return guard.isAlive();
  }

  int exitValue() {
    return guard.exitValue();
  }

  /** The program's own process id, which is a child of the guard; empty once it has ended. */
  boolean owns(long pid) {
    return guard.descendants().anyMatch(process -> process.pid() == pid);
  }

  /**
   * The program's own process id.
   *
   * @throws IllegalStateException when it has ended
   */
  long programPid() {
    return guard
        .children()
        .filter(child -> !child.info().command().equals(guard.info().command())) // no shell
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("'%s' has ended".formatted(program)))
        .pid();
  }

  /** Ends the program by SIGKILL, and returns when it has ended. */
  void kill() {
    ProcessHandle.of(programPid()).ifPresent(ProcessHandle::destroyForcibly);
    close();
  }

  @Override
  public void close() {
    try {
      guard.getOutputStream().close();
      if (!guard.waitFor(STOP_LIMIT_SECONDS, TimeUnit.SECONDS)) {
        guard.descendants().forEach(ProcessHandle::destroyForcibly);
        guard.destroyForcibly();
      }
    } catch (IOException e) {
      guard.descendants().forEach(ProcessHandle::destroyForcibly);
      guard.destroyForcibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      guard.descendants().forEach(ProcessHandle::destroyForcibly);
      guard.destroyForcibly();
    }
  }
}

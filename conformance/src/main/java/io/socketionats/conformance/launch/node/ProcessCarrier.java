package io.socketionats.conformance.launch.node;

import io.socketionats.conformance.ShellWords;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A node as a child process, driven over its standard input and output. */
public final class ProcessCarrier implements Carrier {
  private final String byHand;
  private final Process process;

  ProcessCarrier(String byHand, Process process) {
    this.byHand = byHand;
    this.process = process;
  }

  public static ProcessCarrier start(
      List<String> command, Map<String, String> environment, Path log) throws IOException {
    ProcessBuilder builder =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(environment);
    return new ProcessCarrier(ShellWords.join(environment, command), builder.start());
  }

  @Override
  public OutputStream requests() {
    return process.getOutputStream();
  }

  @Override
  public InputStream answers() {
    return process.getInputStream();
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public Optional<Integer> exitStatus(Duration limit) throws InterruptedException {
    return process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)
        ? Optional.of(process.exitValue())
        : Optional.empty();
  }

  @Override
  public long pid() {
    return process.pid();
  }

  @Override
  public URI reachable(URI url) {
    return url;
  }

  @Override
  public String byHand() {
    return "start it by hand: " + byHand;
  }

  @Override
  public void kill() {
    process.destroyForcibly();
  }
}

package io.socketionats.load.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.load.measure.Tally;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * An injector in a process of its own on this machine. Orders are given one at a time, except that
 * it can be closed at any time.
 */
public final class InjectorProcess implements Injector {
  private static final String NO_FAULTS = "faults need a single injector";
  private static final long END_SECONDS = 5;

  private final Process process;
  private final BufferedReader answers;
  private final int index;
  private final Path log;

  private InjectorProcess(Process process, int index, Path log) {
    this.process = process;
    this.index = index;
    this.log = log;
    this.answers =
        new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
  }

  /**
   * Starts the process and has it begin to connect clients.
   *
   * @param folder for its log and what Gatling writes
   */
  public static InjectorProcess start(Traffic traffic, InjectorConfig config, Path folder) {
    Path log = folder.resolve("injector-%d.log".formatted(config.index()));
    List<String> command =
        List.of(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:+UseParallelGC",
            "-Xmx1g",
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "-cp",
            System.getProperty("java.class.path"),
            InjectorProgram.class.getName());
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      InjectorProcess injector = new InjectorProcess(process, config.index(), log);
      ObjectNode order = Json.object().put("order", "connect").put("results", folder.toString());
      order.set("traffic", Json.of(traffic));
      order.set("config", Json.of(config));
      injector.ask(order);
      return injector;
    } catch (IOException e) {
      throw new UnavailableException(
          "injector %d could not be started: %s".formatted(config.index(), e.getMessage()), e);
    }
  }

  private synchronized JsonNode ask(ObjectNode order) {
    try {
      OutputStream orders = process.getOutputStream();
      orders.write((Json.text(order) + "\n").getBytes(StandardCharsets.UTF_8));
      orders.flush();
      String line = answers.readLine();
      if (line == null) {
        throw new IOException("it ended");
      }
      JsonNode answer = Json.parse(line);
      if (answer.has("error")) {
        throw new UnavailableException(
            "injector %d: %s".formatted(index, answer.path("error").asText()));
      }
      return answer;
    } catch (IOException e) {
      throw new UnavailableException(
          "injector %d does not answer: %s; its log: %s".formatted(index, e.getMessage(), log), e);
    }
  }

  @Override
  public int awaitReady(Duration limit) {
    return ask(Json.object().put("order", "ready").put("millis", limit.toMillis()))
        .path("unconnected")
        .asInt();
  }

  @Override
  public Tally level(LevelOrder level) {
    ObjectNode order = Json.object().put("order", "level");
    order.set("level", Json.of(level));
    return TallyLines.read(ask(order).path("tally"));
  }

  @Override
  public void faulty(boolean now) {
    if (now) {
      throw new UnsupportedOperationException(NO_FAULTS);
    }
  }

  @Override
  public void failOver(int node) {
    throw new UnsupportedOperationException(NO_FAULTS);
  }

  @Override
  public long lastLost() {
    throw new UnsupportedOperationException(NO_FAULTS);
  }

  @Override
  public long pid() {
    return process.pid();
  }

  /** Ends its input, which is what it obeys; after 5 s by force. */
  @Override
  public void close() {
    try {
      process.getOutputStream().close();
      if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      process.destroyForcibly();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}

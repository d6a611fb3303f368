package io.socketionats.conformance.launch.remote;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.launch.node.Implementation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Runs nodes as a service does that restarts them: each has ports of the system's choice at first,
 * and keeps them whenever it is started anew.
 */
final class Orchestrator implements AutoCloseable {
  private final Map<String, String> places;
  private final Path folder;
  private final List<Process> running = new ArrayList<>();
  private final AtomicInteger starts = new AtomicInteger();
  private final Thread hook = new Thread(this::end);
  private boolean ending;

  Orchestrator(Map<String, String> places, Path folder) {
    this.places = places;
    this.folder = folder;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Runs a node on a NATS server until {@link #close}; gives its entry for the file of nodes. */
  JsonNode run(Implementation implementation, String nats) throws IOException {
    Process process = start(implementation, nats, "0", "0");
    JsonNode hello =
        Json.parse(
            new BufferedReader(
                    new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))
                .readLine());
    String url = hello.path("url").asText();
    String control = hello.path("controlPort").asText();
    Thread keeper =
        new Thread(
            () -> {
              String port = url.substring(url.lastIndexOf(':') + 1);
              keep(process, implementation, nats, port, control);
            });
    keeper.setDaemon(true);
    keeper.start();
    return Json.object()
        .put("implementation", implementation.id())
        .put("control", "127.0.0.1:" + control)
        .put("url", url);
  }

  /** How many times a node has been started. */
  int starts() {
    return starts.get();
  }

  private void keep(
      Process first, Implementation implementation, String nats, String port, String control) {
    try {
      Process process = first;
      while (true) {
        process.waitFor();
        synchronized (this) {
          if (ending) {
            return;
          }
          process = start(implementation, nats, port, control);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized Process start(
      Implementation implementation, String nats, String port, String control) throws IOException {
    List<String> command = new ArrayList<>();
    for (String word : implementation.command()) {
      String replaced = word;
      for (Map.Entry<String, String> place : places.entrySet()) {
        replaced = replaced.replace("${" + place.getKey() + "}", place.getValue());
      }
      command.add(replaced);
    }
    Map<String, String> variables = new HashMap<>(implementation.environment());
    variables.put("NATS_SERVERS", nats);
    variables.put("SOCKETIO_PORT", port);
    variables.put("CONTROL_PORT", control);
    Path log = folder.resolve(implementation.id() + "-" + starts.incrementAndGet() + ".log");
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log.toFile());
    builder.environment().putAll(variables);
    Process process = builder.start();
    running.add(process);
    return process;
  }

  private synchronized void end() {
    ending = true;
    running.forEach(Process::destroyForcibly);
  }

  @Override
  public void close() {
    end();
    Runtime.getRuntime().removeShutdownHook(hook);
    running.forEach(process -> process.onExit().join());
  }
}

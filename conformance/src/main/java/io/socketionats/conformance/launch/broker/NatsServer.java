package io.socketionats.conformance.launch.broker;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.socketionats.conformance.Json;
import io.socketionats.conformance.ShellWords;
import io.socketionats.conformance.UnavailableException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;
import org.awaitility.core.TerminalFailureException;

/**
 * One nats-server process of this run, on ports of the operating system's choice. The server itself
 * names its ports in a file that carries its process id, so the listener is known to be ours.
 */
public final class NatsServer implements Broker {
  private static final Duration READY_LIMIT = Duration.ofSeconds(20);
  private static final int LINES_SHOWN = 8;
  private static final int ANY_PORT = -1;
  private static final String PORT_TAKEN = "address already in use"; // Go's words
  private static final String ANY_ROUTES = "nats://127.0.0.1:" + ANY_PORT;

  private final Path program;
  private final Path folder;
  private final URI client;
  private final Monitoring monitoring;
  private final String version;
  private final int monitoringPort;
  private final List<String> clustering;
  private final Optional<URI> routes;
  private volatile GuardedProcess process;
  private volatile HeldPorts held = HeldPorts.of(List.of());

  private NatsServer(
      Path program, Path folder, List<String> clustering, GuardedProcess process, JsonNode ports) {
    this.program = program;
    this.clustering = clustering;
    this.routes = url(ports, "cluster");
    this.folder = folder;
    this.process = process;
    this.client = url(ports, "nats").orElseThrow();
    URI monitoringAt = url(ports, "monitoring").orElseThrow();
    this.monitoringPort = monitoringAt.getPort();
    this.monitoring = new Monitoring(monitoringAt);
    this.version = monitoring.version();
  }

  /**
   * Starts the program and returns when it answers.
   *
   * @param program the nats-server executable
   * @param folder an existing folder for its log and its ports file
   * @throws UnavailableException when it ends or does not answer within 20 s
   */
  public static NatsServer start(Path program, Path folder) {
    return start(program, folder, List.of());
  }

  /**
   * The same as a member of a cluster. Other servers are told an address where nobody is, so that
   * they come by the routes given here or not at all.
   *
   * @param routes where the members that are there already take routes
   */
  public static NatsServer startMember(Path program, Path folder, List<URI> routes) {
    List<String> clustering =
        new ArrayList<>(
            List.of(
                "--cluster_name",
                "conformance",
                "--cluster_advertise",
                "127.0.0.1:1",
                "--cluster",
                ANY_ROUTES));
    if (!routes.isEmpty()) {
      clustering.add("--routes");
      clustering.add(String.join(",", routes.stream().map(URI::toString).toList()));
    }
    return start(program, folder, clustering);
  }

  private static NatsServer start(Path program, Path folder, List<String> clustering) {
    Launched launched = launch(program, folder, ANY_PORT, ANY_PORT, clustering);
    try {
      return new NatsServer(program, folder, clustering, launched.process(), launched.ports());
    } catch (RuntimeException e) {
      launched.process().close();
      throw e;
    }
  }

  private static Optional<URI> url(JsonNode ports, String name) {
    return ports.path(name).isEmpty()
        ? Optional.empty()
        : Optional.of(URI.create(ports.path(name).path(0).asText()));
  }

  private record Launched(GuardedProcess process, JsonNode ports) {}

  private static Launched launch(
      Path program, Path folder, int port, int monitoringPort, List<String> clustering) {
    Path log = folder.resolve("nats-server.log");
    List<String> command =
        new ArrayList<>(
            List.of(
                program.toString(),
                "--addr",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--http_port",
                String.valueOf(monitoringPort),
                "--ports_file_dir",
                folder.toString()));
    command.addAll(clustering);
    try {
      GuardedProcess process = GuardedProcess.start(command, log);
      try {
        return new Launched(process, awaitPorts(process, folder, log, command));
      } catch (RuntimeException | IOException e) {
        process.close();
        throw e;
      }
    } catch (IOException e) {
      throw new UnavailableException(
          "nats-server '%s' could not be started: %s; name another one with --nats-server FILE"
              .formatted(program, e.getMessage()),
          e);
    }
  }

  private static JsonNode awaitPorts(
      GuardedProcess process, Path folder, Path log, List<String> command) throws IOException {
    String byHand = "start it by hand: " + ShellWords.join(command);
    try {
      return await("nats-server names its ports")
          .atMost(READY_LIMIT)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(5))
          .failFast("nats-server ended", () -> !process.isAlive())
          .until(() -> ports(process, folder), Optional::isPresent)
          .orElseThrow();
    } catch (TerminalFailureException e) {
      throw new UnavailableException(
          "nats-server exited with status %d before it was ready; its last lines:%n%s%n%s"
              .formatted(process.exitValue(), lastLines(log), byHand),
          e);
    } catch (ConditionTimeoutException e) {
      throw new UnavailableException(
          "nats-server did not name its ports within %d s; its last lines:%n%s%n%s"
              .formatted(READY_LIMIT.toSeconds(), lastLines(log), byHand),
          e);
    }
  }

  private static Optional<JsonNode> ports(GuardedProcess process, Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.toList()) {
        String name = file.getFileName().toString();
        int underscore = name.lastIndexOf('_');
        if (name.endsWith(".ports") && underscore > 0) {
          long pid =
              Long.parseLong(name.substring(underscore + 1, name.length() - ".ports".length()));
          if (process.owns(pid)) {
            return complete(Files.readString(file));
          }
        }
      }
    }
    return Optional.empty();
  }

  /**
   * The server writes the file in one go, but a reader may still come between creation and content.
   */
  private static Optional<JsonNode> complete(String text) {
    try {
      JsonNode ports = Json.parse(text);
      return ports.path("monitoring").isEmpty() ? Optional.empty() : Optional.of(ports);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static String lastLines(Path log) throws IOException {
    if (!Files.exists(log)) {
      return "(none)";
    }
    List<String> lines = Files.readAllLines(log);
    return String.join("\n", lines.subList(Math.max(0, lines.size() - LINES_SHOWN), lines.size()));
  }

  @Override
  public String url() {
    return client.toString();
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public long bytes() {
    return monitoring.bytes();
  }

  @Override
  public List<Long> pids() {
    return List.of(pid());
  }

  @Override
  public boolean isAlive() {
    return process.isAlive();
  }

  @Override
  public List<BrokerConnection> connections() {
    return monitoring.connections();
  }

  /** Ends it in good order, as an operator does; {@link #startAgain} brings it back. */
  public void stop() {
    process.close();
    holdPorts();
  }

  /** Ends it at once. */
  public void kill() {
    process.kill();
    holdPorts();
  }

  private void holdPorts() {
    held.close();
    List<Integer> ports = new ArrayList<>(List.of(client.getPort(), monitoringPort));
    routes.ifPresent(at -> ports.add(at.getPort()));
    held = HeldPorts.of(ports);
  }

  /**
   * Starts it anew on the ports that it had. Tries again where another program got one of them in
   * the moment between the end of the server and the holding of its ports.
   *
   * @throws UnavailableException when it does not answer within 20 s
   */
  public void startAgain() {
    List<String> same = new ArrayList<>(clustering);
    routes.ifPresent(at -> Collections.replaceAll(same, ANY_ROUTES, at.toString()));
    held.close();
    long end = System.nanoTime() + READY_LIMIT.toNanos();
    while (true) {
      try {
        process = launch(program, folder, client.getPort(), monitoringPort, same).process();
        return;
      } catch (UnavailableException e) {
        if (!e.getMessage().contains(PORT_TAKEN) || System.nanoTime() - end > 0) {
          throw e;
        }
      }
    }
  }

  /** Where a member of a cluster takes routes; empty for a server alone. */
  public Optional<URI> routes() {
    return routes;
  }

  /** The process id of the server itself. */
  public long pid() {
    return process.programPid();
  }

  @Override
  public void close() {
    process.close();
    held.close();
  }
}

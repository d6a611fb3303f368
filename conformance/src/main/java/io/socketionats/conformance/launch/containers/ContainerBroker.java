package io.socketionats.conformance.launch.containers;

import static org.awaitility.Awaitility.await;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.launch.broker.Broker;
import io.socketionats.conformance.launch.broker.BrokerConnection;
import io.socketionats.conformance.launch.broker.Monitoring;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.core.ConditionTimeoutException;

/**
 * nats-server in a container: nodes find it by its address on the bus, the harness by published
 * ports. It can be ended and started again; both stay the same.
 */
final class ContainerBroker implements Broker {
  static final int NATS_PORT = 4222;
  static final int MONITORING_PORT = 8222;
  private static final int STOP_SECONDS = 5;
  private static final Duration LIMIT = Duration.ofSeconds(10);

  private final Pod pod;
  private final String image;
  private final Inventory inventory;
  private final Path log;
  private final String host;
  private final List<String> options;
  private final Monitoring monitoring;
  private volatile HarnessContainer program;
  private volatile String version;

  private ContainerBroker(
      Pod pod, String image, Inventory inventory, Path log, String host, List<String> options) {
    this.pod = pod;
    this.image = image;
    this.inventory = inventory;
    this.log = log;
    this.host = host;
    this.options = options;
    this.monitoring =
        new Monitoring(URI.create("http://%s:%d".formatted(host, pod.port(MONITORING_PORT))));
  }

  /**
   * @param host where published ports are reached
   * @param options of nats-server, beside its ports
   * @throws UnavailableException when it does not answer within 10 s
   */
  static ContainerBroker start(
      Pod pod, String image, Inventory inventory, Path log, String host, List<String> options) {
    ContainerBroker broker = new ContainerBroker(pod, image, inventory, log, host, options);
    broker.start();
    return broker;
  }

  /** Starts the program in its pod. */
  void start() {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--port",
                String.valueOf(NATS_PORT),
                "--http_port",
                String.valueOf(MONITORING_PORT)));
    words.addAll(options);
    HarnessContainer fresh =
        pod.container(image, inventory).withCommand(words.toArray(String[]::new)).loggingTo(log);
    try {
      fresh.start();
    } catch (RuntimeException e) {
      throw new UnavailableException(
          "nats-server could not be started from image %s: %s"
              .formatted(image, EngineThreads.reason(e)),
          e);
    }
    program = fresh;
    awaitAnswer();
  }

  private void awaitAnswer() {
    try {
      version =
          await("nats-server answers")
              .atMost(LIMIT)
              .pollDelay(Duration.ZERO)
              .pollInterval(Duration.ofMillis(20))
              .ignoreException(UnavailableException.class)
              .until(monitoring::version, text -> !text.isEmpty());
    } catch (ConditionTimeoutException e) {
      throw new UnavailableException(
          isAlive()
              ? "nats-server runs in its container and cannot be reached at the published port %s:%d within %d s: does the engine publish ports on this machine? Its log: %s"
                  .formatted(host, pod.port(MONITORING_PORT), LIMIT.toSeconds(), log)
              : "nats-server in image %s ended at once; its log: %s".formatted(image, log),
          e);
    }
  }

  /** Ends the program in good order. */
  void stop() {
    String container = program.getContainerId();
    inventory.docker().stopContainerCmd(container).withTimeout(STOP_SECONDS).exec();
    inventory.remove(container);
  }

  /** Ends the program at once. */
  void kill() {
    String container = program.getContainerId();
    inventory.kill(container);
    EngineThreads.run(() -> inventory.remove(container));
  }

  /** On the bus. */
  String address() {
    return pod.address();
  }

  /** The container of the program; another one after each start. */
  String container() {
    return program.getContainerId();
  }

  @Override
  public String url() {
    return "nats://%s:%d".formatted(pod.address(), NATS_PORT);
  }

  @Override
  public List<String> harnessUrls() {
    return List.of("nats://%s:%d".formatted(host, pod.port(NATS_PORT)));
  }

  @Override
  public String version() {
    return version;
  }

  @Override
  public boolean isAlive() {
    try {
      return EngineThreads.await(
          "asking for nats-server's container",
          EngineThreads.start(program::isRunning),
          HaltHook.limit(LIMIT));
    } catch (UnavailableException e) {
      return false;
    }
  }

  @Override
  public List<BrokerConnection> connections() {
    return monitoring.connections();
  }

  @Override
  public long bytes() {
    return monitoring.bytes();
  }

  @Override
  public List<Long> pids() {
    return List.of(program.getCurrentContainerInfo().getState().getPidLong());
  }

  /** Its pod stays, and goes with the runtime. */
  @Override
  public void close() {
    try {
      kill();
    } catch (UnavailableException e) {
      // the engine hangs; what is left goes with the runtime
    }
  }
}

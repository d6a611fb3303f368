package io.socketionats.conformance.containers;

import static org.awaitility.Awaitility.await;

import com.github.dockerjava.api.DockerClient;
import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.broker.Broker;
import io.socketionats.conformance.broker.Monitoring;
import io.socketionats.conformance.node.Implementation;
import io.socketionats.conformance.node.Node;
import io.socketionats.conformance.node.Runtime;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.awaitility.core.ConditionTimeoutException;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.output.OutputFrame;

/**
 * The runtime that gives the broker and every node a container of its own. Two networks: one for
 * clients and control, with ports published on loopback, and an internal one for NATS.
 */
public final class Containers implements Runtime {
  private static final int NATS_PORT = 4222;
  private static final int MONITORING_PORT = 8222;
  private static final Duration BROKER_LIMIT = Duration.ofSeconds(20);

  private final Images images;
  private final Network clients;
  private final Network bus;
  private final String host = Engine.host();

  private Containers(Images images, Network clients, Network bus) {
    this.images = images;
    this.clients = clients;
    this.bus = bus;
  }

  /** Why containers cannot be used here; empty when an engine answers and has the base images. */
  public static Optional<String> missing() {
    Optional<String> engine = Engine.missing();
    if (engine.isPresent()) {
      return engine;
    }
    if (!"true".equals(System.getenv("TESTCONTAINERS_RYUK_DISABLED"))) {
      return Optional.of(
          "TESTCONTAINERS_RYUK_DISABLED=true is not in the environment, as it is when conformance/interop starts the harness");
    }
    try {
      DockerClient docker = DockerClientFactory.instance().client();
      List<String> absent =
          Images.bases().stream().filter(image -> !Images.isPresent(docker, image)).toList();
      return absent.isEmpty()
          ? Optional.empty()
          : Optional.of(
              "the Docker engine lacks the base image %s; pull it, or name others with -Dinterop.image.node, -Dinterop.image.jre, -Dinterop.image.nats"
                  .formatted(String.join(", ", absent)));
    } catch (RuntimeException e) {
      return Optional.of("the Docker engine answers but cannot be used: " + e.getMessage());
    }
  }

  /**
   * Sweeps what dead owners left, builds the images that have changed, makes the networks.
   *
   * @param root the checkout
   * @param folder for the log of the build
   * @throws UnavailableException when containers cannot be used here; the message says why
   */
  public static Containers start(Path root, Path folder) {
    missing()
        .ifPresent(
            reason -> {
              throw new UnavailableException("no containers: " + reason);
            });
    try {
      Owner.sweep(DockerClientFactory.instance().client());
      Images images = Images.build(root, folder.resolve("images.log"));
      Network clients = network(false);
      return new Containers(images, clients, network(true));
    } catch (UnavailableException e) {
      throw e;
    } catch (RuntimeException e) {
      throw new UnavailableException(
          "no containers: the Docker engine answers but refuses: " + e.getMessage(), e);
    }
  }

  private static Network network(boolean internal) {
    return Network.builder()
        .createNetworkCmdModifier(
            command -> command.withInternal(internal).withLabels(Owner.labels()))
        .build();
  }

  @Override
  public String name() {
    return "containers";
  }

  @Override
  public Broker startBroker(Path folder) {
    Dual container =
        new Dual(images.nats(), clients, bus, "nats", NATS_PORT, MONITORING_PORT)
            .withCommand("--http_port", String.valueOf(MONITORING_PORT));
    logTo(container, folder.resolve("nats-server.log"));
    try {
      container.start();
      Monitoring monitoring =
          new Monitoring(
              URI.create("http://%s:%d".formatted(host, container.getMappedPort(MONITORING_PORT))));
      String version =
          await("nats-server answers")
              .atMost(BROKER_LIMIT)
              .pollDelay(Duration.ZERO)
              .pollInterval(Duration.ofMillis(20))
              .ignoreException(UnavailableException.class)
              .until(monitoring::version, text -> !text.isEmpty());
      return new ContainerBroker(
          container,
          monitoring,
          "nats://nats:" + NATS_PORT,
          "nats://%s:%d".formatted(host, container.getMappedPort(NATS_PORT)),
          version);
    } catch (ConditionTimeoutException e) {
      container.stop();
      throw new UnavailableException(
          "nats-server in image %s did not answer within %d s; its log: %s"
              .formatted(
                  images.nats(), BROKER_LIMIT.toSeconds(), folder.resolve("nats-server.log")),
          e);
    } catch (RuntimeException e) {
      container.stop();
      throw new UnavailableException(
          "nats-server could not be started from image %s: %s"
              .formatted(images.nats(), e.getMessage()),
          e);
    }
  }

  @Override
  public Node startNode(
      String name, Implementation implementation, Map<String, String> configuration, Path log) {
    Map<String, String> environment = implementation.environmentOf(name, configuration);
    environment.put("SOCKETIO_HOST", "0.0.0.0");
    environment.put("SOCKETIO_PORT", String.valueOf(ContainerCarrier.SOCKETIO_PORT));
    environment.put("CONTROL_PORT", String.valueOf(ContainerCarrier.CONTROL_PORT));
    String image = implementation.language().equals("java") ? images.java() : images.node();
    Dual container =
        new Dual(
                image,
                clients,
                bus,
                name,
                ContainerCarrier.SOCKETIO_PORT,
                ContainerCarrier.CONTROL_PORT)
            .withEnv(environment)
            .withTmpFs(Map.of("/tmp", "rw"));
    logTo(container, log);
    return Node.on(name, implementation, new ContainerCarrier(container, host), log);
  }

  private static void logTo(Dual container, Path log) {
    container.withLogConsumer(
        frame -> {
          if (frame.getType() != OutputFrame.OutputType.END) {
            append(log, frame.getBytes());
          }
        });
  }

  private static synchronized void append(Path log, byte[] bytes) {
    try (OutputStream file =
        Files.newOutputStream(log, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      file.write(bytes);
    } catch (IOException e) {
      // a log that cannot be written is no reason to end the run
    }
  }

  @Override
  public void close() {
    clients.close();
    bus.close();
  }
}

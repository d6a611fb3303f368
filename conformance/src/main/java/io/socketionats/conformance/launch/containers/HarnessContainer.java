package io.socketionats.conformance.launch.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.output.OutputFrame;
import org.testcontainers.containers.startupcheck.StartupCheckStrategy;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.utility.DockerImageName;

/**
 * A container as all of this harness are: marked as its owner's, of an image that is there, with a
 * read-only file system, its ports on loopback. Starting it waits for nothing inside it: readiness
 * is the first line of control, or the first answer of the broker.
 */
final class HarnessContainer extends GenericContainer<HarnessContainer> {
  private final Inventory inventory;

  HarnessContainer(String image, Inventory inventory) {
    super(DockerImageName.parse(image));
    this.inventory = inventory;
    withLabels(RunOwner.labels());
    // images have been looked for before; a pull that cannot succeed would be tried for minutes
    withImagePullPolicy(name -> false);
    withCreateContainerCmdModifier(command -> command.getHostConfig().withReadonlyRootfs(true));
    withStartupCheckStrategy(
        new StartupCheckStrategy() {
          @Override
          public boolean waitUntilStartupSuccessful(DockerClient docker, String id) {
            return true;
          }

          @Override
          public StartupStatus checkStartupState(DockerClient docker, String id) {
            return StartupStatus.SUCCESSFUL;
          }
        });
    waitingFor(
        new AbstractWaitStrategy() {
          @Override
          protected void waitUntilReady() {
            // see above
          }
        });
  }

  /** Publishes ports on loopback, each on a port of the engine's choice. */
  HarnessContainer publishing(List<Integer> ports) {
    withExposedPorts(ports.toArray(Integer[]::new));
    return withCreateContainerCmdModifier(
        command ->
            command
                .getHostConfig()
                .withPortBindings(
                    ports.stream()
                        .map(
                            port ->
                                new PortBinding(
                                    Ports.Binding.bindIp("127.0.0.1"), ExposedPort.tcp(port)))
                        .toList()));
  }

  /** Appends what it prints to a file. */
  HarnessContainer loggingTo(Path file) {
    return withLogConsumer(
        frame -> {
          if (frame.getType() != OutputFrame.OutputType.END) {
            append(file, frame.getBytes());
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
  protected void containerIsCreated(String id) {
    inventory.add(id);
  }
}

package io.socketionats.conformance.containers;

import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.ExposedPort;
import com.github.dockerjava.api.model.PortBinding;
import com.github.dockerjava.api.model.Ports;
import java.util.List;
import java.util.stream.IntStream;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.Network;
import org.testcontainers.containers.wait.strategy.AbstractWaitStrategy;
import org.testcontainers.images.ImagePullPolicy;
import org.testcontainers.utility.DockerImageName;

/**
 * A container on two networks: the clients' one, which publishes its ports on loopback, and the
 * bus's, which is internal. The engine publishes on the network whose name sorts first, so the
 * other must be one that publishes nothing.
 */
final class Dual extends GenericContainer<Dual> {
  private final Network bus;
  private final String alias;

  Dual(String image, Network clients, Network bus, String alias, int... ports) {
    super(DockerImageName.parse(image));
    this.bus = bus;
    this.alias = alias;
    withNetwork(clients);
    withLabels(Owner.labels());
    withImagePullPolicy(never());
    withExposedPorts(IntStream.of(ports).boxed().toArray(Integer[]::new));
    withCreateContainerCmdModifier(
        command ->
            command
                .getHostConfig()
                .withReadonlyRootfs(true)
                .withPortBindings(
                    IntStream.of(ports)
                        .mapToObj(
                            port ->
                                new PortBinding(
                                    Ports.Binding.bindIp("127.0.0.1"), ExposedPort.tcp(port)))
                        .toList()));
    waitingFor(
        new AbstractWaitStrategy() {
          @Override
          protected void waitUntilReady() {
            // readiness is the first line of control, or the first answer of the broker
          }
        });
  }

  /** Images have been looked for before; a pull that cannot succeed would be tried for minutes. */
  private static ImagePullPolicy never() {
    return image -> false;
  }

  @Override
  protected void containerIsCreated(String id) {
    dockerClient
        .connectToNetworkCmd()
        .withNetworkId(bus.getId())
        .withContainerId(id)
        .withContainerNetwork(new ContainerNetwork().withAliases(List.of(alias)))
        .exec();
  }
}

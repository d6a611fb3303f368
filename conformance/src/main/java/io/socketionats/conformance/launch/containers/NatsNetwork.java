package io.socketionats.conformance.launch.containers;

import com.github.dockerjava.api.DockerClient;
import com.github.dockerjava.api.exception.DockerException;
import com.github.dockerjava.api.model.ContainerNetwork;
import com.github.dockerjava.api.model.Network.Ipam;
import io.socketionats.conformance.UnavailableException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The internal network that carries NATS. It gives out its addresses itself, so that a container
 * which has been taken off it comes back under its own.
 */
final class NatsNetwork {
  private static final int TRIES = 20;
  private static final int FIRST = 2; // the one before is the engine's own

  private final DockerClient docker;
  private final String id;
  private final String subnet;
  private final AtomicInteger given = new AtomicInteger(FIRST);

  private NatsNetwork(DockerClient docker, String id, String subnet) {
    this.docker = docker;
    this.id = id;
    this.subnet = subnet;
  }

  /**
   * The engine finds a free range, but lets nobody choose addresses in a range that it has found by
   * itself; so a second network is made that asks for the range of the first.
   */
  static NatsNetwork create(Inventory inventory) {
    DockerClient docker = inventory.docker();
    for (int i = 0; i < TRIES; i++) {
      String found = network(inventory, null);
      String subnet = subnetOf(docker, found);
      inventory.removeNetwork(found);
      try {
        return new NatsNetwork(docker, network(inventory, subnet), subnet);
      } catch (DockerException e) {
        if (!String.valueOf(e.getMessage()).contains("overlaps")) {
          throw e;
        }
        // another run was given the range in between
      }
    }
    throw new UnavailableException(
        "no containers: the Docker engine gave no network a range of addresses that was still free a moment later, %d times"
            .formatted(TRIES));
  }

  private static String network(Inventory inventory, String subnet) {
    var command =
        inventory
            .docker()
            .createNetworkCmd()
            .withName("interop-bus-" + UUID.randomUUID())
            .withCheckDuplicate(true)
            .withInternal(true)
            .withLabels(RunOwner.labels());
    if (subnet != null) {
      command.withIpam(new Ipam().withConfig(new Ipam.Config().withSubnet(subnet)));
    }
    String id = command.exec().getId();
    inventory.addNetwork(id);
    return id;
  }

  private static String subnetOf(DockerClient docker, String network) {
    return docker.inspectNetworkCmd().withNetworkId(network).exec().getIpam().getConfig().stream()
        .map(Ipam.Config::getSubnet)
        .filter(range -> range.contains("."))
        .findFirst()
        .orElseThrow(
            () -> new UnavailableException("no containers: a network has no IPv4 addresses"));
  }

  /** An address that nobody else on this network gets. */
  String nextAddress() {
    return address(subnet, given.getAndIncrement());
  }

  /** The address with this number in a range such as {@code 10.1.2.0/24}. */
  static String address(String subnet, int number) {
    String[] parts = subnet.split("/");
    int bits = 32 - Integer.parseInt(parts[1]);
    if (number >= (1L << bits) - 1) {
      throw new UnavailableException("the network %s has no address left".formatted(subnet));
    }
    try {
      BigInteger first = new BigInteger(1, InetAddress.getByName(parts[0]).getAddress());
      byte[] bytes = first.add(BigInteger.valueOf(number)).toByteArray();
      byte[] address = new byte[4];
      int count = Math.min(4, bytes.length);
      System.arraycopy(bytes, bytes.length - count, address, 4 - count, count);
      return InetAddress.getByAddress(address).getHostAddress();
    } catch (UnknownHostException e) {
      throw new IllegalArgumentException("no range of addresses: " + subnet, e);
    }
  }

  /** Puts a container on this network under an address. */
  void connect(String container, String address) {
    docker
        .connectToNetworkCmd()
        .withNetworkId(id)
        .withContainerId(container)
        .withContainerNetwork(
            new ContainerNetwork()
                .withIpamConfig(new ContainerNetwork.Ipam().withIpv4Address(address)))
        .exec();
  }

  /** Takes a container off this network; whatever is in it sees its interface vanish. */
  void disconnect(String container) {
    docker.disconnectFromNetworkCmd().withNetworkId(id).withContainerId(container).exec();
  }
}

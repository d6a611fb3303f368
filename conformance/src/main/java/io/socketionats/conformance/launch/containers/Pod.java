package io.socketionats.conformance.launch.containers;

import java.util.Arrays;

/**
 * A place for one program: an idle container that holds an address on the bus and published ports.
 * The program's own container joins its network, and can be replaced without a change of address.
 */
final class Pod {
  private final HarnessContainer holder;
  private final NatsNetwork bus;
  private final String address;

  private Pod(HarnessContainer holder, NatsNetwork bus, String address) {
    this.holder = holder;
    this.bus = bus;
    this.address = address;
  }

  /**
   * @param image of nats-server, which does nothing here and needs little for it
   * @param clients the network whose ports are published. The engine publishes on the network whose
   *     name sorts first; the bus is internal, and so cannot be meant
   */
  static Pod start(
      Inventory inventory, String image, String clients, NatsNetwork bus, int... ports) {
    HarnessContainer holder =
        new HarnessContainer(image, inventory)
            .publishing(Arrays.stream(ports).boxed().toList())
            .withNetworkMode(clients)
            .withCommand("--addr", "127.0.0.1", "--port", "-1");
    holder.start();
    Pod pod = new Pod(holder, bus, bus.nextAddress());
    pod.connect();
    return pod;
  }

  /** A container in this pod; it is not started yet. */
  HarnessContainer container(String image, Inventory inventory) {
    return new HarnessContainer(image, inventory).withNetworkMode("container:" + id());
  }

  String id() {
    return holder.getContainerId();
  }

  /** On the bus. */
  String address() {
    return address;
  }

  /** The port of the harness's side that leads to a port inside. */
  int port(int inside) {
    return holder.getMappedPort(inside);
  }

  /** Puts it on the bus, under the address that it always has there. */
  void connect() {
    bus.connect(id(), address);
  }

  /** Takes it off the bus; its published ports stay. */
  void disconnect() {
    bus.disconnect(id());
  }
}

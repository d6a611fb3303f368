package io.socketionats.conformance.launch.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;

/**
 * Keeps the ports of a server that is away for its return. Ports of the operating system's choice
 * are also the ones that it gives to outgoing connections, so that any program may get them while
 * nobody is there. A socket that is bound and does not listen prevents that, and connections are
 * refused as before.
 */
final class HeldPorts implements AutoCloseable {
  private final List<Socket> held = new ArrayList<>();

  private HeldPorts() {}

  /** Holds these ports of 127.0.0.1; one that somebody else has by now is not held. */
  static HeldPorts of(List<Integer> ports) {
    HeldPorts holder = new HeldPorts();
    ports.forEach(holder::hold);
    return holder;
  }

  private void hold(int port) {
    try {
      Socket socket = new Socket();
      try {
        socket.setReuseAddress(true); // connections of the server that was there may be closing
        socket.bind(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), port));
        held.add(socket);
      } catch (IOException e) {
        socket.close();
      }
    } catch (IOException e) {
      throw new AssertionError("a socket that is not connected cannot fail to close", e);
    }
  }

  /** Gives the ports back. */
  @Override
  public void close() {
    for (Socket socket : held) {
      try {
        socket.close();
      } catch (IOException e) {
        throw new AssertionError("a socket that is not connected cannot fail to close", e);
      }
    }
    held.clear();
  }
}

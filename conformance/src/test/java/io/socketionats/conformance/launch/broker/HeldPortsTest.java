package io.socketionats.conformance.launch.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.util.List;
import org.junit.jupiter.api.Test;

class HeldPortsTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** A port on which a server has served a client, and that it has left. */
  private static int left() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
        Socket client = new Socket(LOOPBACK, server.getLocalPort())) {
      server.accept().close();
      assertThat(client.getInputStream().read()).isEqualTo(-1);
      return server.getLocalPort();
    }
  }

  @Test
  void refusesConnectionsToAHeldPort() throws IOException {
    int port = left();
    try (HeldPorts held = HeldPorts.of(List.of(port))) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> new Socket(LOOPBACK, port).close())
          .isInstanceOf(ConnectException.class);
    }
  }

  @Test
  void letsNoOutgoingConnectionHaveAHeldPort() throws IOException {
    int port = left();
    try (HeldPorts held = HeldPorts.of(List.of(port));
        Socket other = new Socket()) {
      assertThat(held).isNotNull();
      assertThatThrownBy(() -> other.bind(new InetSocketAddress(LOOPBACK, port)))
          .isInstanceOf(SocketException.class);
    }
  }

  @Test
  void givesThePortBackForAServer() throws IOException {
    int port = left();
    HeldPorts.of(List.of(port)).close();

    try (ServerSocket server = new ServerSocket(port, 1, LOOPBACK)) {
      assertThat(server.getLocalPort()).isEqualTo(port);
    }
  }

  @Test
  void leavesAPortToWhoHasItAlready() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK);
        HeldPorts held = HeldPorts.of(List.of(server.getLocalPort()));
        Socket client = new Socket(LOOPBACK, server.getLocalPort())) {
      assertThat(held).isNotNull();
      assertThat(client.isConnected()).isTrue();
    }
  }
}

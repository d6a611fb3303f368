package io.socketionats.conformance.launch.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The proxy in front of a server that says everything back. */
class FaultProxyTest {
  private static final int PATIENCE_MS = 10_000;
  private static final int MOMENT_MS = 60;

  private ServerSocket echo;
  private Thread server;
  private FaultProxy proxy;

  @BeforeEach
  void start() throws IOException {
    echo = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    server = new Thread(this::echo);
    server.setDaemon(true);
    server.start();
    proxy =
        FaultProxy.to(new InetSocketAddress(InetAddress.getLoopbackAddress(), echo.getLocalPort()));
  }

  @AfterEach
  void stop() throws Exception {
    proxy.close();
    endEcho();
  }

  /** A connection can still be let in until the thread that waits for one has noticed. */
  private void endEcho() throws Exception {
    echo.close();
    server.join();
  }

  private void echo() {
    try {
      while (true) {
        Socket client = echo.accept();
        Thread answering =
            new Thread(
                () -> {
                  try (client) {
                    client.getInputStream().transferTo(client.getOutputStream());
                  } catch (IOException e) {
                    // the other side has gone
                  }
                });
        answering.setDaemon(true);
        answering.start();
      }
    } catch (IOException e) {
      // closed
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket();
    socket.connect(proxy.address(), PATIENCE_MS);
    socket.setSoTimeout(PATIENCE_MS);
    return socket;
  }

  private static void say(Socket socket, int value) throws IOException {
    socket.getOutputStream().write(value);
  }

  private static void requireSilence(Socket socket) throws IOException {
    socket.setSoTimeout(MOMENT_MS);
    assertThatThrownBy(() -> socket.getInputStream().read())
        .isInstanceOf(SocketTimeoutException.class);
    socket.setSoTimeout(PATIENCE_MS);
  }

  @Test
  void handsOnAllBytesInOrder() throws Exception {
    byte[] sent = new byte[3_000_000];
    new Random(7).nextBytes(sent);
    try (Socket socket = connect()) {
      Thread writer =
          new Thread(
              () -> {
                try {
                  socket.getOutputStream().write(sent);
                } catch (IOException e) {
                  throw new IllegalStateException(e);
                }
              });
      writer.start();

      assertThat(socket.getInputStream().readNBytes(sent.length)).isEqualTo(sent);
      writer.join();
    }
  }

  @Test
  void handsOnTheEndOfAConnection() throws IOException {
    try (Socket socket = connect()) {
      say(socket, 1);
      assertThat(socket.getInputStream().read()).isEqualTo(1);
    }
    await().until(() -> proxy.connections() == 0);
  }

  @Test
  void delaysEachDirection() throws IOException {
    proxy.latency(Duration.ofMillis(40));
    try (Socket socket = connect()) {
      long begin = System.nanoTime();
      say(socket, 1);
      assertThat(socket.getInputStream().read()).isEqualTo(1);

      assertThat(Duration.ofNanos(System.nanoTime() - begin))
          .isGreaterThanOrEqualTo(Duration.ofMillis(80));
    }
  }

  @Test
  void swallowsUntilItHeals() throws IOException {
    try (Socket socket = connect()) {
      say(socket, 1);
      assertThat(socket.getInputStream().read()).isEqualTo(1);
      proxy.blackHole();
      say(socket, 2);
      say(socket, 3);
      requireSilence(socket);

      proxy.heal();

      assertThat(socket.getInputStream().read()).isEqualTo(2);
      assertThat(socket.getInputStream().read()).isEqualTo(3);
    }
  }

  @Test
  void takesConnectionsIntoTheBlackHole() throws IOException {
    proxy.blackHole();
    try (Socket socket = connect()) {
      say(socket, 1);
      requireSilence(socket);

      proxy.heal();

      assertThat(socket.getInputStream().read()).isEqualTo(1);
    }
  }

  @Test
  void resetsConnectionsAndServesNewOnes() throws IOException {
    try (Socket socket = connect()) {
      say(socket, 1);
      assertThat(socket.getInputStream().read()).isEqualTo(1);

      proxy.reset();

      assertThatThrownBy(() -> socket.getInputStream().read())
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("reset");
    }
    try (Socket socket = connect()) {
      say(socket, 2);
      assertThat(socket.getInputStream().read()).isEqualTo(2);
    }
  }

  @Test
  void refusesUntilItHealsOnTheSamePort() throws IOException {
    try (Socket socket = connect()) {
      say(socket, 1);
      assertThat(socket.getInputStream().read()).isEqualTo(1);

      proxy.refuse();

      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
    }
    InetSocketAddress before = proxy.address();
    proxy.heal();
    assertThat(proxy.address()).isEqualTo(before);
    try (Socket socket = connect()) {
      say(socket, 2);
      assertThat(socket.getInputStream().read()).isEqualTo(2);
    }
  }

  /** The reset can come as soon as the connection stands, or while the client waits for a byte. */
  @Test
  void resetsWhoComesWhenTheTargetIsAway() throws Exception {
    endEcho();

    assertThatThrownBy(
            () -> {
              try (Socket socket = connect()) {
                assertThat(socket.getInputStream().read()).isNegative();
              }
            })
        .isInstanceOf(SocketException.class)
        .hasMessageContaining("reset");
  }

  @Test
  void endsEverythingWhenItCloses() throws IOException {
    try (Socket socket = connect()) {
      say(socket, 1);
      assertThat(socket.getInputStream().read()).isEqualTo(1);
      proxy.blackHole();

      proxy.close();

      assertThatThrownBy(() -> socket.getInputStream().read()).isInstanceOf(SocketException.class);
      assertThatThrownBy(this::connect).isInstanceOf(ConnectException.class);
      assertThat(proxy.connections()).isZero();
    }
  }
}

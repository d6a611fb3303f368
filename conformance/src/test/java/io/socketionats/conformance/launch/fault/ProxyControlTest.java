package io.socketionats.conformance.launch.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.launch.node.ControlConnection;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ProxyControlTest {
  private static final Duration LIMIT = Duration.ofSeconds(20);
  private static final String HOST = "127.0.0.1";

  private ServerSocket echo;
  private Thread server;
  private ProxyControl ways;

  @BeforeEach
  void start() throws IOException {
    echo = new ServerSocket(0, 50, InetAddress.getByName(HOST));
    daemon(this::serveEcho);
    ServerSocket listener = new ServerSocket(0, 1, InetAddress.getByName(HOST));
    server = daemon(() -> serve(listener));
    ways =
        new ProxyControl(ControlConnection.open(HOST, listener.getLocalPort(), LIMIT, () -> true));
  }

  @AfterEach
  void end() throws IOException {
    ways.close();
    echo.close();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static void serve(ServerSocket listener) {
    try (listener) {
      ProxyServer.serve(listener);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private void serveEcho() {
    try {
      while (true) {
        Socket client = echo.accept();
        daemon(
            () -> {
              try (client) {
                client.getInputStream().transferTo(client.getOutputStream());
              } catch (IOException e) {
                // reset
              }
            });
      }
    } catch (IOException e) {
      // closed
    }
  }

  private int open() {
    return ways.open("a", HOST, echo.getLocalPort());
  }

  private static int roundTrip(Socket socket) throws IOException {
    socket.getOutputStream().write('x');
    return socket.getInputStream().read();
  }

  @Test
  void leadToTheirTarget() throws IOException {
    try (Socket socket = new Socket(HOST, open())) {
      assertThat(roundTrip(socket)).isEqualTo('x');
    }
  }

  @Test
  void areSlowWhenToldSo() throws IOException {
    try (Socket socket = new Socket(HOST, open())) {
      ways.slow("a", 60);
      long begin = System.nanoTime();
      assertThat(roundTrip(socket)).isEqualTo('x');
      assertThat(Duration.ofNanos(System.nanoTime() - begin)).isGreaterThan(Duration.ofMillis(119));
    }
  }

  @Test
  void refuseUntilTheyAreHealed() throws IOException {
    int port = open();
    ways.refuse("a");
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> new Socket(HOST, port));

    ways.heal("a");
    try (Socket socket = new Socket(HOST, port)) {
      assertThat(roundTrip(socket)).isEqualTo('x');
    }
  }

  @Test
  void saySoWhenTheyDoNotKnowAName() {
    assertThatExceptionOfType(UnavailableException.class)
        .isThrownBy(() -> ways.refuse("b"))
        .withMessage("the program of fault proxies says {\"ok\":false,\"error\":\"no way 'b'\"}");
  }

  @Test
  void endWithTheirControlConnection() throws InterruptedException {
    int port = open();
    ways.close();

    server.join();
    assertThatExceptionOfType(IOException.class).isThrownBy(() -> new Socket(HOST, port));
  }
}

package io.socketionats.conformance.launch.node;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.socketionats.conformance.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ControlConnectionTest {
  private static final InetAddress LOOPBACK = InetAddress.getLoopbackAddress();

  /** So short that it cuts short every try. */
  private static final Duration SHORT = Duration.ofMillis(400);

  private static void listen(ServerSocket server, int port) {
    try {
      server.bind(new InetSocketAddress(LOOPBACK, port));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Nobody listens at first; after that connections are taken, and nothing is said on them. */
  @Test
  void aTryThatTheLimitCutsShortDoesNotHideWhatTheOthersSaid() throws IOException {
    try (Socket holder = new Socket();
        ServerSocket silent = new ServerSocket()) {
      holder.setReuseAddress(true);
      silent.setReuseAddress(true);
      holder.bind(new InetSocketAddress(LOOPBACK, 0));
      int port = holder.getLocalPort();

      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(
              () ->
                  ControlConnection.open(
                      "127.0.0.1",
                      port,
                      SHORT,
                      () -> {
                        if (!silent.isBound()) {
                          listen(silent, port);
                        }
                        return true;
                      }))
          .withMessage(
              "no node takes control at 127.0.0.1:%d within 0 s: Connection refused", port);
    }
  }

  @Test
  void saysWhenConnectionsAreNotAnswered() throws IOException {
    List<Socket> waiting = new ArrayList<>();
    try (ServerSocket full = new ServerSocket(0, 1, LOOPBACK)) {
      boolean answered = true;
      while (answered) {
        Socket socket = new Socket();
        waiting.add(socket);
        try {
          socket.connect(full.getLocalSocketAddress(), 200);
        } catch (SocketTimeoutException e) {
          answered = false;
        }
      }

      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(
              () -> ControlConnection.open("127.0.0.1", full.getLocalPort(), SHORT, () -> true))
          .withMessageEndingWith(": it does not answer");
    } finally {
      for (Socket socket : waiting) {
        socket.close();
      }
    }
  }
}

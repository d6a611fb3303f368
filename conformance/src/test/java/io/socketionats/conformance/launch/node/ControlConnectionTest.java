package io.socketionats.conformance.launch.node;

import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.socketionats.conformance.UnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ControlConnectionTest {
  private static final Duration LIMIT = Duration.ofSeconds(2);
  private static final Duration SILENT_AFTER = Duration.ofMillis(1900);

  /** Closes connections at once, and keeps the one that comes just before the limit. */
  private static void closeThenKeep(ServerSocket server) {
    long begin = System.nanoTime();
    try {
      while (true) {
        Socket taken = server.accept();
        if (System.nanoTime() - begin < SILENT_AFTER.toNanos()) {
          taken.close();
        }
      }
    } catch (IOException e) {
      // the test has ended
    }
  }

  @Test
  void aTryThatTheLimitCutsShortDoesNotHideWhatTheOthersSaid() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      Thread closing = new Thread(() -> closeThenKeep(server), "closes connections");
      closing.setDaemon(true);
      closing.start();
      int port = server.getLocalPort();

      assertThatExceptionOfType(UnavailableException.class)
          .isThrownBy(() -> ControlConnection.open("127.0.0.1", port, LIMIT, () -> true))
          .withMessage(
              "no node takes control at 127.0.0.1:%d within 2 s: the connection is closed at once",
              port);
    }
  }
}

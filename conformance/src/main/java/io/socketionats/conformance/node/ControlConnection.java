package io.socketionats.conformance.node;

import io.socketionats.conformance.UnavailableException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One TCP connection that carries control lines; the node says its hello as the first of them. */
public final class ControlConnection implements Closeable {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

  private final Socket socket;
  private final InputStream answers;

  private ControlConnection(Socket socket, InputStream answers) {
    this.socket = socket;
    this.answers = answers;
  }

  /**
   * Connects as soon as the node is there: a port that is published for a container takes
   * connections before the node does, so only a connection on which something was said counts.
   *
   * @param alive whether it makes sense to try on
   * @throws UnavailableException when the node ends, or says nothing within the limit
   */
  public static ControlConnection open(
      String host, int port, Duration limit, BooleanSupplier alive) {
    long end = System.nanoTime() + limit.toNanos();
    String reason = "nobody listens";
    while (System.nanoTime() < end) {
      try {
        Socket socket = new Socket();
        try {
          socket.connect(new InetSocketAddress(host, port), (int) limit.toMillis());
          socket.setTcpNoDelay(true);
          InputStream answers = new BufferedInputStream(socket.getInputStream());
          answers.mark(1);
          if (answers.read() >= 0) {
            answers.reset();
            return new ControlConnection(socket, answers);
          }
          socket.close();
          reason = "the connection is closed at once";
        } catch (IOException e) {
          socket.close();
          reason = e.getMessage();
        }
      } catch (IOException e) {
        reason = e.getMessage();
      }
      if (!alive.getAsBoolean()) {
        throw new UnavailableException("the node ended before it was ready");
      }
      LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
    }
    throw new UnavailableException(
        "no node takes control at %s:%d within %d s: %s"
            .formatted(host, port, limit.toSeconds(), reason));
  }

  public OutputStream requests() throws IOException {
    return socket.getOutputStream();
  }

  public InputStream answers() {
    return answers;
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // it is as good as closed
    }
  }
}

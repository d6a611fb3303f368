package io.socketionats.conformance.launch.node;

import io.socketionats.conformance.UnavailableException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** One TCP connection that carries control lines; the first of them is the node's hello. */
public final class ControlConnection implements Closeable {
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

  /** A try that the limit cuts short sooner than this tells less than the tries before it. */
  private static final Duration TELLING_TRY = Duration.ofMillis(500);

  private final Socket socket;
  private final InputStream answers;

  private ControlConnection(Socket socket, InputStream answers) {
    this.socket = socket;
    this.answers = answers;
  }

  /**
   * Connects as soon as the node is there: a port that is published for a container takes
   * connections before the node does, so only a connection on which something comes counts.
   *
   * @param alive whether it makes sense to try on
   * @throws UnavailableException when the node ends, or sends nothing within the limit
   */
  public static ControlConnection open(
      String host, int port, Duration limit, BooleanSupplier alive) {
    long end = System.nanoTime() + limit.toNanos();
    String reason = "";
    while (System.nanoTime() < end) {
      boolean cutShort = end - System.nanoTime() < TELLING_TRY.toNanos();
      try {
        return tryOnce(new InetSocketAddress(host, port), end);
      } catch (SocketTimeoutException e) {
        if (!cutShort || reason.isEmpty()) {
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

  private static ControlConnection tryOnce(InetSocketAddress address, long end) throws IOException {
    Socket socket = new Socket();
    try {
      socket.connect(address, left(end));
      socket.setTcpNoDelay(true);
      socket.setSoTimeout(left(end));
      InputStream answers = new BufferedInputStream(socket.getInputStream());
      answers.mark(1);
      if (answers.read() < 0) {
        throw new IOException("the connection is closed at once");
      }
      answers.reset();
      socket.setSoTimeout(0);
      return new ControlConnection(socket, answers);
    } catch (SocketTimeoutException e) {
      String reason =
          socket.isConnected()
              ? "nothing is said there; is another control connection open?"
              : "it does not answer";
      socket.close();
      throw new SocketTimeoutException(reason);
    } catch (IOException e) {
      socket.close();
      throw e;
    }
  }

  /** Milliseconds, at least one: none would mean for ever. */
  private static int left(long end) {
    return (int) Math.max(1, (end - System.nanoTime()) / 1_000_000);
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

package io.socketionats.conformance.containers;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.node.Carrier;
import io.socketionats.conformance.node.ControlConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/** A node in a container, driven over its published control port. It starts in the background. */
final class ContainerCarrier implements Carrier {
  static final int SOCKETIO_PORT = 3000;
  static final int CONTROL_PORT = 7000;
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);

  private final Dual container;
  private final String host;
  private final CompletableFuture<ControlConnection> control;
  private volatile boolean removed;

  ContainerCarrier(Dual container, String host) {
    this.container = container;
    this.host = host;
    this.control = CompletableFuture.supplyAsync(this::start, ContainerCarrier::background);
  }

  private static void background(Runnable task) {
    Thread thread = new Thread(task, "starts a container");
    thread.setDaemon(true);
    thread.start();
  }

  private ControlConnection start() {
    container.start();
    return ControlConnection.open(
        host, container.getMappedPort(CONTROL_PORT), CONNECT_LIMIT, container::isRunning);
  }

  @Override
  public OutputStream requests() {
    return new OutputStream() {
      @Override
      public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
      }

      @Override
      public void write(byte[] bytes, int from, int count) throws IOException {
        connection().requests().write(bytes, from, count);
      }

      @Override
      public void flush() throws IOException {
        connection().requests().flush();
      }

      @Override
      public void close() throws IOException {
        if (control.isDone() && !control.isCompletedExceptionally()) {
          control.join().close();
        }
      }
    };
  }

  @Override
  public InputStream answers() throws IOException {
    return connection().answers();
  }

  private ControlConnection connection() throws IOException {
    try {
      return control.join();
    } catch (CompletionException e) {
      throw new IOException(e.getCause().getMessage(), e.getCause());
    }
  }

  /**
   * Its end shows as the end of the control connection; asking the engine each time would cost more
   * than it tells.
   */
  @Override
  public boolean isAlive() {
    return !removed;
  }

  @Override
  public Optional<Integer> exitStatus(Duration limit) {
    if (removed || container.getContainerId() == null) {
      return Optional.of(0);
    }
    try {
      Long status = container.getCurrentContainerInfo().getState().getExitCodeLong();
      return container.isRunning() || status == null
          ? Optional.empty()
          : Optional.of(status.intValue());
    } catch (RuntimeException e) {
      return Optional.empty(); // the engine knows it no longer
    }
  }

  @Override
  public long pid() {
    return container.getCurrentContainerInfo().getState().getPidLong();
  }

  @Override
  public URI reachable(URI url) {
    return URI.create("http://%s:%d".formatted(host, container.getMappedPort(SOCKETIO_PORT)));
  }

  @Override
  public String byHand() {
    return "its image: " + container.getDockerImageName();
  }

  /** A container leaves something behind even when the node has ended. */
  @Override
  public void end(Duration limit) {
    kill();
  }

  @Override
  public void kill() {
    removed = true;
    try {
      control.join().close();
    } catch (CompletionException | UnavailableException e) {
      // it never came up
    }
    container.stop();
  }
}

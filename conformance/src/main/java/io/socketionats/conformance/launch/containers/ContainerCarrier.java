package io.socketionats.conformance.launch.containers;

import static org.awaitility.Awaitility.await;

import io.socketionats.conformance.UnavailableException;
import io.socketionats.conformance.launch.node.Carrier;
import io.socketionats.conformance.launch.node.ControlConnection;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.awaitility.core.ConditionTimeoutException;

/**
 * A node in a container of its own in a pod, driven over its published control port. It starts in
 * the background.
 */
final class ContainerCarrier implements Carrier {
  static final int SOCKETIO_PORT = 3000;
  static final int CONTROL_PORT = 7000;
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(30);
  private static final Duration END_LIMIT = Duration.ofSeconds(10);
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(300);

  private final Pods pods;
  private final Inventory inventory;
  private final String host;
  private final CompletableFuture<Pod> pod;
  private volatile boolean leavingPlace = true;
  private final CompletableFuture<HarnessContainer> program;
  private final CompletableFuture<ControlConnection> control;
  private volatile boolean removed;

  /**
   * @param pod where it runs
   * @param pods where its pod goes when it has ended
   * @param container makes the node's container for a pod
   * @param host where published ports are reached
   */
  ContainerCarrier(
      CompletableFuture<Pod> pod,
      Pods pods,
      Function<Pod, HarnessContainer> container,
      Inventory inventory,
      String host) {
    this.pods = pods;
    this.inventory = inventory;
    this.host = host;
    this.pod = pod;
    this.program =
        pod.thenCompose(
            place ->
                EngineThreads.start(
                    () -> {
                      HarnessContainer made = container.apply(place);
                      made.start();
                      return made;
                    }));
    this.control = program.thenCompose(made -> EngineThreads.start(() -> connect(made)));
  }

  private ControlConnection connect(HarnessContainer made) {
    return ControlConnection.open(
        host, pod.join().port(CONTROL_PORT), CONNECT_LIMIT, nowAndThen(made::isRunning));
  }

  /** Asking the engine at each try would cost more than the start of the node. */
  private static BooleanSupplier nowAndThen(BooleanSupplier asked) {
    long[] last = {System.nanoTime()};
    return () -> {
      if (System.nanoTime() - last[0] < BETWEEN_LOOKS.toNanos()) {
        return true;
      }
      last[0] = System.nanoTime();
      return asked.getAsBoolean();
    };
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
        disconnect();
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
      throw new IOException(EngineThreads.reason(e), e.getCause());
    }
  }

  private void disconnect() {
    if (control.isDone() && !control.isCompletedExceptionally()) {
      control.join().close();
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
    if (removed || !program.isDone() || program.isCompletedExceptionally()) {
      return Optional.empty();
    }
    try {
      return await("its end")
          .atMost(limit)
          .pollDelay(Duration.ZERO)
          .pollInterval(Duration.ofMillis(50))
          .until(this::status, Optional::isPresent);
    } catch (ConditionTimeoutException e) {
      return Optional.empty();
    }
  }

  private Optional<Integer> status() {
    try {
      var state = program.join().getCurrentContainerInfo().getState();
      return Boolean.TRUE.equals(state.getRunning())
          ? Optional.empty()
          : Optional.ofNullable(state.getExitCodeLong()).map(Long::intValue);
    } catch (RuntimeException e) {
      return Optional.empty(); // the engine knows it no longer
    }
  }

  @Override
  public String withoutStatus(String closed) {
    return program.isCompletedExceptionally()
        ? "its container could not be started: " + failure()
        : closed + " but lives on";
  }

  private String failure() {
    try {
      program.join();
      return "";
    } catch (CompletionException e) {
      return EngineThreads.reason(e);
    }
  }

  @Override
  public long pid() {
    return program.join().getCurrentContainerInfo().getState().getPidLong();
  }

  @Override
  public URI reachable(URI url) {
    return URI.create("http://%s:%d".formatted(host, pod.join().port(SOCKETIO_PORT)));
  }

  @Override
  public String byHand() {
    return program.isDone() && !program.isCompletedExceptionally()
        ? "its image: " + program.join().getDockerImageName()
        : "";
  }

  /** A container leaves something behind even when the node has ended. */
  @Override
  public void end(Duration limit) {
    kill();
  }

  /** Returns when the node has ended; its container goes in the background. */
  @Override
  public void kill() {
    if (removed) {
      return;
    }
    removed = true;
    try {
      String id =
          EngineThreads.await("starting a container", program, HaltHook.limit(END_LIMIT))
              .getContainerId();
      inventory.kill(id);
      disconnect();
      EngineThreads.run(() -> inventory.remove(id)).thenRun(this::leavePlace);
    } catch (UnavailableException e) {
      // it never came up, or the engine hangs; what is left goes with the runtime
    }
  }

  private void leavePlace() {
    if (leavingPlace) {
      pods.giveBack(pod.join());
    }
  }

  /** Its place stays free for a successor. */
  @Override
  public void killInPlace() {
    leavingPlace = false;
    kill();
  }

  /** Where it runs. */
  Pod pod() {
    return pod.join();
  }

  /** The node's own container. */
  String container() {
    return program.join().getContainerId();
  }
}

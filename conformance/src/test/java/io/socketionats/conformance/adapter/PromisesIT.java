package io.socketionats.conformance.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Nats;
import io.socket.client.IO;
import io.socket.client.Socket;
import io.socketionats.adapter.AdapterListener;
import io.socketionats.adapter.DropCause;
import io.socketionats.adapter.NatsAdapter;
import io.socketionats.adapter.NatsEmitter;
import io.socketionats.conformance.launch.broker.NatsServer;
import io.socketionats.conformance.launch.broker.NatsServerFinder;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * What the adapter promises whatever NATS does, with a real nats-server that is killed, started
 * again and stopped in its tracks.
 */
@SuppressWarnings("try") // resources that are there to be closed
@Timeout(value = 4, unit = TimeUnit.MINUTES) // a promise that is broken may be a wait for ever
@Execution(ExecutionMode.CONCURRENT)
class PromisesIT {
  /** A time limit of the adapter, and what a busy machine may add. */
  private static final Duration PROMISE = Duration.ofSeconds(5 + 3);

  /** An answer that takes longer comes too late, or not at all. */
  private static final Duration LATE = Duration.ofSeconds(4);

  /**
   * For calls that do not wait. The adapter promises no time: it is what a busy machine may add,
   * and a wait for NATS takes longer.
   */
  private static final Duration AT_ONCE = Duration.ofSeconds(2);

  private static final int THREADS = 4;
  private static final int BURST = 200;
  private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
  private static final int KILLS = 10;

  /** Longer than {@link #AT_ONCE}, so that a call that waits for NATS to come back is seen. */
  private static final Duration AWAY = Duration.ofSeconds(3);

  private static final int ROUNDS = 1_000;

  @TempDir Path folder;
  private NatsServer nats;

  @BeforeEach
  void start() {
    nats = NatsServer.start(NatsServerFinder.ofThisProcess(line -> {}).find(), folder);
  }

  @AfterEach
  void stop() {
    nats.close();
  }

  private static Duration standstill() {
    return Duration.ofSeconds(Long.getLong("standstill.seconds", 15));
  }

  /**
   * The longest call of those that ran at once in {@link #THREADS} threads until told to end. They
   * come in bursts: thousands in a second fill every queue, and leave processors to others.
   */
  private static final class Emitting implements AutoCloseable {
    private final ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    private final AtomicBoolean end = new AtomicBoolean();
    private final AtomicLong longest = new AtomicLong();
    private final LongAdder calls = new LongAdder();
    private final List<Future<?>> running = new ArrayList<>();

    Emitting(Runnable emit) {
      for (int i = 0; i < THREADS; i++) {
        running.add(
            pool.submit(
                () -> {
                  while (!end.get()) {
                    for (int call = 0; call < BURST; call++) {
                      long begin = System.nanoTime();
                      emit.run();
                      longest.accumulateAndGet(System.nanoTime() - begin, Math::max);
                      calls.increment();
                    }
                    LockSupport.parkNanos(PAUSE_NANOS);
                  }
                }));
      }
    }

    Duration longest() throws Exception {
      end.set(true);
      for (Future<?> thread : running) {
        thread.get(30, TimeUnit.SECONDS);
      }
      assertThat(calls.sum()).isGreaterThan(1_000);
      Duration result = Duration.ofNanos(longest.get());
      System.out.println("longest of " + calls.sum() + " emits: " + result.toMillis() + " ms");
      return result;
    }

    @Override
    public void close() {
      end.set(true);
      pool.shutdownNow();
    }
  }

  @Test
  void noEmitWaitsWhileNatsIsKilledAndStartedAgain() throws Exception {
    Queue<ConnectionListener.Events> events = new ConcurrentLinkedQueue<>();
    AdapterListener listener =
        new AdapterListener() {
          @Override
          public void connection(ConnectionListener.Events event) {
            events.add(event);
          }
        };
    try (NatsAdapter adapter =
            NatsAdapter.builder().servers(nats.url()).listener(listener).build();
        NatsEmitter emitter =
            NatsEmitter.builder().servers(nats.url()).listener(new AdapterListener() {}).build();
        Emitting emitting =
            new Emitting(
                () -> {
                  adapter.to("a").emit("m", "x");
                  emitter.to("a").emit("m", "x");
                })) {
      for (int kill = 0; kill < KILLS; kill++) {
        events.clear();
        nats.kill();
        await()
            .atMost(30, TimeUnit.SECONDS)
            .until(() -> events.contains(ConnectionListener.Events.DISCONNECTED));
        Thread.sleep(AWAY.toMillis()); // the outage itself, not a wait for something
        nats.startAgain();
        await()
            .atMost(60, TimeUnit.SECONDS)
            .until(() -> events.contains(ConnectionListener.Events.RESUBSCRIBED));
      }
      assertThat(emitting.longest()).isLessThan(AT_ONCE);
      adapter.flush().toCompletableFuture().get(PROMISE.toSeconds(), TimeUnit.SECONDS);
      assertThat(adapter.counters().publishFailures()).isPositive();
    }
  }

  @Test
  void everyFutureEndsInTimeAndClientsAreServedWhileNatsStandsStill() throws Exception {
    List<CompletableFuture<Void>> futures = new ArrayList<>();
    Queue<Duration> took = new ConcurrentLinkedQueue<>();
    NatsAdapter adapter =
        NatsAdapter.builder().servers(nats.url()).listener(new AdapterListener() {}).build();
    SocketIOServer server = server(adapter);
    server.start();
    Socket client = client(server);
    try {
      await().until(client::connected);
      await().until(() -> !server.getAllClients().isEmpty());
      SocketIOClient here = server.getAllClients().iterator().next();
      LongAdder received = new LongAdder();
      client.on("local", arguments -> received.increment());
      try (PausedProcess standstill = new PausedProcess(nats.pid());
          Emitting emitting = new Emitting(() -> adapter.to("nobody").emit("m", "x"))) {
        long end = System.nanoTime() + standstill().toNanos();
        int room = 0;
        while (System.nanoTime() < end || adapter.counters().dropped(DropCause.QUEUE_FULL) == 0) {
          long begin = System.nanoTime();
          String name = "room" + room++;
          futures.add(timed(adapter.join(here, name).toCompletableFuture(), begin, took));
          futures.add(timed(adapter.flush().toCompletableFuture(), begin, took));
          futures.add(timed(adapter.leave(here, name).toCompletableFuture(), begin, took));
          long before = received.sum();
          adapter.of("/").local().emit("local");
          await().atMost(5, TimeUnit.SECONDS).until(() -> received.sum() > before);
        }
        long begin = System.nanoTime();
        adapter.addNamespace(server, "/late");
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PROMISE);
        for (CompletableFuture<Void> future : futures) {
          ended(future);
        }
        assertThat(took).hasSameSizeAs(futures).allMatch(time -> time.compareTo(PROMISE) < 0);
        assertThat(emitting.longest()).isLessThan(AT_ONCE);
      }
      await()
          .atMost(60, TimeUnit.SECONDS)
          .until(() -> !adapter.flush().toCompletableFuture().handle((x, e) -> e != null).get());
      assertThat(client.connected()).isTrue();
    } finally {
      client.disconnect();
      adapter.close();
      stopInTheBackground(server);
    }
  }

  private static CompletableFuture<Void> timed(
      CompletableFuture<Void> future, long begin, Queue<Duration> took) {
    return future.whenComplete(
        (done, failure) -> took.add(Duration.ofNanos(System.nanoTime() - begin)));
  }

  private static void ended(CompletableFuture<Void> future) throws Exception {
    try {
      future.get(PROMISE.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      assertThat(e.getCause()).isInstanceOf(IllegalStateException.class);
    }
  }

  @Test
  void closeEndsInTimeWhileNatsStandsStill() throws Exception {
    for (boolean owned : List.of(true, false)) {
      Connection supplied = owned ? null : Nats.connect(nats.url());
      NatsAdapter.Builder builder = NatsAdapter.builder().listener(new AdapterListener() {});
      NatsAdapter adapter =
          (owned ? builder.servers(nats.url()) : builder.connection(supplied)).build();
      try (PausedProcess standstill = new PausedProcess(nats.pid())) {
        adapter.emit("m");
        CompletableFuture<Void> flush = adapter.flush().toCompletableFuture();
        long begin = System.nanoTime();
        adapter.close();
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isLessThan(PROMISE);
        ended(flush);
      }
      if (supplied != null) {
        supplied.close();
      }
    }
  }

  @Test
  void flushAndCloseFromManyThreadsAlwaysEnd() throws Exception {
    Connection connection = Nats.connect(nats.url());
    ExecutorService pool = Executors.newFixedThreadPool(THREADS);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        long begin = System.nanoTime();
        NatsAdapter adapter =
            NatsAdapter.builder().connection(connection).listener(new AdapterListener() {}).build();
        List<Future<CompletableFuture<Void>>> flushes = new ArrayList<>();
        for (int i = 0; i < THREADS - 1; i++) {
          flushes.add(pool.submit(() -> adapter.flush().toCompletableFuture()));
        }
        Future<?> close = pool.submit(adapter::close);
        for (Future<CompletableFuture<Void>> flush : flushes) {
          ended(flush.get(PROMISE.toSeconds(), TimeUnit.SECONDS));
        }
        close.get(PROMISE.toSeconds(), TimeUnit.SECONDS);
        ended(adapter.flush().toCompletableFuture());
        // Once an answer was late, jnats 2.26.2 takes each for that of the flush before, and every
        // round would take the whole limit; a supplied connection is the application's to renew.
        if (System.nanoTime() - begin > LATE.toNanos()) {
          connection.close();
          connection = Nats.connect(nats.url());
        }
      }
    } finally {
      pool.shutdownNow();
      connection.close();
    }
  }

  private static SocketIOServer server(NatsAdapter adapter) throws IOException {
    Configuration configuration = new Configuration();
    configuration.setHostname("127.0.0.1");
    try (ServerSocket free = new ServerSocket(0)) {
      configuration.setPort(free.getLocalPort());
    }
    configuration.setBossThreads(1);
    configuration.setWorkerThreads(2);
    configuration.setRandomSession(true);
    configuration.getSocketConfig().setReuseAddress(true);
    configuration.setStoreFactory(adapter.storeFactory());
    return new SocketIOServer(configuration);
  }

  private static Socket client(SocketIOServer server) {
    IO.Options options = new IO.Options();
    options.forceNew = true;
    options.transports = new String[] {"websocket"};
    int port = server.getConfiguration().getPort();
    return IO.socket(URI.create("http://127.0.0.1:" + port), options).connect();
  }

  private static void stopInTheBackground(SocketIOServer server) {
    Thread stop = new Thread(server::stop, "stop"); // takes netty-socketio 4 s
    stop.setDaemon(true);
    stop.start();
  }

  /** A process that is stopped until this is closed. */
  private record PausedProcess(long pid) implements AutoCloseable {
    PausedProcess {
      signal("STOP", pid);
    }

    @Override
    public void close() {
      signal("CONT", pid);
    }

    private static void signal(String name, long pid) {
      try {
        Process kill = new ProcessBuilder("kill", "-" + name, Long.toString(pid)).start();
        assertThat(kill.waitFor()).isZero();
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException("cannot send SIG" + name + " to process " + pid, e);
      }
    }
  }
}

package io.socketionats.adapter;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.Options;
import io.nats.client.impl.ErrorListenerLoggerImpl;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ScheduledExecutorService;

/**
 * The options of connections that the adapter opens: those of the application, with what the
 * adapter relies on and with repairs of defects of jnats 2.26.2.
 *
 * @param options what the application set, checked; copied for each connection
 * @param threads the threads of these connections
 */
record ConnectionOptions(Options options, Threads threads) {
  /**
   * Daemon threads for what the NATS client does, so that a forgotten close keeps no process alive.
   * Those that jnats 2.26.2 makes itself do, and some outlive their connection.
   *
   * @param work readers, writers, dispatchers and attempts to connect
   * @param callbacks calls listeners, one at a time
   * @param scheduler what is done from time to time
   */
  record Threads(
      ExecutorService work, ExecutorService callbacks, ScheduledExecutorService scheduler) {
    static Threads start() {
      return new Threads(
          DaemonThreads.pool("socketio-nats"),
          DaemonThreads.oneByOne("socketio-nats-callback"),
          DaemonThreads.timer("socketio-nats-scheduler"));
    }

    void release() {
      work.shutdown();
      callbacks.shutdown();
      scheduler.shutdownNow();
    }
  }

  private static final int OUTGOING_QUEUE = 131_072;

  /**
   * Checks the options without connecting.
   *
   * @param servers empty to take those of {@code tuning}
   * @param tuning the application's options, or {@code null}
   * @throws IllegalArgumentException if an option is refused by the NATS client
   */
  static ConnectionOptions of(List<String> servers, Options.Builder tuning) {
    String[] urls = servers.toArray(new String[0]);
    if (tuning == null) {
      Options plain =
          new Options.Builder()
              .connectionName("socketio-nats")
              .connectionTimeout(TimeLimits.CONNECT)
              .pingInterval(Duration.ofSeconds(20))
              .reconnectWait(TimeLimits.RECONNECT_WAIT)
              .servers(urls)
              .build();
      return new ConnectionOptions(plain, Threads.start());
    }
    // A builder without servers builds options for the default one; copies of these would keep it.
    Options given = tuning.servers(urls).build();
    return new ConnectionOptions(given, Threads.start());
  }

  /** The servers, without user names, passwords and tokens. */
  String servers() {
    return Secrets.masked(
        String.join(", ", options.getServers().stream().map(Object::toString).toList()));
  }

  /** For one connection. */
  Options with(ConnectionListener connections, ErrorListener errors) {
    Options.Builder builder = new Options.Builder(options);
    if (options.executorIsInternal()) {
      builder.executor(threads.work());
    }
    if (options.connectExecutorIsInternal()) {
      builder.connectExecutor(threads.work());
    }
    if (options.callbackExecutorIsInternal()) {
      builder.callbackExecutor(threads.callbacks());
    }
    if (options.scheduledExecutorIsInternal()) {
      builder.scheduledExecutor(threads.scheduler());
    }
    if (options.getReconnectJitter().isZero()) {
      // jnats 2.26.2 asks for a random number below the jitter; below zero there is none, and it
      // never reconnects.
      builder.reconnectJitter(Duration.ofNanos(1));
    }
    if (options.getReconnectJitterTls().isZero()) {
      builder.reconnectJitterTls(Duration.ofNanos(1));
    }
    return builder
        .noEcho()
        .maxReconnects(-1)
        .reconnectBufferSize(0)
        .supportUTF8Subjects()
        .maxMessagesInOutgoingQueue(OUTGOING_QUEUE)
        // A full queue must make nobody wait: who waits for room keeps its lock from all others.
        .discardMessagesWhenOutgoingQueueFull()
        .writeQueuePushTimeout(TimeLimits.QUEUE_LOCK)
        .errorListener(errors)
        .connectionListener(connections)
        .build();
  }

  /** The error listener of the application, or {@code null}. */
  ErrorListener errorListener() {
    ErrorListener given = options.getErrorListener();
    // jnats's default, which logs without limit what our listener already receives.
    return given instanceof ErrorListenerLoggerImpl ? null : given;
  }

  /** The connection listener of the application, or {@code null}. */
  ConnectionListener connectionListener() {
    return options.getConnectionListener();
  }

  /** Ends the threads; all connections are closed. */
  void release() {
    threads.release();
  }

  /** How many messages wait at most in the outgoing queue of {@code connection}. */
  static long capacity(Connection connection) {
    return connection == null
        ? OUTGOING_QUEUE
        : connection.getOptions().getMaxMessagesInOutgoingQueue();
  }

  /** The URLs in {@code servers}, each of which may hold several, joined by commas. */
  static List<String> urls(String... servers) {
    if (servers == null || servers.length == 0) {
      throw new IllegalArgumentException("servers: at least one is needed");
    }
    List<String> urls = new ArrayList<>();
    for (String text : servers) {
      if (text == null) {
        throw new IllegalArgumentException(
            "servers null: must be a URL such as nats://host:4222, or several joined by commas");
      }
      for (String url : text.split(",", -1)) {
        requireUrl(url.trim(), text);
        urls.add(url.trim());
      }
    }
    return List.copyOf(urls);
  }

  private static void requireUrl(String url, String given) {
    if (url.isEmpty() || Text.breaksProtocolLine(url)) {
      throw new IllegalArgumentException(
          "servers '"
              + Text.printable(Secrets.masked(given))
              + "' must be a URL such as nats://host:4222, or several joined by commas");
    }
  }
}

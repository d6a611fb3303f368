package io.socketionats.adapter;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.ErrorListener;
import io.nats.client.Message;
import io.nats.client.Nats;
import io.nats.client.Options;
import io.nats.client.impl.ErrorListenerLoggerImpl;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The connection to NATS: publishes without ever blocking or throwing, confirms with a flush what
 * was sent before, and closes what it opened. Thread-safe.
 */
final class NatsLink implements AutoCloseable {
  /** jnats gives up after 2 s, which a busy machine needs now and then for a handshake. */
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(5);

  /**
   * How long a message may wait for its place in the queue. A frame finds room there (see {@code
   * queueLimit}), so this is about the queue's lock, whose owner may be waiting for a processor.
   */
  private static final Duration PUSH_LIMIT = Duration.ofSeconds(2);

  private static final Duration FLUSH_TIMEOUT = Duration.ofSeconds(5);
  private static final int UNANSWERED_LIMIT = 2;
  private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(2);
  private static final int OUTGOING_QUEUE = 65_536;

  private final Connection connection;
  private final boolean owned;
  private final Monitor monitor;
  private final ConnectionListener events;
  private final long queueLimit;
  private final ExecutorService flusher;
  private List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private boolean flushing;
  private int unanswered; // flushes in a row; the flusher's

  private NatsLink(Connection connection, boolean owned, Monitor monitor) {
    this.connection = connection;
    this.owned = owned;
    this.monitor = monitor;
    this.events = events(monitor, null);
    // Subscriptions share the queue with frames and must find room in it: a lost SUB is a deaf
    // node.
    this.queueLimit = connection.getOptions().getMaxMessagesInOutgoingQueue() * 9L / 10;
    this.flusher =
        new ThreadPoolExecutor(
            0, 1, 10, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), NatsLink::flusherThread);
  }

  /** Uses a connection that belongs to somebody else. */
  static NatsLink supplied(Connection connection, Monitor monitor) {
    NatsLink link = new NatsLink(connection, false, monitor);
    connection.addConnectionListener(link.events);
    return link;
  }

  /**
   * Opens a connection.
   *
   * @param servers empty to take those of {@code tuning}
   * @param tuning may be {@code null}
   * @throws UncheckedIOException if no server can be reached
   */
  static NatsLink open(List<String> servers, Options.Builder tuning, Monitor monitor) {
    Options options = options(servers, tuning, monitor);
    String names = String.join(", ", options.getServers().stream().map(Object::toString).toList());
    try {
      return new NatsLink(Nats.connect(options), true, monitor);
    } catch (IOException e) {
      throw new UncheckedIOException(
          "cannot connect to NATS at ["
              + names
              + "]: "
              + e.getMessage()
              + "; is nats-server running there, and may this client use it?",
          e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while connecting to NATS at [" + names + "]", e);
    }
  }

  private static Options options(List<String> servers, Options.Builder tuning, Monitor monitor) {
    // A builder without servers builds options for the default one; copies of these would keep it.
    Options given = tuning == null ? null : tuning.servers(servers.toArray(new String[0])).build();
    Options.Builder builder =
        given == null
            ? new Options.Builder()
                .connectionName("socketio-nats")
                .connectionTimeout(CONNECT_LIMIT)
                .pingInterval(Duration.ofSeconds(20))
                .reconnectWait(Duration.ofMillis(500))
                .servers(servers.toArray(new String[0]))
            : new Options.Builder(given);
    ErrorListener errors = given == null ? null : given.getErrorListener();
    if (errors instanceof ErrorListenerLoggerImpl) {
      // jnats's default, which logs without limit what our listener already receives.
      errors = null;
    }
    if (given != null && given.getReconnectJitter().isZero()) {
      // jnats 2.26.2 asks for a random number below the jitter; below zero there is none, and it
      // never reconnects.
      builder.reconnectJitter(Duration.ofNanos(1));
    }
    if (given != null && given.getReconnectJitterTls().isZero()) {
      builder.reconnectJitterTls(Duration.ofNanos(1));
    }
    ConnectionListener connections = given == null ? null : given.getConnectionListener();
    return builder
        .noEcho()
        .maxReconnects(-1)
        .reconnectBufferSize(0)
        .supportUTF8Subjects()
        .maxMessagesInOutgoingQueue(OUTGOING_QUEUE)
        .writeQueuePushTimeout(PUSH_LIMIT)
        .errorListener(new Errors(monitor, errors))
        .connectionListener(events(monitor, connections))
        .build();
  }

  Connection connection() {
    return connection;
  }

  /** Publishes {@code payload}, or drops, counts and reports it. Neither blocks nor throws. */
  void publish(String subject, byte[] payload) {
    long maxPayload = connection.getMaxPayload();
    if (connection.getStatus() != Connection.Status.CONNECTED) {
      monitor.dropped(
          DropCause.DISCONNECTED, subject, "the connection to NATS is " + connection.getStatus());
    } else if (maxPayload > 0 && payload.length > maxPayload) {
      String detail =
          "a frame of "
              + payload.length
              + " bytes for subject '"
              + subject
              + "' exceeds the server's max_payload of "
              + maxPayload
              + " and was delivered locally only";
      monitor.dropped(DropCause.TOO_LARGE, subject, detail);
      monitor.error(AdapterError.Kind.PAYLOAD_TOO_LARGE, detail, null);
    } else if (connection.outgoingPendingMessageCount() >= queueLimit) {
      monitor.dropped(
          DropCause.QUEUE_FULL, subject, queueLimit + " messages wait to be written to NATS");
    } else {
      queue(subject, payload);
    }
  }

  private void queue(String subject, byte[] payload) {
    try {
      connection.publish(subject, payload);
      monitor.frameOut();
    } catch (IllegalStateException e) {
      // Closed, draining, or disconnected since it was asked.
      monitor.dropped(DropCause.DISCONNECTED, subject, e.getMessage());
    } catch (RuntimeException e) {
      monitor.dropped(DropCause.REFUSED, subject, e.getMessage());
      monitor.error(
          AdapterError.Kind.PUBLISH, "NATS client refused to publish on '" + subject + "'", e);
    }
  }

  /**
   * Completes when the NATS server has processed everything sent before the call. Calls that come
   * while a flush is under way share the next one. Completes exceptionally after 5 s without an
   * answer.
   */
  CompletableFuture<Void> flush() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    synchronized (this) {
      waiting.add(done);
      if (flushing) {
        return done;
      }
      flushing = true;
    }
    try {
      flusher.execute(this::flushWaiting);
    } catch (RejectedExecutionException e) {
      nextBatch().forEach(one -> one.completeExceptionally(closed()));
      nextBatch();
    }
    return done;
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("not confirmed by NATS: closed");
  }

  /** Flushes and waits; reports a failure to the listener instead of throwing it. */
  void flushNow() {
    try {
      flush().get();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      monitor.error(AdapterError.Kind.FLUSH, e.getCause().getMessage(), e.getCause());
    }
  }

  private void flushWaiting() {
    for (List<CompletableFuture<Void>> batch = nextBatch(); !batch.isEmpty(); batch = nextBatch()) {
      Throwable failure = flushOnce();
      for (CompletableFuture<Void> done : batch) {
        // Never on this thread: what depends on a join may itself wait for a flush.
        if (failure == null) {
          done.completeAsync(() -> null);
        } else {
          CompletableFuture.runAsync(() -> done.completeExceptionally(failure));
        }
      }
    }
  }

  private synchronized List<CompletableFuture<Void>> nextBatch() {
    List<CompletableFuture<Void>> batch = waiting;
    waiting = new ArrayList<>();
    flushing = !batch.isEmpty();
    return batch;
  }

  private Throwable flushOnce() {
    Connection.Status status = connection.getStatus();
    if (status != Connection.Status.CONNECTED) {
      return new IllegalStateException("not confirmed by NATS: the connection is " + status);
    }
    try {
      connection.flush(FLUSH_TIMEOUT);
      unanswered = 0;
      return null;
    } catch (TimeoutException e) {
      unanswered++;
      if (unanswered >= UNANSWERED_LIMIT && connection.outgoingPendingMessageCount() == 0) {
        startAnew("NATS did not answer " + unanswered + " flushes in a row");
      }
      return new IllegalStateException("not confirmed by NATS within " + FLUSH_TIMEOUT, e);
    } catch (RuntimeException e) {
      // jnats 2.26.2 expects an answer to a ping that it could not send, and takes the next one for
      // it: from here on every flush would end without an answer.
      startAnew("a flush could not be sent: " + e.getMessage());
      return new IllegalStateException("not confirmed by NATS: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return new IllegalStateException("interrupted while waiting for NATS", e);
    }
  }

  /** A connection that answers no flush is as good as none: jnats makes another, if it is ours. */
  private void startAnew(String reason) {
    unanswered = 0;
    monitor.error(AdapterError.Kind.FLUSH, reason, null);
    if (owned && connection.getStatus() == Connection.Status.CONNECTED) {
      Thread thread = new Thread(this::reconnect, "socketio-nats-reconnect");
      thread.setDaemon(true);
      thread.start();
    }
  }

  private void reconnect() {
    try {
      connection.forceReconnect();
    } catch (IOException | RuntimeException e) {
      monitor.error(AdapterError.Kind.CONNECTION, "the connection could not be made anew", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Drains and closes an owned connection, flushes a supplied one and lets go of it. */
  @Override
  public void close() {
    try {
      if (owned) {
        connection.drain(DRAIN_TIMEOUT).get(DRAIN_TIMEOUT.toMillis() * 2, TimeUnit.MILLISECONDS);
      } else {
        connection.removeConnectionListener(events);
        Throwable failure = flushOnce();
        if (failure != null) {
          monitor.error(AdapterError.Kind.FLUSH, failure.getMessage(), failure);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      monitor.error(AdapterError.Kind.CONNECTION, "the connection could not be drained", e);
    } finally {
      closeOwned();
      flusher.shutdown();
    }
  }

  private void closeOwned() {
    if (!owned) {
      return;
    }
    try {
      connection.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static Thread flusherThread(Runnable work) {
    Thread thread = new Thread(work, "socketio-nats-flush");
    thread.setDaemon(true);
    return thread;
  }

  // The method without a time is the one that every ConnectionListener implements.
  @SuppressWarnings("deprecation")
  private static ConnectionListener events(Monitor monitor, ConnectionListener next) {
    return (connection, event) -> {
      monitor.connection(event);
      if (next != null) {
        next.connectionEvent(connection, event);
      }
    };
  }

  /** Tells the adapter's listener, and the one that the application gave with its options. */
  private record Errors(Monitor monitor, ErrorListener next) implements ErrorListener {
    @Override
    public void errorOccurred(Connection connection, String error) {
      monitor.error(AdapterError.Kind.NATS, "NATS answered -ERR " + error, null);
      if (next != null) {
        next.errorOccurred(connection, error);
      }
    }

    @Override
    public void exceptionOccurred(Connection connection, Exception exception) {
      monitor.error(
          AdapterError.Kind.CONNECTION, "the NATS client failed: " + exception, exception);
      if (next != null) {
        next.exceptionOccurred(connection, exception);
      }
    }

    @Override
    public void slowConsumerDetected(Connection connection, io.nats.client.Consumer consumer) {
      monitor.error(
          AdapterError.Kind.CONNECTION,
          "frames come faster than they are delivered; the NATS client drops new ones",
          null);
      if (next != null) {
        next.slowConsumerDetected(connection, consumer);
      }
    }

    @Override
    public void messageDiscarded(Connection connection, Message message) {
      monitor.dropped(DropCause.QUEUE_FULL, message.getSubject(), "discarded by the NATS client");
      if (next != null) {
        next.messageDiscarded(connection, message);
      }
    }
  }
}

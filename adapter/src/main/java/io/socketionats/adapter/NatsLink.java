package io.socketionats.adapter;

import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Dispatcher;
import io.nats.client.Message;
import io.nats.client.MessageHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * The way to NATS over one connection at a time: publishes, subscribes, and confirms with a flush
 * what was sent before. Makes a connection of its own, and a new one whenever the NATS client gives
 * up, or uses one that belongs to the application. Thread-safe.
 *
 * <p>No method waits for NATS, and none takes a lock that the NATS client holds while it waits for
 * NATS. (jnats 2.26.2 reconnects, writes and closes under such locks, and answers questions such as
 * {@code outgoingPendingMessageCount} under them.)
 */
final class NatsLink implements AutoCloseable {
  /** What uses the link to subscribe. */
  interface Subscriber extends MessageHandler {
    /** There is a new connection, which has no subscriptions yet. */
    void connected();
  }

  private final ConnectionOptions options; // null if the connection is supplied
  private final Monitor monitor;
  private final ConnectionListener events;
  private final Dialer dialer; // null if the connection is supplied
  private final ScheduledExecutorService timer = DaemonThreads.timer("socketio-nats-timer");
  private final CountDownLatch closing = new CountDownLatch(1);
  private final AtomicBoolean closeCalled = new AtomicBoolean();
  private final Flushes flushes;
  private final Outgoing outgoing;
  private Subscriber subscriber;
  private Function<Connection, Runnable> user; // notes it for a connection
  private volatile Connection connection;
  private volatile Dispatcher dispatcher;
  private volatile long droppedBefore;

  private NatsLink(ConnectionOptions options, Connection supplied, Monitor monitor) {
    this.options = options;
    this.connection = supplied;
    this.monitor = monitor;
    this.events = events();
    this.dialer = options == null ? null : new Dialer(options, events, this, monitor);
    this.outgoing = new Outgoing(ConnectionOptions.capacity(supplied));
    Pings pings = new Pings(() -> connection, outgoing, this::startAnew);
    this.flushes = new Flushes(pings, this::confirmationWanted, timer);
  }

  /** Uses a connection that belongs to the application. */
  static NatsLink supplied(Connection connection, Monitor monitor) {
    NatsLink link = new NatsLink(null, connection, monitor);
    connection.addConnectionListener(link.events);
    return link;
  }

  /**
   * Opens a connection.
   *
   * @throws UncheckedIOException if no server can be reached; then nothing remains
   */
  static NatsLink open(ConnectionOptions options, Monitor monitor) {
    NatsLink link = new NatsLink(options, null, monitor);
    try {
      link.attach(link.dialer.dial());
      return link;
    } catch (IOException e) {
      link.close();
      throw new UncheckedIOException(e.getMessage(), e);
    } catch (InterruptedException e) {
      link.close();
      Thread.currentThread().interrupt();
      throw new IllegalStateException(
          "interrupted while connecting to NATS at [" + options.servers() + "]", e);
    } catch (RuntimeException e) {
      link.close();
      throw e;
    }
  }

  /** Opens a connection in the background, as soon as a server can be reached. */
  static NatsLink openLater(ConnectionOptions options, Monitor monitor) {
    NatsLink link = new NatsLink(options, null, monitor);
    link.dialer.dialUntilConnected();
    return link;
  }

  /** The connection, or {@code null} while none has been made yet. */
  Connection connection() {
    return connection;
  }

  /**
   * Notes the user of the connection, where others can use it too.
   *
   * @return takes the note back
   * @throws IllegalArgumentException if another user of the connection would not be heard
   */
  synchronized Runnable share(Subjects subjects, boolean listens) {
    user = made -> SharedConnections.use(made, subjects, listens);
    return connection == null ? () -> {} : user.apply(connection);
  }

  /** Whether {@code other} is in use, and not an attempt to make a connection. */
  boolean uses(Connection other) {
    return other == connection;
  }

  /** Runs what is due later or again and again; ends when the link is closed. */
  ScheduledExecutorService timer() {
    return timer;
  }

  /** Whether the subjects of messages that come are read as UTF-8, and not as ASCII. */
  boolean readsUtf8() {
    return options != null || connection.getOptions().supportUTF8Subjects();
  }

  /** Uses a connection that has just been made, unless the link was closed meanwhile. */
  void attach(Connection made) {
    Subscriber waiting;
    synchronized (this) {
      if (!isClosed()) {
        if (dispatcher != null) {
          droppedBefore += dispatcher.getDroppedCount();
        }
        connection = made;
        if (user != null) {
          user.apply(made); // others can use the connection from now on
        }
        dispatcher = subscriber == null ? null : made.createDispatcher(subscriber);
      }
      waiting = subscriber;
    }
    if (isClosed()) {
      closeNow(made);
      return;
    }
    outgoing.confirm(outgoing.queued());
    if (waiting != null) {
      waiting.connected();
    }
    monitor.connection(ConnectionListener.Events.CONNECTED);
    reopenIfLost(made);
  }

  /** jnats closes a connection for good when a server refuses its credentials twice. */
  void reopenIfLost(Connection lost) {
    if (options != null
        && lost != null
        && lost == connection
        && lost.getStatus() == Connection.Status.CLOSED
        && !isClosed()) {
      dialer.dialUntilConnected();
    }
  }

  boolean isClosed() {
    return closing.getCount() == 0;
  }

  /** Waits, but not longer than until the link is closed. */
  void pause(Duration time) throws InterruptedException {
    closing.await(time.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Publishes {@code payload}, or drops, counts and reports it. Neither blocks nor throws. */
  void publish(String subject, byte[] payload) {
    Connection to = connection;
    if (to == null || to.getStatus() != Connection.Status.CONNECTED) {
      monitor.dropped(
          DropCause.DISCONNECTED, subject, "the connection to NATS is " + Pings.status(to));
      return;
    }
    long maxPayload = to.getMaxPayload();
    if (maxPayload > 0 && payload.length > maxPayload) {
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
    } else if (outgoing.admit()) {
      queue(to, subject, payload);
    } else {
      monitor.dropped(
          DropCause.QUEUE_FULL,
          subject,
          outgoing.limit() + " messages wait to be confirmed by NATS");
    }
    if (outgoing.needsConfirmation()) {
      flushes.confirm();
    }
  }

  private void queue(Connection to, String subject, byte[] payload) {
    try {
      to.publish(subject, payload);
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

  /** Names what gets messages, before anything is subscribed. */
  void subscriber(Subscriber receiver) {
    synchronized (this) {
      subscriber = receiver;
      if (connection != null) {
        dispatcher = connection.createDispatcher(receiver);
      }
    }
  }

  /**
   * Subscribes now, or when there is a connection again.
   *
   * @throws RuntimeException if the NATS client refuses
   */
  void subscribe(String subject) {
    Dispatcher by = dispatcher;
    if (by != null && by.isActive()) {
      outgoing.subscriptionChanged();
      by.subscribe(subject);
    }
  }

  /**
   * Ends a subscription, with that of the NATS client.
   *
   * @throws RuntimeException if the NATS client refuses
   */
  void unsubscribe(String subject) {
    Dispatcher by = dispatcher;
    if (by != null && by.isActive()) {
      outgoing.subscriptionChanged();
      by.unsubscribe(subject);
    }
  }

  /** Frames that the NATS client dropped because they came faster than they were delivered. */
  long droppedByClient() {
    Dispatcher by = dispatcher;
    return droppedBefore + (by == null ? 0 : by.getDroppedCount());
  }

  /**
   * Completes when the NATS server has processed everything sent before the call; exceptionally if
   * it does not within {@link TimeLimits#FLUSH} of the call, or is away. On a thread of the common
   * pool.
   */
  CompletableFuture<Void> flush() {
    return flushes.flush();
  }

  /** Flushes and waits; reports a failure to the listener instead of throwing it. */
  void flushNow() {
    if (connection == null) {
      return; // known, and told when it was found out
    }
    try {
      flush().get(TimeLimits.FLUSH.toMillis() * 2, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException e) {
      monitor.error(AdapterError.Kind.FLUSH, e.getCause().getMessage(), e.getCause());
    } catch (TimeoutException e) {
      monitor.error(AdapterError.Kind.FLUSH, Flushes.unanswered().getMessage(), e);
    }
  }

  /** Whether much is on its way, and a connection is there to confirm it. */
  private boolean confirmationWanted() {
    Connection to = connection;
    return outgoing.needsConfirmation()
        && to != null
        && to.getStatus() == Connection.Status.CONNECTED;
  }

  /** The NATS client had no room for a message. A lost SUB would leave the node deaf. */
  void discarded(Message message) {
    if (message.getSubject() == null) {
      startAnew(connection, "the outgoing queue had no room for a subscription");
    } else {
      monitor.dropped(DropCause.QUEUE_FULL, message.getSubject(), "discarded by the NATS client");
    }
  }

  /** A connection that answers no flush is as good as none: jnats makes another, if it is ours. */
  private void startAnew(Connection stalled, String reason) {
    monitor.error(AdapterError.Kind.FLUSH, reason, null);
    if (options != null && !isClosed() && stalled.getStatus() == Connection.Status.CONNECTED) {
      DaemonThreads.named("socketio-nats-reconnect", () -> reconnect(stalled)).start();
    }
  }

  private void reconnect(Connection stalled) {
    try {
      stalled.forceReconnect();
    } catch (IOException | RuntimeException e) {
      if (!isClosed()) {
        monitor.error(AdapterError.Kind.CONNECTION, "the connection could not be made anew", e);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /**
   * Drains and closes an owned connection, flushes a supplied one and lets go of it. Returns after
   * {@link TimeLimits#CLOSE} at most; what has not ended by then ends in the background.
   */
  @Override
  public void close() {
    if (!closeCalled.compareAndSet(false, true)) {
      return;
    }
    Thread work =
        DaemonThreads.named("socketio-nats-close", options == null ? this::letGo : this::drain);
    work.start();
    try {
      work.join(TimeLimits.CLOSE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (work.isAlive()) {
      monitor.error(
          AdapterError.Kind.CONNECTION,
          "the connection to NATS was not closed within "
              + TimeLimits.text(TimeLimits.CLOSE)
              + "; it is closed in the background",
          null);
    }
    closing.countDown();
    flushes.close();
    timer.shutdownNow();
  }

  private void letGo() {
    connection.removeConnectionListener(events);
    closeDispatcher();
    flushNow();
  }

  private void closeDispatcher() {
    Dispatcher by = dispatcher;
    if (by != null && by.isActive()) {
      try {
        connection.closeDispatcher(by);
      } catch (RuntimeException e) {
        // The connection was closed meanwhile, and its dispatchers with it.
      }
    }
  }

  private void drain() {
    Connection last;
    synchronized (this) {
      closing.countDown(); // no other connection is attached from here on
      last = connection;
    }
    if (last == null) {
      options.release();
      return;
    }
    Duration limit = TimeLimits.DRAIN;
    try {
      if (last.getStatus() == Connection.Status.CONNECTED) {
        last.drain(limit).get(limit.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (ExecutionException | TimeoutException | RuntimeException e) {
      monitor.error(AdapterError.Kind.CONNECTION, "the connection could not be drained", e);
    } finally {
      closeNow(last);
    }
  }

  private void closeNow(Connection last) {
    try {
      last.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      options.release();
    }
  }

  // The method without a time is the one that every ConnectionListener implements.
  @SuppressWarnings("deprecation")
  private ConnectionListener events() {
    ConnectionListener next = options == null ? null : options.connectionListener();
    return (from, event) -> {
      // Attempts are not told: of these, attach tells the one that succeeded.
      if (from == connection && event != ConnectionListener.Events.CONNECTED) {
        monitor.connection(event);
      }
      if (next != null) {
        next.connectionEvent(from, event);
      }
      if (event == ConnectionListener.Events.CLOSED) {
        reopenIfLost(from);
      }
    };
  }
}

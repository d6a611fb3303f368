package io.socketionats.adapter;

import io.nats.client.AuthenticationException;
import io.nats.client.Connection;
import io.nats.client.ConnectionListener;
import io.nats.client.Nats;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Makes the connections of a link: with one attempt, or in the background with as many as it takes.
 * Thread-safe.
 */
final class Dialer {
  private final ConnectionOptions options;
  private final ConnectionListener events;
  private final NatsLink link;
  private final Monitor monitor;
  private final AtomicBoolean dialing = new AtomicBoolean();

  Dialer(ConnectionOptions options, ConnectionListener events, NatsLink link, Monitor monitor) {
    this.options = options;
    this.events = events;
    this.link = link;
    this.monitor = monitor;
  }

  /**
   * Tries each server once.
   *
   * @throws IOException if none accepts the connection; its message is for people
   */
  Connection dial() throws IOException, InterruptedException {
    CompletableFuture<Throwable> reason = new CompletableFuture<>();
    try {
      return Nats.connect(
          options.with(
              events, new LinkErrors(link, monitor, options.errorListener(), reason::complete)));
    } catch (IOException e) {
      throw cannotConnect(e, reason);
    }
  }

  /** With the cause, which jnats 2.26.2 tells its error listener only, from another thread. */
  private IOException cannotConnect(IOException failure, CompletableFuture<Throwable> reason)
      throws InterruptedException {
    StringBuilder message =
        new StringBuilder("cannot connect to NATS at [")
            .append(options.servers())
            .append("]: ")
            .append(Secrets.masked(failure.getMessage()));
    Throwable cause = Secrets.masked(failure);
    if (!(failure instanceof AuthenticationException)) {
      try {
        Throwable first = reason.get(TimeLimits.CAUSE.toMillis(), TimeUnit.MILLISECONDS);
        message.append(" (").append(Secrets.masked(first.toString())).append(')');
        cause.addSuppressed(Secrets.masked(first));
      } catch (TimeoutException | ExecutionException e) {
        // The message then says what the NATS client said.
      }
    }
    message.append("; is nats-server running there, and may this client use it?");
    return new IOException(message.toString(), cause);
  }

  /** Hands the link a connection as soon as there is one. Does nothing while that goes on. */
  void dialUntilConnected() {
    if (dialing.compareAndSet(false, true)) {
      DaemonThreads.named("socketio-nats-connect", this::keepDialing).start();
    }
  }

  private void keepDialing() {
    boolean reported = false;
    try {
      while (!link.isClosed()) {
        try {
          link.attach(dial());
          return;
        } catch (IOException | RuntimeException e) {
          if (!reported) {
            reported = true;
            report(e);
          }
        }
        link.pause(TimeLimits.RECONNECT_WAIT);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      dialing.set(false);
      link.reopenIfLost(link.connection());
    }
  }

  private void report(Exception failure) {
    monitor.error(
        AdapterError.Kind.CONNECTION,
        failure.getMessage() + "; trying again until it succeeds",
        failure.getCause() == null ? failure : failure.getCause());
    if (link.connection() == null) {
      // That of a lost connection has been told by the NATS client.
      monitor.connection(ConnectionListener.Events.DISCONNECTED);
    }
  }
}

package io.socketionats.adapter;

import io.nats.client.Connection;
import io.nats.client.Statistics;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/**
 * Asks NATS with a ping whether it has processed what was sent before, and notices a connection
 * that gives no answers any more. For one thread at a time.
 */
final class Pings implements Flushes.Question {
  private static final int UNANSWERED_LIMIT = 2;

  /** More than the pings of one flush: something else is being written. */
  private static final long PROGRESS_BYTES = 4_096;

  private final Supplier<Connection> connection;
  private final Outgoing outgoing;
  private final BiConsumer<Connection, String> stalled;
  private int unanswered; // in a row

  /**
   * @param connection the one in use, or null
   * @param stalled receives a connection that is as good as none, and why
   */
  Pings(
      Supplier<Connection> connection, Outgoing outgoing, BiConsumer<Connection, String> stalled) {
    this.connection = connection;
    this.outgoing = outgoing;
    this.stalled = stalled;
  }

  static String status(Connection connection) {
    return connection == null ? "not made yet" : connection.getStatus().toString();
  }

  /**
   * {@code RTT} is used because {@code flush} of jnats 2.26.2 returns as if confirmed when it could
   * not send its ping.
   */
  @Override
  public IllegalStateException ask() {
    Connection to = connection.get();
    if (to == null || to.getStatus() != Connection.Status.CONNECTED) {
      return new IllegalStateException("not confirmed by NATS: the connection is " + status(to));
    }
    long before = outgoing.queued();
    long heard = to.getStatistics().getInBytes();
    long written = to.getStatistics().getOutBytes();
    long deadline = System.nanoTime() + TimeLimits.FLUSH.toNanos();
    do {
      try {
        to.RTT();
        unanswered = 0;
        outgoing.confirm(before);
        return null;
      } catch (IOException e) {
        if (Thread.currentThread().isInterrupted()) {
          return new IllegalStateException("interrupted while waiting for NATS", e);
        }
        // No answer within the connection's own limit, which may be shorter than ours.
      } catch (CancellationException e) {
        return new IllegalStateException(
            "not confirmed by NATS: the connection was lost meanwhile", e);
      } catch (RuntimeException e) {
        // jnats 2.26.2 expects an answer to a ping that it could not send, and takes the next one
        // for it: from here on every flush would end without an answer.
        giveUp(to, "a flush could not be sent: " + e.getMessage());
        return new IllegalStateException("not confirmed by NATS: " + e.getMessage(), e);
      }
    } while (to.getStatus() == Connection.Status.CONNECTED && deadline - System.nanoTime() > 0);
    noAnswer(to, heard, written);
    return Flushes.unanswered();
  }

  private void noAnswer(Connection to, long heard, long written) {
    Statistics now = to.getStatistics();
    boolean progress = now.getInBytes() != heard || now.getOutBytes() - written > PROGRESS_BYTES;
    unanswered = progress ? 0 : unanswered + 1;
    if (unanswered >= UNANSWERED_LIMIT) {
      giveUp(to, "NATS did not answer " + unanswered + " flushes in a row");
    }
  }

  private void giveUp(Connection to, String reason) {
    unanswered = 0;
    stalled.accept(to, reason);
  }
}

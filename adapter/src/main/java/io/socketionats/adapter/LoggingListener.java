package io.socketionats.adapter;

import io.nats.client.ConnectionListener;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The listener of an adapter that was given none: logs, but never floods the log. While NATS is
 * away it logs that once, and once that NATS is back; stack traces go to the level debug.
 */
final class LoggingListener implements AdapterListener {
  private static final int LINES_PER_WINDOW = 20;
  private static final long WINDOW_NANOS = 60_000_000_000L;

  private final Logger log;
  private long windowStart = System.nanoTime();
  private int lines;
  private long suppressed;
  private boolean away;
  private long awaySince;
  private long droppedWhileAway;
  private String reason; // why NATS is away, or is about to be

  LoggingListener() {
    this(LoggerFactory.getLogger(NatsAdapter.class));
  }

  LoggingListener(Logger log) {
    this.log = log;
  }

  @Override
  public void error(AdapterError error) {
    if (log.isDebugEnabled()) {
      log.debug("{}: {}", error.kind(), error.detail(), error.cause());
    }
    if (!belongsToOutage(error) && mayLog()) {
      log.warn("{}: {}", error.kind(), error.detail());
    }
  }

  @Override
  public void dropped(DroppedFrame frame) {
    if (frame.cause() == DropCause.DISCONNECTED && countWhileAway()) {
      return;
    }
    // A frame that is too large is an error as well, and logged as that.
    if (frame.cause() != DropCause.TOO_LARGE && mayLog()) {
      log.warn(
          "Frame dropped, {}, subject '{}': {}", frame.cause(), frame.subject(), frame.detail());
    }
  }

  @Override
  public void connection(ConnectionListener.Events event) {
    switch (event) {
      case DISCONNECTED -> begin();
      case CONNECTED, RECONNECTED -> end();
      default -> log.debug("{}", event);
    }
  }

  /** Whether the lines of an outage say what there is to say of this. */
  private synchronized boolean belongsToOutage(AdapterError error) {
    if (error.kind() == AdapterError.Kind.CONNECTION && error.cause() instanceof IOException) {
      reason = error.detail(); // DISCONNECTED follows
      return true;
    }
    return away
        && (error.kind() == AdapterError.Kind.CONNECTION
            || error.kind() == AdapterError.Kind.FLUSH);
  }

  private synchronized boolean countWhileAway() {
    if (away) {
      droppedWhileAway++;
    }
    return away;
  }

  private synchronized void begin() {
    if (!away) {
      away = true;
      awaySince = System.nanoTime();
      droppedWhileAway = 0;
      log.warn(
          "NATS is away, so broadcasts reach the clients of this node only; {}",
          reason == null ? "the connection was lost" : reason);
    }
  }

  private synchronized void end() {
    if (away) {
      away = false;
      reason = null;
      log.warn(
          "NATS is back after {} s; {} broadcasts did not reach other nodes",
          (System.nanoTime() - awaySince) / 1_000_000_000L,
          droppedWhileAway);
    } else {
      log.info("connected to NATS");
    }
  }

  private synchronized boolean mayLog() {
    long now = System.nanoTime();
    if (now - windowStart > WINDOW_NANOS) {
      if (suppressed > 0) {
        log.warn(
            "{} more lines were suppressed in the last minute; see the adapter's counters",
            suppressed);
      }
      windowStart = now;
      lines = 0;
      suppressed = 0;
    }
    if (lines == LINES_PER_WINDOW) {
      suppressed++;
      return false;
    }
    lines++;
    return true;
  }
}

package io.socketionats.adapter;

import io.nats.client.ConnectionListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The listener of an adapter that was given none: logs, but never floods the log. */
final class LoggingListener implements AdapterListener {
  private static final Logger LOG = LoggerFactory.getLogger(NatsAdapter.class);
  private static final int LINES_PER_WINDOW = 20;
  private static final long WINDOW_NANOS = 60_000_000_000L;

  private long windowStart = System.nanoTime();
  private int lines;
  private long suppressed;

  @Override
  public void error(AdapterError error) {
    if (mayLog()) {
      LOG.warn("{}: {}", error.kind(), error.detail(), error.cause());
    }
  }

  @Override
  public void dropped(DroppedFrame frame) {
    if (mayLog()) {
      LOG.warn(
          "Frame dropped, {}, subject '{}': {}", frame.cause(), frame.subject(), frame.detail());
    }
  }

  @Override
  public void connection(ConnectionListener.Events event) {
    LOG.info("{}", event);
  }

  private synchronized boolean mayLog() {
    long now = System.nanoTime();
    if (now - windowStart > WINDOW_NANOS) {
      if (suppressed > 0) {
        LOG.warn(
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

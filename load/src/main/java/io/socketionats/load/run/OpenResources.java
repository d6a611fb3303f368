package io.socketionats.load.run;

import io.socketionats.conformance.UnavailableException;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * What a run has started and must end: cluster and injectors. Safe for use by many threads: a
 * shutdown hook closes while the run may still be starting things.
 */
final class OpenResources implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();
  private boolean closed;

  /**
   * Takes charge of a resource.
   *
   * @throws UnavailableException after {@link #close}; the resource is closed then
   */
  <T extends AutoCloseable> T add(T resource) {
    synchronized (this) {
      if (!closed) {
        open.push(resource);
        return resource;
      }
    }
    RuntimeException interrupted = new UnavailableException("interrupted");
    throw close(resource, interrupted);
  }

  /**
   * Closes everything that is open, the latest first. One that cannot be closed does not keep the
   * others open.
   *
   * @throws RuntimeException the first failure; further ones are suppressed in it
   */
  void closeAll() {
    RuntimeException failure = null;
    for (AutoCloseable next = latest(); next != null; next = latest()) {
      failure = close(next, failure);
    }
    if (failure != null) {
      throw failure;
    }
  }

  /** Closes everything after a failure; what cannot be closed is suppressed in it. */
  void closeAllAfter(RuntimeException failure) {
    try {
      closeAll();
    } catch (RuntimeException e) {
      failure.addSuppressed(e);
    }
  }

  private synchronized AutoCloseable latest() {
    return open.poll();
  }

  private static RuntimeException close(AutoCloseable resource, RuntimeException earlier) {
    try {
      resource.close();
      return earlier;
    } catch (Exception e) {
      RuntimeException failure =
          e instanceof RuntimeException unchecked ? unchecked : new IllegalStateException(e);
      if (earlier == null) {
        return failure;
      }
      earlier.addSuppressed(failure);
      return earlier;
    }
  }

  /** Closes everything, and from now on whatever is added. */
  @Override
  public void close() {
    synchronized (this) {
      closed = true;
    }
    closeAll();
  }
}

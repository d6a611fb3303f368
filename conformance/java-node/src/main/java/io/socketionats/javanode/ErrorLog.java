package io.socketionats.javanode;

import io.socketionats.adapter.AdapterError;
import io.socketionats.adapter.AdapterListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;

/** What the adapter's listener heard, the newest last. */
final class ErrorLog implements AdapterListener {
  private static final int KEPT = 100;

  private final Deque<String> errors = new ArrayDeque<>();

  @Override
  public synchronized void error(AdapterError error) {
    if (errors.size() == KEPT) {
      errors.removeFirst();
    }
    errors.addLast(error.kind() + ": " + error.detail());
    System.err.println("adapter error " + error.kind() + ": " + error.detail());
  }

  synchronized List<String> errors() {
    return List.copyOf(errors);
  }
}

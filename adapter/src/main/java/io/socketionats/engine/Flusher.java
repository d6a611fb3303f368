package io.socketionats.engine;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.FastThreadLocal;
import java.util.ArrayList;
import java.util.List;

/**
 * Flushes the sessions of one event loop, each at most once in a turn of the loop, however much was
 * written to them in it.
 */
final class Flusher {
  private static final FastThreadLocal<Flusher> OF_THIS_LOOP =
      new FastThreadLocal<>() {
        @Override
        protected Flusher initialValue() {
          return new Flusher();
        }
      };

  private List<Session> written = new ArrayList<>();
  private List<Session> spare = new ArrayList<>();

  private Flusher() {}

  /** Flushes a session after the tasks that wait on this event loop already. */
  static void flushSoon(Session session, EventLoop thisLoop) {
    Flusher flusher = OF_THIS_LOOP.get();
    flusher.written.add(session);
    if (flusher.written.size() == 1) {
      thisLoop.execute(flusher::flush);
    }
  }

  private void flush() {
    List<Session> due = written;
    written = spare;
    for (Session session : due) {
      session.flush();
    }
    due.clear();
    spare = due;
  }
}

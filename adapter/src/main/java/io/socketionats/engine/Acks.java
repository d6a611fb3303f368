package io.socketionats.engine;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.MultiTypeAckCallback;
import com.corundumstudio.socketio.MultiTypeArgs;
import io.netty.util.concurrent.Future;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The acknowledgements that one client owes. Each callback hears of the answer or of the end of its
 * time, once; the end of the connection counts as the end of its time. Thread-safe.
 */
final class Acks {
  private static final Logger LOG = LoggerFactory.getLogger(Acks.class);
  private static final int NO_LIMIT = -1;

  private final Session session;
  private final AtomicLong ids = new AtomicLong();
  private final Map<Long, Awaited> awaited = new ConcurrentHashMap<>();

  private record Awaited(AckCallback<?> callback, Future<?> limit) {}

  Acks(Session session) {
    this.session = session;
  }

  /** Expects an answer; returns its id. */
  long expect(AckCallback<?> callback) {
    long id = ids.getAndIncrement();
    Future<?> limit =
        callback.getTimeout() == NO_LIMIT
            ? null
            : session.schedule(() -> timeOut(id), TimeUnit.SECONDS.toMillis(callback.getTimeout()));
    awaited.put(id, new Awaited(callback, limit));
    return id;
  }

  /** Whose answer it is, or {@code null} if nobody expects it (any more). */
  AckCallback<?> take(long id) {
    Awaited found = awaited.remove(id);
    if (found == null) {
      return null;
    }
    if (found.limit() != null) {
      found.limit().cancel(false);
    }
    return found.callback();
  }

  private void timeOut(long id) {
    AckCallback<?> callback = take(id);
    if (callback != null) {
      callback.onTimeout();
    }
  }

  /** Nothing more will come. */
  void end() {
    for (Long id : List.copyOf(awaited.keySet())) {
      timeOut(id);
    }
  }

  @SuppressWarnings({"unchecked", "rawtypes"})
  static void succeed(AckCallback callback, List<Object> arguments) {
    if (callback instanceof MultiTypeAckCallback) {
      callback.onSuccess(new MultiTypeArgs(arguments));
      return;
    }
    if (arguments.size() > 1) {
      LOG.debug("An acknowledgement has {} arguments; its callback takes one", arguments.size());
    }
    callback.onSuccess(arguments.isEmpty() ? null : arguments.get(0));
  }
}

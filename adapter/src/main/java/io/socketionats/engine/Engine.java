package io.socketionats.engine;

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;

/** The sessions of one server, and what they share. Thread-safe. */
final class Engine {
  private final EngineSettings settings;
  private final Acceptor acceptor;
  private final Map<String, Session> sessions = new ConcurrentHashMap<>();
  private final AtomicLong queued = new AtomicLong();
  private final Counters counters = new Counters();

  /** Counts what happens. */
  static final class Counters {
    private final LongAdder opened = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder full = new LongAdder();

    void refused() {
      refused.increment();
    }

    void full() {
      full.increment();
    }
  }

  Engine(EngineSettings settings, Acceptor acceptor) {
    this.settings = settings;
    this.acceptor = acceptor;
  }

  EngineSettings settings() {
    return settings;
  }

  Acceptor acceptor() {
    return acceptor;
  }

  Counters counters() {
    return counters;
  }

  EngineCounters snapshot() {
    return new EngineCounters(
        sessions.size(),
        counters.opened.sum(),
        counters.refused.sum(),
        counters.full.sum(),
        queued.get());
  }

  /** A session id that nobody can guess, and nobody has. */
  static String newId() {
    return UUID.randomUUID().toString();
  }

  void add(Session session) {
    sessions.put(session.id(), session);
    counters.opened.increment();
  }

  Session find(String id) {
    return sessions.get(id);
  }

  void remove(Session session) {
    sessions.remove(session.id(), session);
  }

  void addQueued(long bytes) {
    queued.addAndGet(bytes);
  }

  /** In bytes, over all sessions. */
  long queued() {
    return queued.get();
  }

  /** Ends all sessions. */
  void close() {
    for (Session session : List.copyOf(sessions.values())) {
      session.mailbox().execute(() -> session.close(CloseReason.SERVER_SHUTTING_DOWN));
    }
  }

  /** The data of the packet that opens a session. */
  String handshake(Session session, String transport) {
    boolean upgrades = transport.equals("polling") && settings.webSocket();
    return "{\"sid\":\""
        + session.id()
        + "\",\"upgrades\":["
        + (upgrades ? "\"websocket\"" : "")
        + "],\"pingInterval\":"
        + settings.times().pingInterval()
        + ",\"pingTimeout\":"
        + settings.times().pingTimeout()
        + ",\"maxPayload\":"
        + settings.limits().maxBody()
        + "}";
  }
}

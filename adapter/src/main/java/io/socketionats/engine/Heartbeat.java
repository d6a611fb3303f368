package io.socketionats.engine;

import io.netty.util.concurrent.Future;

/**
 * Finds out whether the client is still there. In Engine.IO 4 the server pings and expects a pong
 * within the ping timeout, which the first other packet begins anew; in Engine.IO 3 the client
 * pings, and the server expects one within both times together (engine.io, {@code lib/socket.ts}).
 *
 * <p>Times count from when something was due, so that a moment's delay of the server is not added
 * to the client's silence.
 */
final class Heartbeat {
  private static final long NANOS = 1_000_000;

  private final Session session;
  private final EngineSettings.Times times;
  private Future<?> timer;
  private long
      deadline; // version 4: of a ping or, while waiting, of its pong; version 3: of a ping
  private boolean waiting;
  private boolean extended;

  Heartbeat(Session session, EngineSettings.Times times) {
    this.session = session;
    this.times = times;
  }

  void start() {
    if (session.version() == 4) {
      expectNothing();
    } else {
      deadline = System.nanoTime() + (times.pingInterval() + times.pingTimeout()) * NANOS;
      waiting = true;
      timer = session.schedule(this::checkSilence, times.pingInterval() + times.pingTimeout());
    }
  }

  void stop() {
    if (timer != null) {
      timer.cancel(false);
    }
    waiting = false;
  }

  /** A packet came. */
  void heard(char type) {
    if (session.version() == 3) {
      if (type == EnginePacket.PING) {
        deadline = System.nanoTime() + (times.pingInterval() + times.pingTimeout()) * NANOS;
      }
    } else if (type == EnginePacket.PONG) {
      timer.cancel(false);
      expectNothing();
    } else if (waiting && !extended) {
      extended = true;
      timer.cancel(false);
      expectPong(System.nanoTime());
    }
  }

  private void expectNothing() {
    waiting = false;
    deadline = System.nanoTime() + times.pingInterval() * NANOS;
    timer = session.schedule(this::ping, times.pingInterval());
  }

  private void ping() {
    if (!session.isOpen() || waiting) {
      return;
    }
    session.send(OutPacket.PING);
    waiting = true;
    extended = false;
    // The client must have most of the ping timeout, however late the server was.
    expectPong(Math.max(deadline, System.nanoTime() - times.pingTimeout() * NANOS / 2));
  }

  private void expectPong(long from) {
    deadline = from + times.pingTimeout() * NANOS;
    timer = session.schedule(this::checkSilence, left());
  }

  private long left() {
    return Math.max(0, (deadline - System.nanoTime() + NANOS - 1) / NANOS);
  }

  /** Ends the session if the client has been silent for too long. */
  void checkSilence() {
    if (!waiting || !session.isOpen()) {
      return;
    }
    if (System.nanoTime() - deadline >= 0) {
      session.close(CloseReason.PING_TIMEOUT);
    } else if (timer.isDone() || session.version() == 3) {
      timer.cancel(false);
      timer = session.schedule(this::checkSilence, left());
    }
  }
}

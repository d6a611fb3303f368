package io.socketionats.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A session of Engine.IO, from the handshake to its end, over one or two transports. All of its
 * state is its owner's, the event loop of its mailbox: methods are to be called by tasks of the
 * mailbox, unless they say that any thread may.
 */
final class Session {
  private static final Logger LOG = LoggerFactory.getLogger(Session.class);
  private static final long CLOSING_LIMIT_MS = 30_000;
  private static final long COUNTED_FROM = 64 << 10; // less than this is the network's, not a queue

  private enum State {
    OPEN,
    CLOSING,
    CLOSED
  }

  private final String id;
  private final int version;
  private final Engine engine;
  private final EngineSettings settings;
  private final Mailbox mailbox;
  private final Heartbeat heartbeat;
  private SessionHandler handler;
  private volatile Transport transport;
  private volatile State state = State.OPEN;
  private Upgrade upgrade;
  private boolean upgraded;
  private final Runnable flushTask = this::flushNow;
  private boolean flushDue;
  private long counted;
  private Future<?> closing;

  Session(String id, int version, Engine engine, EventLoop owner) {
    this.id = id;
    this.version = version;
    this.engine = engine;
    this.settings = engine.settings();
    this.mailbox = new Mailbox(owner);
    this.heartbeat = new Heartbeat(this, settings.times());
  }

  String id() {
    return id;
  }

  /** Engine.IO's: 3 or 4. */
  int version() {
    return version;
  }

  EngineSettings settings() {
    return settings;
  }

  Mailbox mailbox() {
    return mailbox;
  }

  /** Any thread may ask. */
  boolean isOpen() {
    return state == State.OPEN;
  }

  /** Any thread may ask. */
  String transportName() {
    return transport.name();
  }

  /** Whether a packet would go out at once. Any thread may ask. */
  boolean isWritable() {
    return state == State.OPEN && transport.isWritable();
  }

  /** Packets can be sent, the handshake before all. */
  void begin(Transport first) {
    transport = first;
  }

  /** The client has its handshake: messages may come and go. */
  void open(Acceptor.Admission admission) {
    heartbeat.start();
    handler = admission.handler(this);
    handler.opened();
  }

  Transport transport() {
    return transport;
  }

  Upgrade upgrade() {
    return upgrade;
  }

  boolean isUpgraded() {
    return upgraded;
  }

  void beginUpgrade(Upgrade begun) {
    upgrade = begun;
  }

  void endUpgrade() {
    upgrade = null;
  }

  /** The client has completed the upgrade: what waits goes over the new transport. */
  void upgradeTo(Transport next, EventLoop owner) {
    Polling polling = (Polling) transport;
    endUpgrade();
    upgraded = true;
    transport = next;
    mailbox.moveTo(owner);
    polling.handOver(next);
    if (state == State.CLOSING) {
      close(CloseReason.FORCED_CLOSE);
    } else {
      flushSoon();
    }
  }

  /** Sends a packet at the end of this turn of the event loop. */
  void send(OutPacket packet) {
    if (state != State.OPEN) {
      return;
    }
    if (isFull()) {
      engine.counters().full();
      if (settings.limits().whenQueueFull() == EngineOptions.WhenQueueFull.DISCONNECT) {
        LOG.info(
            "Session {} is disconnected: its client does not take its messages, of which {} bytes"
                + " wait",
            id,
            transport.queued());
        close(CloseReason.SLOW_CLIENT);
      }
      return;
    }
    transport.send(packet);
    flushSoon();
  }

  private boolean isFull() {
    long queued = transport.queued();
    count(queued);
    EngineSettings.Limits limits = settings.limits();
    return queued > limits.maxQueuedPerSession()
        || counted > 0 && engine.queued() > limits.maxQueued();
  }

  /** The client has taken something. */
  void drained() {
    if (state != State.CLOSED) {
      count(transport.queued());
    }
  }

  private void count(long queued) {
    long now = queued > COUNTED_FROM ? queued : 0;
    if (now != counted) {
      engine.addQueued(now - counted);
      counted = now;
    }
  }

  private void flushSoon() {
    if (flushDue) {
      return;
    }
    EventLoop owner = mailbox.owner();
    if (owner.inEventLoop()) {
      flushDue = true;
      Flusher.flushSoon(this, owner);
    } else {
      transport.flush();
    }
  }

  /** Called by the flusher of any event loop. */
  void flush() {
    mailbox.execute(flushTask);
  }

  private void flushNow() {
    flushDue = false;
    if (state != State.CLOSED) {
      transport.flush();
    }
  }

  /** A request came: time is up when it is, not when a timer gets round to it. */
  void checkSilence() {
    heartbeat.checkSilence();
  }

  /** A packet came over the session's own transport. */
  boolean receive(char type, boolean binary, ByteBuf data) {
    if (state != State.OPEN) {
      return false;
    }
    heartbeat.heard(type);
    switch (type) {
      case EnginePacket.MESSAGE -> {
        if (binary) {
          handler.bytes(data);
        } else {
          handler.text(data);
        }
      }
      case EnginePacket.PING -> {
        if (version == 3) {
          send(OutPacket.PONG);
          handler.heartbeat();
        } else {
          close(CloseReason.TRANSPORT_ERROR);
        }
      }
      case EnginePacket.PONG -> {
        if (version == 4) {
          handler.heartbeat();
        } else {
          close(CloseReason.TRANSPORT_ERROR);
        }
      }
      case EnginePacket.CLOSE -> close(CloseReason.TRANSPORT_CLOSE);
      default -> {} // OPEN, UPGRADE and NOOP mean nothing here
    }
    return state == State.OPEN;
  }

  /** Ends the session after everything that was sent has gone out; for 30 s at most. */
  void closeGently() {
    if (state != State.OPEN) {
      return;
    }
    if (!(transport instanceof Polling polling) || polling.isPolled() && upgrade == null) {
      close(CloseReason.FORCED_CLOSE);
      return;
    }
    // The next poll is told, or the WebSocket that a client goes over to: meanwhile it does not
    // poll.
    transport.flush();
    state = State.CLOSING;
    heartbeat.stop();
    closing = schedule(() -> close(CloseReason.FORCED_CLOSE), CLOSING_LIMIT_MS);
    ended(CloseReason.FORCED_CLOSE);
  }

  /** Whether nothing is left of it. */
  boolean isClosed() {
    return state == State.CLOSED;
  }

  /** Whether only what was sent before is still to go out. */
  boolean isClosing() {
    return state == State.CLOSING;
  }

  /** Ends the session now. */
  void close(CloseReason reason) {
    if (state == State.CLOSED) {
      return;
    }
    boolean known = state == State.CLOSING;
    state = State.CLOSED;
    count(0);
    heartbeat.stop();
    if (closing != null) {
      closing.cancel(false);
    }
    engine.remove(this);
    if (upgrade != null) {
      upgrade.abandon();
    }
    if (transport != null) {
      transport.close(reason);
    }
    if (!known) {
      ended(reason);
    }
  }

  /** Notes what the client did wrong. */
  void logInvalid(InvalidPacket e) {
    LOG.debug("Session {} got an invalid packet: {}", id, e.getMessage());
  }

  private void ended(CloseReason reason) {
    LOG.debug("Session {} has ended: {}", id, reason);
    if (handler != null) {
      handler.closed(reason);
    }
  }

  /** Runs a task of the session later; a time that is over when the server has stopped is not. */
  Future<?> schedule(Runnable task, long millis) {
    EventLoop loop = mailbox.owner();
    try {
      return loop.schedule(() -> mailbox.execute(task), millis, TimeUnit.MILLISECONDS);
    } catch (RejectedExecutionException e) {
      return loop.newFailedFuture(e);
    }
  }
}

package io.socketionats.load.simulation;

import io.gatling.core.action.Action;
import io.gatling.javaapi.core.Session;
import io.netty.channel.EventLoop;
import io.socketionats.load.control.Schedule;
import io.socketionats.load.measure.Ledger;
import io.socketionats.load.measure.Micros;
import io.socketionats.load.measure.Receiver;
import io.socketionats.load.measure.Stamp;
import io.socketionats.load.protocol.PollAnswer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One client: what it is to do next, and its account. Between its steps it waits without cost, for
 * the time of its next event or for a command. Its state belongs to its event loop.
 */
final class Member {
  /** The session attribute that holds the client. */
  static final String ATTRIBUTE = "member";

  private static final String STEP = "step";
  private static final Logger LOG = LoggerFactory.getLogger(Member.class);

  /** What a client can be told to do. */
  enum Step {
    PUBLISH,
    /** Closes its connection and connects again, at its time. */
    RECONNECT,
    /** Connects again, to another node, because its own has died. */
    FAIL_OVER,
    /** Shows that its connection works. */
    CHECK_IN,
    LEAVE,
    JOIN,
    /** Sends an event to every client, so that waiting long-polling requests end. */
    WAKE,
    END
  }

  private final int index;
  private final Receiver receiver;
  private final List<RoomSlot> slots;
  private final Supplier<Ledger> ledger;
  private final int payloadBytes;
  private final Step event;
  private final Deque<Step> commands = new ArrayDeque<>();

  /** Orders that came before the client first waited, so before its event loop was known. */
  private final List<Runnable> early = new ArrayList<>();

  private EventLoop eventLoop; // guarded by early
  private Session session;
  private Action next;
  private ScheduledFuture<?> timer;
  private Schedule schedule;
  private long number;
  private Stamp sending;
  private volatile boolean gone;
  private volatile boolean ended;

  Member(int index, int node, List<RoomSlot> slots, Supplier<Ledger> ledger, Traffic traffic) {
    this.index = index;
    this.receiver = new Receiver(node);
    this.slots = List.copyOf(slots);
    this.ledger = ledger;
    this.payloadBytes = traffic.event().payloadBytes();
    this.event =
        switch (traffic.event().kind()) {
          case PUBLISH -> Step.PUBLISH;
          case RECONNECT -> Step.RECONNECT;
        };
  }

  static Member of(Session session) {
    return session.get(ATTRIBUTE);
  }

  /** The step that a session has been told to make. */
  static Step step(Session session) {
    return session.get(STEP);
  }

  int index() {
    return index;
  }

  Receiver receiver() {
    return receiver;
  }

  boolean publishes() {
    return !slots.isEmpty();
  }

  /** Whether its connection is gone without having been closed on purpose. */
  boolean isGone() {
    return gone;
  }

  boolean isEnded() {
    return ended;
  }

  /** Rooms to join, as the event {@code join} has them. */
  Object[] roomNames() {
    return new Object[] {names()};
  }

  private List<String> names() {
    return slots.stream().map(RoomSlot::name).filter(name -> !name.isEmpty()).toList();
  }

  boolean hasRooms() {
    return !names().isEmpty();
  }

  void joining() {
    slots.forEach(slot -> receiver.joining(slot.room()));
  }

  void joined() {
    slots.forEach(slot -> receiver.joined(slot.room()));
  }

  void leaving() {
    slots.forEach(slot -> receiver.leaving(slot.room()));
  }

  void left() {
    slots.forEach(slot -> receiver.left(slot.room()));
  }

  /** Cancels the event that it was sending. */
  void cancel() {
    if (sending != null) {
      ledger.get().cancel(sending);
    }
  }

  /** Its connection is gone. */
  void lose() {
    cancel();
    gone = true;
    ended = true;
  }

  /**
   * Accounts for what a poll brought.
   *
   * @return whether the connection goes on; if not, it is gone as one that breaks is
   */
  boolean hears(PollAnswer answer) {
    answer.packets().forEach(receiver::arrived);
    Optional<String> end = answer.end();
    end.ifPresent(
        reason -> {
          LOG.warn("client {}: {}", index, reason);
          lose();
        });
    return end.isEmpty();
  }

  /** The session's next step: at once, at its time, or when a command comes. */
  void await(io.gatling.core.session.Session waiting, Action then) {
    session = new Session(waiting);
    next = then;
    sending = null;
    synchronized (early) {
      eventLoop = waiting.eventLoop();
      early.forEach(Runnable::run);
      early.clear();
    }
    decide();
  }

  /** Publishes from now on as a schedule says; may be called from any thread. */
  void follow(Schedule plan) {
    onEventLoop(
        () -> {
          schedule = plan;
          number = 0;
        });
  }

  /** Makes a step as soon as the one that it is at is done; may be called from any thread. */
  void command(Step step) {
    onEventLoop(() -> commands.add(step));
  }

  private void onEventLoop(Runnable change) {
    synchronized (early) {
      if (eventLoop == null) {
        early.add(change);
      } else if (!eventLoop.isShuttingDown()) {
        eventLoop.execute(
            () -> {
              change.run();
              if (session != null) {
                decide();
              }
            });
      }
    }
  }

  private void decide() {
    if (timer != null) {
      timer.cancel(false);
      timer = null;
    }
    if (!commands.isEmpty()) {
      release(commands.poll());
    } else if (schedule != null) {
      awaitTime(schedule.at(number));
    }
  }

  private void awaitTime(long time) {
    if (time == Long.MAX_VALUE) {
      schedule = null;
      return;
    }
    long wait = time - Micros.now();
    timer =
        eventLoop.schedule( // on the event loop itself, so after it was set
            () -> {
              timer = null;
              release(event);
            },
            Math.max(0, wait),
            TimeUnit.MICROSECONDS);
  }

  private void release(Step step) {
    if (step == Step.END) {
      ended = true;
    }
    Session released = session.set(STEP, step);
    session = null;
    next.$bang(released.asScala());
  }

  /** The room of the event that is due. */
  private RoomSlot due() {
    return slots.get((int) (number % slots.size()));
  }

  boolean publishesToRoom() {
    return !due().name().isEmpty();
  }

  /** Begins the reconnection that is due; it counts as an event from now on. */
  void reconnecting() {
    RoomSlot slot = due();
    sending = ledger.get().issue(slot.room(), slot.slot(), receiver.node(), schedule.at(number));
    number++;
  }

  /** The connection works again. */
  void reconnected() {
    receiver.arrived(sending, Micros.now());
  }

  /** Moves to another node, of so many. */
  void failOver(int nodes) {
    receiver.moveTo((receiver.node() + 1) % nodes);
  }

  /** Arguments of the event that is due; it counts as sent from now on. */
  Object[] publishing() {
    RoomSlot slot = due();
    sending = ledger.get().issue(slot.room(), slot.slot(), receiver.node(), schedule.at(number));
    number++;
    String payload = sending.payload(payloadBytes);
    return slot.name().isEmpty() ? new Object[] {payload} : new Object[] {slot.name(), payload};
  }
}

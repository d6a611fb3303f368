package io.socketionats.engine;

import io.netty.channel.EventLoop;
import io.netty.util.internal.PlatformDependent;
import java.util.Queue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the tasks of one session one at a time, in the order in which they were given, on the event
 * loop that owns the session. So a session's state needs no lock, and its owner can change without
 * a task being overtaken. Thread-safe.
 */
final class Mailbox {
  private static final Logger LOG = LoggerFactory.getLogger(Mailbox.class);

  private final Queue<Runnable> tasks = PlatformDependent.newMpscQueue();
  private final AtomicInteger waiting = new AtomicInteger(); // tasks given and not yet counted off
  private volatile EventLoop owner;
  private volatile boolean moved; // and has run no task at its new owner's yet

  Mailbox(EventLoop owner) {
    this.owner = owner;
  }

  EventLoop owner() {
    return owner;
  }

  /**
   * To be called by a task: the tasks after it run there, and after everything that it has given
   * that event loop to do.
   */
  void moveTo(EventLoop next) {
    moved = next != owner;
    owner = next;
  }

  void execute(Runnable task) {
    if (add(task)) {
      schedule();
    }
  }

  /**
   * Gives a task its place in the order.
   *
   * @return whether nobody will run it unless {@link #run} is called
   */
  boolean add(Runnable task) {
    tasks.add(task);
    return waiting.getAndIncrement() == 0;
  }

  /** Runs what has been added: at once on the owner's event loop, else soon. */
  void run() {
    schedule();
  }

  private void schedule() {
    EventLoop loop = owner;
    if (loop.inEventLoop() && !moved) {
      drain();
      return;
    }
    try {
      loop.execute(this::drain);
    } catch (RejectedExecutionException e) {
      drain(); // the server has stopped, and with it the only other thread that would
    }
  }

  private void drain() {
    if (owner.inEventLoop()) {
      moved = false;
    }
    int taken = waiting.get();
    do {
      for (int i = 0; i < taken; i++) {
        EventLoop loop = owner;
        if (!loop.inEventLoop() && !loop.isShuttingDown()) {
          waiting.addAndGet(-i); // what is left, at least one, runs at the new owner's
          schedule();
          return;
        }
        perform(tasks.poll());
      }
      taken = waiting.addAndGet(-taken);
    } while (taken > 0);
  }

  private static void perform(Runnable task) {
    try {
      task.run();
    } catch (Throwable e) { // a listener's Error must not leave the session without its tasks
      LOG.error("A task of a session failed", e);
    }
  }
}

package io.socketionats.adapter;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/**
 * Confirmations by NATS, shared by those who ask at the same time: who asks while NATS is being
 * asked waits for the next answer, and nobody longer than {@link TimeLimits#FLUSH} from their own
 * call on. NATS is asked on one thread, times are kept on another, so that an answer that does not
 * come keeps nobody. Thread-safe.
 */
final class Flushes implements AutoCloseable {
  /** Asks NATS once. */
  interface Question {
    /** Waits for the answer, for a bounded time; returns why there is none, or {@code null}. */
    IllegalStateException ask();
  }

  private record Waiter(CompletableFuture<Void> done, long deadline) {}

  private final Question question;
  private final BooleanSupplier wanted;
  private final ScheduledExecutorService timer;
  private final ExecutorService asker;
  private final ArrayDeque<Waiter> waiting = new ArrayDeque<>(); // in the order of their deadlines
  private long added;
  private long removed;
  private boolean asking;
  private boolean watching;
  private boolean closed;

  /**
   * @param question asks NATS
   * @param wanted whether to ask although nobody waits
   * @param timer ends what has waited too long
   */
  Flushes(Question question, BooleanSupplier wanted, ScheduledExecutorService timer) {
    this.question = question;
    this.wanted = wanted;
    this.timer = timer;
    this.asker = DaemonThreads.oneByOne("socketio-nats-flush");
  }

  /**
   * Completes when NATS has processed everything that was queued before the call; exceptionally
   * with an {@link IllegalStateException} if it does not within the limit, or cannot.
   */
  CompletableFuture<Void> flush() {
    CompletableFuture<Void> done = new CompletableFuture<>();
    synchronized (this) {
      if (!closed) {
        waiting.add(new Waiter(done, System.nanoTime() + TimeLimits.FLUSH.toNanos()));
        added++;
        watch();
        ask();
        return done;
      }
    }
    return CompletableFuture.failedFuture(closed());
  }

  /** Asks NATS although nobody waits for it, so that {@link Outgoing} learns what has arrived. */
  synchronized void confirm() {
    if (!closed) {
      ask();
    }
  }

  private void ask() {
    if (!asking) {
      asking = true;
      asker.execute(this::askWhileWanted);
    }
  }

  private void askWhileWanted() {
    while (true) {
      long upTo;
      synchronized (this) {
        if (closed || waiting.isEmpty() && !wanted.getAsBoolean()) {
          asking = false;
          return;
        }
        upTo = added;
      }
      IllegalStateException failure = askOnce();
      complete(takeUpTo(upTo), failure);
    }
  }

  private IllegalStateException askOnce() {
    try {
      return question.ask();
    } catch (RuntimeException e) {
      return new IllegalStateException("not confirmed by NATS: " + e.getMessage(), e);
    }
  }

  /** Those who waited before NATS was asked, less those whose time is over. */
  private synchronized List<Waiter> takeUpTo(long upTo) {
    List<Waiter> answered = new ArrayList<>();
    while (removed < upTo) {
      answered.add(waiting.poll());
      removed++;
    }
    return answered;
  }

  /** Never on the calling thread: what depends on a join may itself wait for a flush. */
  private static void complete(List<Waiter> waiters, IllegalStateException failure) {
    for (Waiter waiter : waiters) {
      if (failure == null) {
        waiter.done().completeAsync(() -> null);
      } else {
        CompletableFuture.runAsync(() -> waiter.done().completeExceptionally(failure));
      }
    }
  }

  /** Sees to it that the first deadline is kept. */
  private void watch() {
    Waiter first = waiting.peek();
    if (watching || first == null) {
      return;
    }
    watching = true;
    long left = Math.max(0, first.deadline() - System.nanoTime());
    try {
      timer.schedule(this::expire, left, TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException e) {
      watching = false; // closing, which ends all that wait
    }
  }

  private void expire() {
    List<Waiter> late = new ArrayList<>();
    synchronized (this) {
      watching = false;
      long now = System.nanoTime();
      while (!waiting.isEmpty() && waiting.peek().deadline() - now <= 0) {
        late.add(waiting.poll());
        removed++;
      }
      watch();
    }
    complete(late, unanswered());
  }

  static IllegalStateException unanswered() {
    return new IllegalStateException(
        "not confirmed by NATS within " + TimeLimits.text(TimeLimits.FLUSH));
  }

  private static IllegalStateException closed() {
    return new IllegalStateException("not confirmed by NATS: closed");
  }

  /** Ends all that wait; later flushes end at once. */
  @Override
  public void close() {
    List<Waiter> left;
    synchronized (this) {
      closed = true;
      left = new ArrayList<>(waiting);
      removed += waiting.size();
      waiting.clear();
    }
    asker.shutdownNow();
    complete(left, closed());
  }
}

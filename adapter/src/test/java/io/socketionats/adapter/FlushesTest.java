package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class FlushesTest {
  private static final int ROUNDS = 2_000;

  private final ScheduledExecutorService timer = DaemonThreads.timer("flushes-test");

  @AfterEach
  void stop() {
    timer.shutdownNow();
  }

  /** Once a batch that came to a closed queue was thrown away, and every later flush hung. */
  @Test
  void everyFlushEndsHoweverItMeetsClose() throws Exception {
    int threads = 4;
    ExecutorService pool = Executors.newFixedThreadPool(threads + 1);
    try {
      for (int round = 0; round < ROUNDS; round++) {
        Flushes flushes = new Flushes(() -> null, () -> false, timer);
        CountDownLatch start = new CountDownLatch(1);
        List<Future<List<CompletableFuture<Void>>>> calls = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
          calls.add(
              pool.submit(
                  () -> {
                    start.await();
                    return List.of(flushes.flush(), flushes.flush(), flushes.flush());
                  }));
        }
        pool.submit(
            () -> {
              start.await();
              flushes.close();
              return null;
            });
        start.countDown();
        for (Future<List<CompletableFuture<Void>>> call : calls) {
          for (CompletableFuture<Void> flush : call.get(10, TimeUnit.SECONDS)) {
            ended(flush);
          }
        }
        ended(flushes.flush());
      }
    } finally {
      pool.shutdownNow();
    }
  }

  private static void ended(CompletableFuture<Void> flush) throws Exception {
    try {
      flush.get(10, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      assertThat(e.getCause()).hasMessage("not confirmed by NATS: closed");
    }
  }

  @Test
  void whoAsksWhileNatsIsAskedSharesTheNextAnswer() throws Exception {
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answer = new CountDownLatch(1);
    AtomicInteger questions = new AtomicInteger();
    try (Flushes flushes =
        new Flushes(
            () -> {
              if (questions.incrementAndGet() == 1) {
                asked.countDown();
                wait(answer);
              }
              return null;
            },
            () -> false,
            timer)) {
      CompletableFuture<Void> first = flushes.flush();
      wait(asked);
      List<CompletableFuture<Void>> later = List.of(flushes.flush(), flushes.flush());
      assertThat(first).isNotDone();

      answer.countDown();

      first.get(10, TimeUnit.SECONDS);
      for (CompletableFuture<Void> flush : later) {
        flush.get(10, TimeUnit.SECONDS);
      }
      assertThat(questions).hasValue(2);
    }
  }

  private static void wait(CountDownLatch latch) {
    try {
      if (!latch.await(30, TimeUnit.SECONDS)) {
        throw new AssertionError("the latch was not released within 30 s");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** A join that came during a stalled flush once waited for two of them. */
  @Test
  void nobodyWaitsLongerThanTheLimitAlthoughNatsKeepsSilent() throws Exception {
    CountDownLatch never = new CountDownLatch(1);
    CountDownLatch asked = new CountDownLatch(1);
    try (Flushes flushes =
        new Flushes(
            () -> {
              asked.countDown();
              wait(never);
              return null;
            },
            () -> false,
            timer)) {
      CompletableFuture<Void> first = flushes.flush();
      wait(asked);
      CompletableFuture<Void> second = flushes.flush();

      for (CompletableFuture<Void> flush : List.of(first, second)) {
        assertThatThrownBy(() -> flush.get(30, TimeUnit.SECONDS))
            .hasRootCauseInstanceOf(IllegalStateException.class)
            .hasRootCauseMessage("not confirmed by NATS within 5 s");
      }
      never.countDown();
      flushes.flush().get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void aQuestionThatThrowsEndsItsFlushesOnly() throws Exception {
    AtomicInteger questions = new AtomicInteger();
    try (Flushes flushes =
        new Flushes(
            () -> {
              if (questions.incrementAndGet() == 1) {
                throw new IllegalArgumentException("broken");
              }
              return null;
            },
            () -> false,
            timer)) {
      assertThatThrownBy(() -> flushes.flush().get(10, TimeUnit.SECONDS))
          .hasMessageContaining("not confirmed by NATS: broken");
      flushes.flush().get(10, TimeUnit.SECONDS);
    }
  }
}

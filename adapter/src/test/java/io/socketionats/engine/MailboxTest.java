package io.socketionats.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.EventLoop;
import io.netty.channel.nio.NioEventLoopGroup;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Tasks of a mailbox run one at a time and in order, also while its owner changes. */
class MailboxTest {
  private static final int THREADS = 4;
  private static final int TASKS = 20_000;

  private final NioEventLoopGroup loops = new NioEventLoopGroup(2);

  @AfterEach
  void stop() {
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS);
  }

  @Test
  void tasksKeepTheOrderOfEachThreadAndNeverRunSideBySide() throws Exception {
    EventLoop first = loops.next();
    EventLoop second = loops.next();
    Mailbox mailbox = new Mailbox(first);
    AtomicInteger running = new AtomicInteger();
    AtomicBoolean wrong = new AtomicBoolean();
    CountDownLatch done = new CountDownLatch(THREADS * TASKS);
    int[] last = new int[THREADS];
    List<Thread> threads = new ArrayList<>();
    for (int thread = 0; thread < THREADS; thread++) {
      int own = thread;
      threads.add(
          new Thread(
              () -> {
                for (int i = 1; i <= TASKS; i++) {
                  int number = i;
                  mailbox.execute(
                      () -> {
                        if (running.getAndIncrement() != 0 || last[own] != number - 1) {
                          wrong.set(true);
                        }
                        last[own] = number;
                        if (own == 0 && number % 100 == 0) {
                          mailbox.moveTo(number % 200 == 0 ? first : second);
                        }
                        running.decrementAndGet();
                        done.countDown();
                      });
                }
              }));
    }
    threads.forEach(Thread::start);

    assertThat(done.await(30, TimeUnit.SECONDS)).isTrue();
    assertThat(wrong).isFalse();
  }

  /** Else an event that came over a new WebSocket was answered before what had waited for it. */
  @Test
  void tasksRunAfterWhatTheMoveGaveTheNewOwnerToDo() throws Exception {
    EventLoop first = loops.next();
    EventLoop second = loops.next();
    Mailbox mailbox = new Mailbox(first);
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    CountDownLatch moved = new CountDownLatch(1);
    CountDownLatch done = new CountDownLatch(2);
    second.execute(
        () -> {
          join(moved); // busy with reading, before it comes to what it was given
          mailbox.execute(() -> note(order, "later", done));
        });

    mailbox.execute(
        () -> {
          mailbox.moveTo(second);
          second.execute(() -> note(order, "given by the move", done));
        });
    first.submit(() -> {}).sync();
    moved.countDown();

    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
    assertThat(order).containsExactly("given by the move", "later");
  }

  private static void join(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void note(List<String> order, String what, CountDownLatch done) {
    order.add(what);
    done.countDown();
  }

  @Test
  void aTaskThatFailsDoesNotKeepTheNextFromRunning() throws Exception {
    Mailbox mailbox = new Mailbox(loops.next());
    CountDownLatch done = new CountDownLatch(1);
    mailbox.execute(
        () -> {
          throw new AssertionError("on purpose");
        });
    mailbox.execute(done::countDown);

    assertThat(done.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @Test
  void tasksRunAfterTheServerHasStopped() throws Exception {
    Mailbox mailbox = new Mailbox(loops.next());
    loops.shutdownGracefully(0, 1, TimeUnit.SECONDS).sync();
    AtomicBoolean ran = new AtomicBoolean();

    mailbox.execute(() -> ran.set(true));

    assertThat(ran).isTrue();
  }
}

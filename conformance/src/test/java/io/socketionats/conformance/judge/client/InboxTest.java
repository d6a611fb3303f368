package io.socketionats.conformance.judge.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.conformance.Json;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class InboxTest {
  private final Inbox inbox = new Inbox();

  private void add(String event) {
    inbox.add(event, Json.array(), false);
  }

  @Test
  void countsPositionsOverAllEvents() {
    add("a");
    add("b");
    add("a");

    assertThat(inbox.of("a")).extracting(Received::position).containsExactly(0, 2);
    assertThat(inbox.all()).extracting(Received::event).containsExactly("a", "b", "a");
    assertThat(inbox.of("c")).isEmpty();
  }

  @Test
  void neverWaitsForWhatHasCome() {
    add("a");

    assertThat(inbox.await("a", 1, Duration.ZERO)).isTrue();
    assertThat(inbox.await("a", 0, Duration.ZERO)).isTrue();
  }

  @Test
  void givesUpAtItsLimit() {
    add("a");

    assertThat(inbox.await("a", 2, Duration.ofMillis(1))).isFalse();
    assertThat(inbox.await("b", 1, Duration.ofMillis(-1))).isFalse();
  }

  @Test
  void isWokenByTheLastOfWhatItAwaits() throws InterruptedException {
    Thread sender =
        new Thread(
            () -> {
              add("a");
              add("b");
              add("a");
            });
    sender.start();

    assertThat(inbox.await("a", 2, Duration.ofSeconds(20))).isTrue();
    sender.join();
  }

  @Test
  void stopsWaitingWhenNothingMoreCanCome() throws InterruptedException {
    AtomicBoolean over = new AtomicBoolean();
    Thread end =
        new Thread(
            () -> {
              over.set(true);
              inbox.wake();
            });
    end.start();

    assertThat(inbox.await("a", 1, Duration.ofHours(1), over::get)).isFalse();
    end.join();
  }

  @Test
  void stopsWaitingWhenItsThreadIsInterrupted() {
    Thread.currentThread().interrupt();

    assertThat(inbox.await("a", 1, Duration.ofSeconds(20))).isFalse();
    assertThat(Thread.interrupted()).isTrue();
  }
}

package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class OutgoingTest {
  @Test
  void admitsNineTenthsOfTheQueueAndMoreWhenNatsHasConfirmed() {
    Outgoing outgoing = new Outgoing(10);
    for (int i = 0; i < 9; i++) {
      assertThat(outgoing.admit()).isTrue();
    }
    assertThat(outgoing.admit()).isFalse();

    outgoing.confirm(4);

    for (int i = 0; i < 4; i++) {
      assertThat(outgoing.admit()).isTrue();
    }
    assertThat(outgoing.admit()).isFalse();
    outgoing.confirm(2); // an answer that comes late takes nothing back
    assertThat(outgoing.admit()).isFalse();
  }

  @Test
  void asksForAConfirmationLongBeforeItRefuses() {
    Outgoing outgoing = new Outgoing(40);
    for (int i = 0; i < 9; i++) {
      assertThat(outgoing.needsConfirmation()).isFalse();
      outgoing.admit();
    }
    assertThat(outgoing.needsConfirmation()).isTrue();
    outgoing.confirm(outgoing.queued());
    assertThat(outgoing.needsConfirmation()).isFalse();
  }
}

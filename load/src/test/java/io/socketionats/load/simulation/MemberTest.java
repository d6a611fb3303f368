package io.socketionats.load.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.socketionats.load.protocol.PollAnswer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that polls knows when it has been disconnected. */
class MemberTest {
  private final Member member =
      new Member(0, 0, List.of(), () -> null, Traffic.broadcast(1, 16)); // publishes nothing

  @ParameterizedTest
  @ValueSource(strings = {"1", "41", "41/chat,", "44{}", "", "what is this"})
  void isGoneWhenTheServerEndsTheConnectionOrTalksNonsense(String packet) {
    assertThat(member.hears(PollAnswer.of("42[\"m\"]\u001e" + packet))).isFalse();
    assertThat(member.isGone()).isTrue();
    assertThat(member.isEnded()).isTrue();
  }

  @Test
  void goesOnOtherwise() {
    assertThat(member.hears(PollAnswer.of("40{}\u001e2\u001e42[\"m\"]\u001e430[]\u001e6")))
        .isTrue();
    assertThat(member.isGone()).isFalse();
    assertThat(member.isEnded()).isFalse();
  }
}

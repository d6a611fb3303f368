package io.socketionats.load.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.scalalogging.Logger;
import io.gatling.core.action.Action;
import io.gatling.javaapi.core.Session;
import io.netty.channel.DefaultEventLoop;
import io.socketionats.load.control.Schedule;
import io.socketionats.load.measure.Micros;
import io.socketionats.load.protocol.PollAnswer;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
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

  /**
   * A schedule that came between the connection and the client's first wait was dropped: the client
   * published nothing in that level.
   */
  @Test
  void followsAScheduleThatCameBeforeItsFirstWait() throws Exception {
    DefaultEventLoop eventLoop = new DefaultEventLoop();
    try {
      Member publisher =
          new Member(0, 0, List.of(new RoomSlot(0, "", 0)), () -> null, Traffic.broadcast(1, 16));
      long now = Micros.now();
      publisher.follow(Schedule.of(now, now + 60_000_000, 0, 1, 1000, 1));
      CompletableFuture<Member.Step> step = new CompletableFuture<>();

      eventLoop.execute(() -> publisher.await(session(eventLoop), nextStep(step)));

      assertThat(step.get(10, TimeUnit.SECONDS)).isEqualTo(Member.Step.PUBLISH);
    } finally {
      eventLoop.shutdownGracefully(0, 1, TimeUnit.SECONDS);
    }
  }

  private static io.gatling.core.session.Session session(DefaultEventLoop eventLoop) {
    return io.gatling.core.session.Session$.MODULE$.apply("clients", 1L, eventLoop);
  }

  private static Action nextStep(CompletableFuture<Member.Step> step) {
    return new Action() {
      @Override
      public String name() {
        return "next";
      }

      @Override
      public void execute(io.gatling.core.session.Session session) {
        step.complete(Member.step(new Session(session)));
      }

      @Override
      public Logger logger() {
        return null;
      }

      @Override
      public void com$typesafe$scalalogging$StrictLogging$_setter_$logger_$eq(Logger logger) {
        // it logs nothing
      }
    };
  }
}

package io.socketionats.load.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FramesTest {
  @Test
  void writesPacketsOfTheRootAndOfOtherNamespaces() {
    assertThat(Frames.connect("/")).isEqualTo("40");
    assertThat(Frames.connect("/chat")).isEqualTo("40/chat,");
    assertThat(Frames.event("/", "say", "a\"b", 1)).isEqualTo("42[\"say\",\"a\\\"b\",1]");
    assertThat(Frames.event("/chat", 7, "join", List.of("r")))
        .isEqualTo("42/chat,7[\"join\",[\"r\"]]");
  }

  @Test
  void knowsItsOwnAcknowledgement() {
    String pattern = Frames.acknowledgement("/chat", "7");
    assertThat("43/chat,7[\"ok\"]").containsPattern(pattern);
    assertThat("43/chat,77[\"ok\"]").doesNotContainPattern(pattern);
    assertThat("437[\"ok\"]").doesNotContainPattern(pattern);
    assertThat("437[\"ok\"]").containsPattern(Frames.acknowledgement("/", "7"));
  }

  @Test
  void knowsTheAnswerToItsConnect() {
    assertThat("40/chat,{\"sid\":\"x\"}").containsPattern(Frames.connected("/chat"));
    assertThat("40/chatter,{}").doesNotContainPattern(Frames.connected("/chat"));
    assertThat("40{\"sid\":\"x\"}").containsPattern(Frames.connected("/"));
    assertThat("40/chat,{}").doesNotContainPattern(Frames.connected("/"));
  }
}

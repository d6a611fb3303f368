package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.JacksonJsonSupport;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketEncoder;
import com.corundumstudio.socketio.protocol.PacketType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.List;
import java.util.Queue;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Answers to polls are whole, and as the client's Engine.IO version has them. */
class PollEncoderTest {
  private static final int LIMIT = 50;
  private static final Object NO_JSON =
      new Object() {
        @SuppressWarnings("unused") // Jackson asks
        public String getValue() {
          throw new IllegalStateException("not now");
        }
      };

  private static PollEncoder encoder(EngineIOVersion version) {
    return new PollEncoder(configuration(), version);
  }

  private static Configuration configuration() {
    Configuration configuration = new Configuration();
    configuration.setJsonSupport(new JacksonJsonSupport());
    return configuration;
  }

  private static Packet event(Object argument) {
    // As the server's own operations make it: of no version, and shared.
    Packet packet = new Packet(PacketType.MESSAGE, EngineIOVersion.UNKNOWN);
    packet.setSubType(PacketType.EVENT);
    packet.setName("e");
    packet.setData(List.of(argument));
    return packet;
  }

  private static Queue<Packet> events(Object... arguments) {
    return new ArrayDeque<>(Arrays.stream(arguments).map(PollEncoderTest::event).toList());
  }

  private static int leftBy(PacketEncoder encoder, int waiting) throws IOException {
    Queue<Packet> queue = events(IntStream.range(0, waiting).boxed().toArray());
    encoder.encodePackets(queue, Unpooled.buffer(), ByteBufAllocator.DEFAULT, LIMIT);
    return queue.size();
  }

  private static String answer(EngineIOVersion version, Object... arguments) {
    ByteBuf out = Unpooled.buffer();
    encoder(version).encodePackets(events(arguments), out, ByteBufAllocator.DEFAULT, LIMIT);
    return out.toString(StandardCharsets.ISO_8859_1);
  }

  private static String textAnswer(EngineIOVersion version, Integer index, Object... arguments) {
    ByteBuf out = Unpooled.buffer();
    encoder(version).encodeJsonP(index, events(arguments), out, ByteBufAllocator.DEFAULT, LIMIT);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void takesNoMoreFromTheQueueThanItEncodes() throws IOException {
    for (EngineIOVersion version : EngineIOVersion.values()) {
      assertThat(leftBy(encoder(version), 10)).isZero();
      assertThat(leftBy(encoder(version), LIMIT)).isZero();
      assertThat(leftBy(encoder(version), 120)).isEqualTo(120 - LIMIT);
    }
    Queue<Packet> queue = events(IntStream.range(0, 120).boxed().toArray());
    encoder(EngineIOVersion.V3)
        .encodeJsonP(0, queue, Unpooled.buffer(), ByteBufAllocator.DEFAULT, LIMIT);
    assertThat(queue).hasSize(120 - LIMIT);
  }

  /** When this fails, netty-socketio has been mended: see what of the encoder is still needed. */
  @Test
  void isStillNeeded() throws IOException {
    PacketEncoder itsOwn = new PacketEncoder(new Configuration(), new JacksonJsonSupport());
    assertThat(leftBy(itsOwn, 120)).isEqualTo(120 - LIMIT - 1);
  }

  @Test
  void writesSharedPacketsAsTheVersionOfTheClientHasThem() {
    assertThat(answer(EngineIOVersion.V4, 1, 2)).isEqualTo("42[\"e\",1]\u001e42[\"e\",2]");
    assertThat(answer(EngineIOVersion.V3, 1, 2))
        .isEqualTo("\0\u0009\u00ff42[\"e\",1]\0\u0009\u00ff42[\"e\",2]");
    assertThat(answer(EngineIOVersion.V3, "é"))
        .isEqualTo("\0\u0001\u0002\u00ff42[\"e\",\"\u00c3\u00a9\"]");
  }

  @Test
  void writesTextForClientsThatCannotTakeBinaryData() {
    assertThat(textAnswer(EngineIOVersion.V4, null, 1, "é"))
        .isEqualTo("42[\"e\",1]\u001e42[\"e\",\"é\"]");
    assertThat(textAnswer(EngineIOVersion.V3, null, 1, "é"))
        .isEqualTo("9:42[\"e\",1]11:42[\"e\",\"é\"]");
    assertThat(textAnswer(EngineIOVersion.V3, 7, "it's \"é\"\u2028"))
        .isEqualTo("___eio[7]('21:42[\"e\",\"it\\'s \\\\\"é\\\\\"\\u2028\"]');");
  }

  @Test
  void leavesOutWhatCannotBeWrittenAndNothingElse() {
    assertThat(answer(EngineIOVersion.V4, 1, NO_JSON, 2)).isEqualTo("42[\"e\",1]\u001e42[\"e\",2]");
    assertThat(answer(EngineIOVersion.V4, NO_JSON, 1)).isEqualTo("42[\"e\",1]");
    assertThat(answer(EngineIOVersion.V3, 1, NO_JSON)).isEqualTo("\0\u0009\u00ff42[\"e\",1]");
    assertThat(textAnswer(EngineIOVersion.V3, null, NO_JSON, 1)).isEqualTo("9:42[\"e\",1]");
    assertThat(textAnswer(EngineIOVersion.V3, 0, NO_JSON, 1))
        .isEqualTo("___eio[0]('9:42[\"e\",1]');");
  }

  /** An empty answer is a parse error for clients. */
  @Test
  void answersWithNothingToDoWhenNothingCanBeWritten() {
    assertThat(answer(EngineIOVersion.V4, NO_JSON)).isEqualTo("6");
    assertThat(answer(EngineIOVersion.V3, NO_JSON)).isEqualTo("\0\u0001\u00ff6");
    assertThat(textAnswer(EngineIOVersion.V3, null, NO_JSON)).isEqualTo("1:6");
    assertThat(textAnswer(EngineIOVersion.V3, 0, NO_JSON)).isEqualTo("___eio[0]('1:6');");
  }

  @Test
  void leavesTheBufferOfAWebSocketAsItWas() {
    ByteBuf out = Unpooled.buffer().writeByte('x');
    encoder(EngineIOVersion.V4).encodePacket(event(NO_JSON), out, ByteBufAllocator.DEFAULT, true);
    encoder(EngineIOVersion.V4).encodePacket(event(1), out, ByteBufAllocator.DEFAULT, true);
    assertThat(out.toString(StandardCharsets.UTF_8)).isEqualTo("x42[\"e\",1]");
  }

  @Test
  void writesBytesAsTheVersionHasThem() {
    byte[] bytes = {1, 2, (byte) 0xff};
    String placeholder = "[\"e\",{\"_placeholder\":true,\"num\":0}]";
    assertThat(answer(EngineIOVersion.V4, (Object) bytes))
        .isEqualTo("451-" + placeholder + "\u001ebAQL/");
    assertThat(answer(EngineIOVersion.V3, (Object) bytes))
        .isEqualTo(
            "\0\u0003\u0009\u00ff451-"
                + placeholder
                + "\u0001\u0004\u00ff\u0004\u0001\u0002\u00ff");
    assertThat(textAnswer(EngineIOVersion.V3, null, (Object) bytes))
        .isEqualTo("39:451-" + placeholder + "6:b4AQL/");
  }
}

package io.socketionats.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of long-polling, against the bytes that engine.io reads and writes. */
class PayloadTest {
  private static final OutPacket GREETING = OutPacket.text('4', "grüß 😀");
  private static final OutPacket BYTES = OutPacket.bytes(new byte[] {0, 1, (byte) 255}, true);

  private interface Decoder {
    void decode(ByteBuf body, PacketSink sink) throws InvalidPacket;
  }

  private static List<String> decoded(Decoder decoder, ByteBuf body) throws InvalidPacket {
    List<String> packets = new ArrayList<>();
    decoder.decode(
        body,
        (type, binary, data) -> {
          packets.add(
              type
                  + (binary
                      ? " " + ByteBufUtil.hexDump(data)
                      : data.toString(StandardCharsets.UTF_8)));
          return true;
        });
    return packets;
  }

  private static ByteBuf utf8(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  private static String text(ByteBuf body) {
    return body.toString(StandardCharsets.UTF_8);
  }

  @Test
  void version4PutsSeparatorsBetweenPacketsAndBytesInBase64() throws Exception {
    ByteBuf body =
        Payload4.encode(List.of(GREETING, BYTES, OutPacket.PING), UnpooledByteBufAllocator.DEFAULT);

    assertThat(text(body)).isEqualTo("4grüß 😀\u001ebAAH/\u001e2");
    assertThat(decoded(Payload4::decode, body)).containsExactly("4grüß 😀", "4 0001ff", "2");
  }

  @Test
  void version4ReadsBase64WithLineEnds() throws Exception {
    assertThat(decoded(Payload4::decode, utf8("bAAH/\nAAH/\n\u001e3")))
        .containsExactly("4 0001ff0001ff", "3");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "4a\u001e", "\u001e4a", "9a", "abc", "4a\u001e\u001e4b", "bA"})
  void version4RefusesWhatIsNoPacket(String body) {
    assertThatThrownBy(() -> decoded(Payload4::decode, utf8(body)))
        .isInstanceOf(InvalidPacket.class);
  }

  @Test
  void version3CountsCharactersAsJavaScriptDoes() throws Exception {
    ByteBuf body =
        Payload3.encode(List.of(GREETING, BYTES), false, UnpooledByteBufAllocator.DEFAULT);

    assertThat(text(body)).isEqualTo("8:4grüß 😀6:b4AAH/");
    assertThat(decoded(Payload3::decodeText, body)).containsExactly("4grüß 😀", "4 0001ff");
  }

  @Test
  void version3WritesLengthsInBytesBetweenBytes() throws Exception {
    ByteBuf body =
        Payload3.encode(List.of(GREETING, BYTES), true, UnpooledByteBufAllocator.DEFAULT);

    assertThat(ByteBufUtil.hexDump(body))
        .isEqualTo("000102ff" + "346772c3bcc39f20f09f9880" + "0104ff" + "040001ff");
    assertThat(decoded(Payload3::decodeBytes, body)).containsExactly("4grüß 😀", "4 0001ff");
  }

  @Test
  void version3SendsBytesAsTextWhereTheClientTakesNoOther() {
    assertThat(Payload3.isBinary(List.of(GREETING), true)).isFalse();
    assertThat(Payload3.isBinary(List.of(GREETING, BYTES), true)).isTrue();
    assertThat(Payload3.isBinary(List.of(GREETING, BYTES), false)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "abc",
        ":4a",
        "3:4a",
        "2:4a3",
        "2x:4a",
        "1:9",
        "12345678901:4",
        "2:😀a",
      })
  void version3RefusesTextThatIsNoPayload(String body) {
    assertThatThrownBy(() -> decoded(Payload3::decodeText, utf8(body)))
        .isInstanceOf(InvalidPacket.class);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"00", "0001", "0001ff", "0002ff34", "00ff34", "000aff34", "0101ff09", "0001ff39"})
  void version3RefusesBytesThatAreNoPayload(String hex) {
    ByteBuf body = Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump(hex));
    assertThatThrownBy(() -> decoded(Payload3::decodeBytes, body))
        .isInstanceOf(InvalidPacket.class);
  }

  @Test
  void aReaderThatHasEnoughIsGivenNoMore() throws Exception {
    List<Character> types = new ArrayList<>();
    PacketSink once =
        (type, binary, data) -> {
          types.add(type);
          return false;
        };
    Payload4.decode(utf8("1\u001e2"), once);
    Payload3.decodeText(utf8("1:31:2"), once);
    Payload3.decodeBytes(
        Unpooled.wrappedBuffer(ByteBufUtil.decodeHexDump("0001ff350001ff32")), once);

    assertThat(types).containsExactly('1', '3', '5');
  }

  @Test
  void framesOfWebSocketHaveTheShortestLength() {
    assertThat(OutPacket.text('4', "a").frame(4)).startsWith(0x81, 2, '4', 'a');
    assertThat(OutPacket.text('4', "a".repeat(125)).frame(4)).startsWith(0x81, 126, 0, 126);
    assertThat(OutPacket.bytes(new byte[65_536], true).frame(4))
        .startsWith(0x82, 127, 0, 0, 0, 0, 0, 1, 0, 0)
        .hasSize(65_546);
    assertThat(BYTES.frame(3)).containsExactly(0x82, 4, 4, 0, 1, 255);
    assertThat(BYTES.payload(3)).containsExactly(4, 0, 1, 255);
  }
}

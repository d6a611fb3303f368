package io.socketionats.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Packets of Socket.IO, as socket.io-parser reads them. */
class SocketIoPacketTest {
  private static final PacketHeader BINARY = new PacketHeader(5, 2, "/", -1);

  private static ByteBuf utf8(String text) {
    return Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "2[\"a\"]|2|0|/|-1|[\"a\"]",
        "212[\"a\"]|2|0|/|12|[\"a\"]",
        "2/chat,[\"a\"]|2|0|/chat|-1|[\"a\"]",
        "2/chät,7[\"a\"]|2|0|/chät|7|[\"a\"]",
        "0/chat|0|0|/chat|-1|''",
        "0/chat?token=a,|0|0|/chat?token=a|-1|''",
        "52-[1]|5|2|/|-1|[1]",
        "61-/chat,0[]|6|1|/chat|0|[]",
        "1|1|0|/|-1|''",
      })
  void headersAreRead(
      String packet, int type, int attachments, String namespace, long id, String rest)
      throws Exception {
    ByteBuf buffer = utf8(packet);

    assertThat(PacketHeader.read(buffer))
        .isEqualTo(new PacketHeader(type, attachments, namespace, id));
    assertThat(buffer.toString(StandardCharsets.UTF_8)).isEqualTo(rest);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "7",
        "a",
        "-1",
        "5",
        "5-[1]",
        "50-[1]",
        "5a-[1]",
        "51",
        "51[1]",
        "21234567890123456789[\"a\"]"
      })
  void headersThatAreNoneAreRefused(String packet) {
    assertThatThrownBy(() -> PacketHeader.read(utf8(packet))).isInstanceOf(InvalidPacket.class);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|{}",
        "0|{\"a\":[1]}",
        "2|[\"a\"]",
        "2|[\"a\",{\"b\":null},1e400]",
        "2|[7]",
        "3|[]",
        "3|[1,\"connect\"]",
      })
  void dataThatBelongsIsTaken(int type, String json) throws Exception {
    assertThat(PacketJson.check(new PacketHeader(type, 0, "/", 1), json)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0|[]",
        "0|null",
        "0|\"a\"",
        "1|{}",
        "1|[]",
        "2|{}",
        "2|[]",
        "2|[null]",
        "2|[{}]",
        "2|[[]]",
        "2|[true]",
        "2|\"a\"",
        "2|[\"a\"",
        "2|[\"a\"]x",
        "2|[\"a\"][\"b\"]",
        "2|[\"a\",]",
        "2|[\"connect\"]",
        "2|[\"connect_error\"]",
        "2|[\"disconnect\"]",
        "2|[\"disconnecting\"]",
        "2|[\"newListener\"]",
        "2|[\"removeListener\"]",
        "2|['a']",
        "3|{}",
        "3|1",
        "4|{}",
        "4|\"a\"",
        "2|[\"a\",NaN]",
        "2|[\"a\",01]",
      })
  void dataThatDoesNotBelongIsRefused(int type, String json) {
    assertThatThrownBy(() -> PacketJson.check(new PacketHeader(type, 0, "/", 1), json))
        .isInstanceOf(InvalidPacket.class);
  }

  @Test
  void dataThatIsNestedTooDeeplyIsRefused() throws Exception {
    String deep = "[\"a\"," + "[".repeat(999) + "]".repeat(999) + "]";
    assertThat(PacketJson.check(new PacketHeader(2, 0, "/", -1), deep)).isEmpty();

    String deeper = "[\"a\"," + "[".repeat(1000) + "]".repeat(1000) + "]";
    assertThatThrownBy(() -> PacketJson.check(new PacketHeader(2, 0, "/", -1), deeper))
        .isInstanceOf(InvalidPacket.class);
  }

  @Test
  void placeholdersAreFoundWhereTheyAre() throws Exception {
    String json =
        "[\"a\",{\"num\":1,\"_placeholder\":true},{\"b\":[0,{\"_placeholder\":true,\"num\":0}]}]";

    List<PacketJson.Placeholder> found = PacketJson.check(BINARY, json);

    assertThat(found).extracting(PacketJson.Placeholder::number).containsExactly(1, 0);
    assertThat(found.get(0).path()).containsExactly(1);
    assertThat(found.get(1).path()).containsExactly(2, "b", 1);
    assertThat(json.substring(found.get(1).from(), found.get(1).to()))
        .isEqualTo("{\"_placeholder\":true,\"num\":0}");
  }

  @Test
  void whatOnlyLooksLikeAPlaceholderIsData() throws Exception {
    assertThat(
            PacketJson.check(
                BINARY,
                "[\"a\",{\"_placeholder\":1,\"num\":0},{\"_placeholder\":\"true\"},{\"num\":0}]"))
        .isEmpty();
    assertThat(
            PacketJson.check(
                new PacketHeader(2, 0, "/", -1), "[\"a\",{\"_placeholder\":true,\"num\":9}]"))
        .isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "-1", "0.5", "\"0\"", "null", "1e99"})
  void aPlaceholderWithoutItsAttachmentIsRefused(String number) {
    assertThatThrownBy(
            () ->
                PacketJson.check(BINARY, "[\"a\",{\"_placeholder\":true,\"num\":" + number + "}]"))
        .isInstanceOf(InvalidPacket.class);
  }

  @Test
  void aPlaceholderInAPlaceholderIsPartOfIt() throws Exception {
    List<PacketJson.Placeholder> found =
        PacketJson.check(
            BINARY,
            "[\"a\",{\"_placeholder\":true,\"x\":{\"_placeholder\":true,\"num\":1},\"num\":0}]");

    assertThat(found).extracting(PacketJson.Placeholder::number).containsExactly(0);
  }

  @Test
  void attachmentsTakeTheirPlacesInOpenTypesAndInNoOthers() throws Exception {
    byte[] bytes = {1, 2, 3};
    String json =
        "[\"a\",{\"_placeholder\":true,\"num\":0},[{\"b\":{\"_placeholder\":true,\"num\":0}}],"
            + "{\"c\":{\"_placeholder\":true,\"num\":0}},{\"_placeholder\":true,\"num\":0}]";
    Attachments attachments =
        new Attachments(PacketJson.check(new PacketHeader(5, 1, "/", -1), json), List.of(bytes));
    assertThat(attachments.inBase64(json))
        .isEqualTo("[\"a\",\"AQID\",[{\"b\":\"AQID\"}],{\"c\":\"AQID\"},\"AQID\"]");

    ObjectNode tree = new ObjectMapper().createObjectNode().put("c", "AQID");
    Map<String, Object> map = new LinkedHashMap<>(Map.of("b", "AQID"));
    List<Object> values =
        new ArrayList<>(List.of("AQID", new ArrayList<>(List.of(map)), tree, new StringBuilder()));
    attachments.toBytes(values, 1);

    assertThat(values.get(0)).isEqualTo(bytes);
    assertThat(map.get("b")).isEqualTo(bytes);
    assertThat(tree.get("c").binaryValue()).isEqualTo(bytes);
    assertThat(values.get(3)).isInstanceOf(StringBuilder.class);
  }
}

package io.socketionats.adapter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.protocol.AckArgs;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.JacksonJsonSupport;
import com.corundumstudio.socketio.protocol.JsonSupport;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketEncoder;
import com.corundumstudio.socketio.protocol.PacketType;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.Collections;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.json.JSONArray;
import org.junit.jupiter.api.Test;

class ServerJsonTest {
  record Person(String name, String nothing, Date born) {}

  static class Bean {
    public String name = "n";
    public String nothing;
  }

  static Object[] values() {
    return new Object[] {
      null,
      new Bean(),
      new Person("é\u2028", null, new Date(7)),
      new Date(7),
      Double.NaN,
      new double[] {1, Double.NEGATIVE_INFINITY},
      Collections.singletonMap("k", null),
      Map.of("d", new Date(8)),
      Arrays.asList(1, null, List.of(List.of())),
      TimeUnit.SECONDS,
      new BigDecimal("1E+3"),
      JsonNodeFactory.instance.objectNode().put("a", 1).putNull("b"),
      "\ud83d\ude00\"",
      Long.MAX_VALUE,
      Map.of("_placeholder", true, "num", 0)
    };
  }

  private static Packet packet(String name, Object data) {
    Packet packet = new Packet(PacketType.MESSAGE, EngineIOVersion.V4);
    packet.setSubType(PacketType.EVENT);
    packet.setName(name);
    packet.setData(data);
    return packet;
  }

  /** What netty-socketio's encoder makes for its own clients. */
  private static String local(JsonSupport json, Packet packet) throws IOException {
    ByteBuf out = Unpooled.buffer();
    new PacketEncoder(new Configuration(), json)
        .encodePacket(packet, out, ByteBufAllocator.DEFAULT, true);
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void writesWhatTheServersOwnClientsGet() throws IOException {
    for (JsonSupport json : new JsonSupport[] {new JacksonJsonSupport(), new OrgJson()}) {
      for (Object value : values()) {
        Packet packet = packet("m", Collections.singletonList(value));
        Event event = new ServerJson(json).event(packet);
        assertThat("42[\"m\"," + event.arguments() + "]").isEqualTo(local(json, packet));
      }
      Packet all = packet("m", Arrays.asList(values()));
      assertThat("42[\"m\"," + new ServerJson(json).event(all).arguments() + "]")
          .isEqualTo(local(json, all));
      assertThat(new ServerJson(json).event(packet("m", List.of()))).isEqualTo(new Event("m", ""));
    }
  }

  @Test
  void knowsTheModulesOfTheServer() throws IOException {
    JsonSupport json = new JacksonJsonSupport(new JavaTimeModule());
    Packet packet = packet("m", List.of(LocalDate.of(2024, 2, 29)));
    assertThat(new ServerJson(json).event(packet)).isEqualTo(new Event("m", "[2024,2,29]"));
    assertThat(local(json, packet)).isEqualTo("42[\"m\",[2024,2,29]]");
  }

  @Test
  void putsBytesWhereTheirPlaceholdersAre() {
    Object data =
        List.of(
            new byte[] {1, -1}, Map.of("a", List.of(new byte[0])), Map.of("_placeholder", true));
    Packet packet = packet("m", data);
    Event event = new ServerJson(new JacksonJsonSupport()).event(packet);
    assertThat(event.arguments())
        .isEqualTo(
            "{\"type\":\"Buffer\",\"data\":[1,255]},{\"a\":[{\"type\":\"Buffer\",\"data\":[]}]},"
                + "{\"_placeholder\":true}");
    assertThat(packet.getSubType()).isEqualTo(PacketType.EVENT);
    assertThat(packet.getAttachments()).isEmpty();
  }

  /** What a JsonSupport writes is untrusted text. */
  @Test
  void refusesWhatIsNoEvent() {
    for (String text :
        new String[] {
          "",
          "x",
          "\"m\"",
          "{}",
          "[]",
          "[1]",
          "[\"m\"",
          "[\"m\",]",
          "[\"m\",1]]",
          "[\"m\",1],[\"m\"]",
          "[\"m\",NaN]",
          "[\"m\",'x']",
          "[\"connect\"]",
          "[\"\\ud800\"]",
          "[\"m\"," + "[".repeat(998) + "]".repeat(998) + "]",
          "\ufeff[\"m\"]"
        }) {
      assertThatThrownBy(() -> new ServerJson(new Scripted(text)).event(packet("m", List.of())))
          .as(text)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageStartingWith(
              "event 'm' of netty-socketio's own operations is not published: what the server's"
                  + " JsonSupport wrote is refused: ");
    }
    assertThat(new ServerJson(new Scripted(" [ \"x\" , 1 ] ")).event(packet("m", List.of())))
        .isEqualTo(new Event("x", "1"));
  }

  @Test
  void refusesWhatTheServerCannotWrite() {
    Map<String, Object> cycle = new java.util.HashMap<>();
    cycle.put("self", cycle);
    ServerJson json = new ServerJson(new JacksonJsonSupport());
    assertThatThrownBy(() -> json.event(packet("m", List.of(cycle))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "event 'm' of netty-socketio's own operations is not published: the server's"
                + " JsonSupport failed: ");
    assertThatThrownBy(() -> json.event(packet("m", List.of(LocalDate.EPOCH))))
        .hasMessageContaining("LocalDate");
    for (Object data : new Object[] {null, "x", Map.of()}) {
      assertThatThrownBy(() -> json.event(packet("m", data)))
          .hasMessageEndingWith("its data is no list of arguments");
    }
    assertThatThrownBy(() -> json.event(packet(null, List.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }

  /** Does not use Jackson for events. Reading, and the handshake, are left to the default. */
  static class OrgJson implements JsonSupport {
    private final JacksonJsonSupport rest = new JacksonJsonSupport();

    @Override
    public void writeValue(ByteBufOutputStream out, Object value) throws IOException {
      if (value instanceof List<?> list) {
        out.write(text(list).getBytes(StandardCharsets.UTF_8));
      } else {
        rest.writeValue(out, value);
      }
    }

    String text(List<?> list) {
      JSONArray array = new JSONArray();
      for (Object each : list) {
        boolean finite = !(each instanceof double[] || each instanceof Double);
        array.put(finite ? each : String.valueOf(each.getClass()));
      }
      return array.toString();
    }

    @Override
    public List<byte[]> getArrays() {
      return List.of();
    }

    @Override
    public AckArgs readAckArgs(ByteBufInputStream in, AckCallback<?> callback) throws IOException {
      return rest.readAckArgs(in, callback);
    }

    @Override
    public <T> T readValue(String namespace, ByteBufInputStream in, Class<T> type)
        throws IOException {
      return rest.readValue(namespace, in, type);
    }

    @Override
    public void addEventMapping(String namespace, String event, Class<?>... types) {
      rest.addEventMapping(namespace, event, types);
    }

    @Override
    public void removeEventMapping(String namespace, String event) {
      rest.removeEventMapping(namespace, event);
    }
  }

  private static final class Scripted extends OrgJson {
    private final String text;

    Scripted(String text) {
      this.text = text;
    }

    @Override
    String text(List<?> list) {
      return text;
    }
  }
}

package io.socketionats.adapter;

import com.corundumstudio.socketio.protocol.JsonSupport;
import com.corundumstudio.socketio.protocol.Packet;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes what netty-socketio's own operations broadcast as that server writes it for its own
 * clients, so that those of other nodes get the same text. Only bytes differ: netty-socketio sends
 * them beside the event, which has no frame.
 */
final class ServerJson {
  private final JsonSupport json;

  ServerJson(JsonSupport json) {
    this.json = json;
  }

  /**
   * The event of a packet; the packet is not changed.
   *
   * @throws IllegalArgumentException if the server's JSON support does not write an event
   */
  Event event(Packet packet) {
    if (!(packet.getData() instanceof List<?> arguments)) {
      throw refused(packet, "its data is no list of arguments", null);
    }
    List<Object> values = new ArrayList<>(1 + arguments.size());
    values.add(packet.getName());
    values.addAll(arguments);
    ByteBuf buffer = Unpooled.buffer();
    try (ByteBufOutputStream out = new ByteBufOutputStream(buffer)) {
      json.writeValue(out, values);
      Event event = FrameReader.readEvent(ByteBufUtil.getBytes(buffer));
      List<byte[]> attachments = json.getArrays();
      return attachments.isEmpty() ? event : withBytes(event, attachments);
    } catch (RejectedFrame e) {
      throw refused(packet, "what the server's JsonSupport wrote is refused: " + e.getMessage(), e);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw refused(packet, "the server's JsonSupport failed: " + cause(e), e);
    } finally {
      buffer.release();
    }
  }

  private static Event withBytes(Event event, List<byte[]> attachments) throws IOException {
    return new Event(
        event.name(),
        Placeholders.replace(
            event.arguments(),
            number ->
                number < attachments.size()
                    ? NodeBuffer.text(attachments.get((int) number))
                    : "null"));
  }

  /** netty-socketio wraps what a JsonSupport throws in an IOException. */
  private static Throwable cause(Throwable e) {
    return e instanceof IOException && e.getCause() != null ? e.getCause() : e;
  }

  private static IllegalArgumentException refused(Packet packet, String problem, Throwable cause) {
    return new IllegalArgumentException(
        "event '"
            + Text.printable(String.valueOf(packet.getName()))
            + "' of netty-socketio's own operations is not published: "
            + problem,
        cause);
  }
}

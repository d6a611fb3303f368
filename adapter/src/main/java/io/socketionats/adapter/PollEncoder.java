package io.socketionats.adapter;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Queue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Encodes what waits for a client of one Engine.IO version: takes no more packets from the queue
 * than it encodes, and leaves out the ones that cannot be encoded. The version is the client's, not
 * the packet's: clients of several versions share packets. Stateless.
 */
final class PollEncoder extends PacketEncoder {
  private static final Logger LOG = LoggerFactory.getLogger(PollEncoder.class);
  private static final byte SEPARATOR = 0x1e;
  private static final byte TEXT = 0;
  private static final byte BYTES = 1;
  private static final byte END_OF_LENGTH = (byte) 0xff;
  private static final byte MESSAGE = 4;
  private static final String NOOP = "6";

  private final EngineIOVersion version;
  private final PacketEncoder single;

  PollEncoder(Configuration configuration, EngineIOVersion version) {
    super(configuration, configuration.getJsonSupport());
    this.version = version;
    single =
        new PacketEncoder(configuration, configuration.getJsonSupport()) {
          /** On the heap: netty-socketio does not release a buffer when JSON fails. */
          @Override
          public ByteBuf allocateBuffer(ByteBufAllocator allocator) {
            return Unpooled.buffer();
          }
        };
  }

  /** How a packet stands in an answer of several. */
  private interface Framing {
    void write(boolean first, ByteBuf packet, List<ByteBuf> attachments, ByteBuf out);
  }

  /** One packet of a WebSocket connection: leaves the buffer empty if it cannot be encoded. */
  @Override
  public void encodePacket(
      Packet packet, ByteBuf buffer, ByteBufAllocator allocator, boolean binary) {
    int before = buffer.writerIndex();
    try {
      super.encodePacket(packet, buffer, allocator, binary);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      buffer.writerIndex(before);
      leftOut(packet, e);
    }
  }

  @Override
  public void encodePackets(
      Queue<Packet> packets, ByteBuf out, ByteBufAllocator allocator, int limit) {
    Framing framing =
        version == EngineIOVersion.V4 ? PollEncoder::separated : PollEncoder::countedInBytes;
    encode(packets, out, allocator, limit, framing);
  }

  /**
   * The answer for clients that cannot take binary data.
   *
   * @param index of the script's callback; null for plain text
   */
  @Override
  public void encodeJsonP(
      Integer index, Queue<Packet> packets, ByteBuf out, ByteBufAllocator allocator, int limit) {
    if (index == null && version == EngineIOVersion.V4) {
      encodePackets(packets, out, allocator, limit); // this version is text in any case
    } else if (index == null) {
      encode(packets, out, allocator, limit, PollEncoder::countedInCharacters);
    } else {
      ByteBuf text = Unpooled.buffer();
      encode(packets, text, allocator, limit, PollEncoder::countedInCharacters);
      out.writeCharSequence(
          script(index, text.toString(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
    }
  }

  private void encode(
      Queue<Packet> packets, ByteBuf out, ByteBufAllocator allocator, int limit, Framing framing) {
    boolean first = true;
    int taken = 0;
    while (taken < limit) {
      Packet packet = packets.poll();
      if (packet == null) {
        break;
      }
      taken++;
      ByteBuf text = Unpooled.buffer();
      try {
        single.encodePacket(packet, text, allocator, true);
      } catch (IOException | RuntimeException | StackOverflowError e) {
        leftOut(packet, e);
        continue;
      }
      framing.write(first, text, packet.getAttachments(), out);
      first = false;
    }
    if (first && taken > 0) {
      // An answer of nothing is a parse error for the client.
      framing.write(true, Unpooled.copiedBuffer(NOOP, StandardCharsets.US_ASCII), List.of(), out);
    }
  }

  /** Engine.IO 4. */
  private static void separated(
      boolean first, ByteBuf packet, List<ByteBuf> attachments, ByteBuf out) {
    if (!first) {
      out.writeByte(SEPARATOR);
    }
    out.writeBytes(packet);
    for (ByteBuf attachment : attachments) {
      out.writeByte(SEPARATOR).writeByte('b').writeBytes(base64(attachment));
    }
  }

  /** Engine.IO 3, as binary data. */
  private static void countedInBytes(
      boolean first, ByteBuf packet, List<ByteBuf> attachments, ByteBuf out) {
    writeLength(TEXT, packet.readableBytes(), out);
    out.writeBytes(packet);
    for (ByteBuf attachment : attachments) {
      byte[] bytes = ByteBufUtil.getBytes(attachment);
      writeLength(BYTES, bytes.length + 1, out);
      out.writeByte(MESSAGE).writeBytes(bytes);
    }
  }

  private static void writeLength(byte kind, int length, ByteBuf out) {
    out.writeByte(kind);
    Integer.toString(length).chars().forEach(digit -> out.writeByte(digit - '0'));
    out.writeByte(END_OF_LENGTH);
  }

  /** Engine.IO 3, as text. */
  private static void countedInCharacters(
      boolean first, ByteBuf packet, List<ByteBuf> attachments, ByteBuf out) {
    writeCounted(packet.toString(StandardCharsets.UTF_8), out);
    for (ByteBuf attachment : attachments) {
      writeCounted("b" + MESSAGE + new String(base64(attachment), StandardCharsets.US_ASCII), out);
    }
  }

  private static void writeCounted(String text, ByteBuf out) {
    out.writeCharSequence(text.length() + ":" + text, StandardCharsets.UTF_8);
  }

  private static byte[] base64(ByteBuf attachment) {
    return Base64.getEncoder().encode(ByteBufUtil.getBytes(attachment));
  }

  private static String script(int index, String text) {
    String escaped =
        text.replace("\\", "\\\\")
            .replace("'", "\\'")
            .replace("\u2028", "\\u2028")
            .replace("\u2029", "\\u2029");
    return "___eio[" + index + "]('" + escaped + "');";
  }

  private static void leftOut(Packet packet, Throwable cause) {
    LOG.error(
        // without the stack trace, which netty-socketio has logged: there is a line for each client
        "event '{}' of namespace '{}' cannot be written as JSON and is left out: a client does not"
            + " get it. Send values that the server's JsonSupport can write; {}",
        Text.printable(String.valueOf(packet.getName())),
        Text.printable(Namespaces.fromNetty(packet.getNsp())),
        cause.toString());
  }
}

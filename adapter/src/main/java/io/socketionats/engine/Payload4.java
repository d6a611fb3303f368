package io.socketionats.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Base64;
import java.util.List;

/**
 * Bodies of long-polling in Engine.IO 4: packets with the character 0x1e between them; bytes are a
 * {@code b} and base64 (Engine.IO protocol, "Payload encoding").
 */
final class Payload4 {
  private static final byte SEPARATOR = 0x1e;
  private static final byte BASE64 = 'b';

  private Payload4() {}

  static ByteBuf encode(List<OutPacket> packets, ByteBufAllocator allocator) {
    int size = packets.stream().mapToInt(packet -> packet.size() + 1).sum();
    ByteBuf out = allocator.buffer(size);
    for (OutPacket packet : packets) {
      if (out.isReadable()) {
        out.writeByte(SEPARATOR);
      }
      if (packet.isBinary()) {
        out.writeByte(BASE64).writeBytes(packet.base64());
      } else {
        out.writeBytes(packet.content());
      }
    }
    return out;
  }

  static void decode(ByteBuf body, PacketSink sink) throws InvalidPacket {
    int from = body.readerIndex();
    int end = body.writerIndex();
    while (true) {
      int found = body.indexOf(from, end, SEPARATOR);
      int to = found < 0 ? end : found;
      if (!packet(body.slice(from, to - from), sink) || found < 0) {
        return;
      }
      from = to + 1;
    }
  }

  private static boolean packet(ByteBuf packet, PacketSink sink) throws InvalidPacket {
    if (!packet.isReadable()) {
      throw new InvalidPacket("a packet is empty");
    }
    char type = (char) packet.readByte();
    if (type == BASE64) {
      return sink.packet(EnginePacket.MESSAGE, true, base64(packet));
    }
    if (!EnginePacket.isType(type)) {
      throw new InvalidPacket("unknown packet type");
    }
    return sink.packet(type, false, packet);
  }

  /** Base64, in which some clients put line ends. */
  static ByteBuf base64(ByteBuf text) throws InvalidPacket {
    try {
      return Unpooled.wrappedBuffer(Base64.getMimeDecoder().decode(ByteBufUtil.getBytes(text)));
    } catch (IllegalArgumentException e) {
      throw new InvalidPacket("not base64");
    }
  }
}

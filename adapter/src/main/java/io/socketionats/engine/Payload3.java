package io.socketionats.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Bodies of long-polling in Engine.IO 3 (Engine.IO protocol 3, "Payload"). As text, each packet has
 * its length in UTF-16 code units before it, and bytes are base64; as bytes, each packet has a 0
 * (text) or a 1 (bytes), the digits of its length in bytes, and a 255 before it.
 */
final class Payload3 {
  private static final byte END_OF_LENGTH = (byte) 255;
  private static final int MAX_DIGITS = 9;
  private static final byte TEXT = 0;
  private static final byte BINARY = 1;

  private Payload3() {}

  /**
   * @param bytesAllowed whether the client can take an answer that is not text
   */
  static boolean isBinary(List<OutPacket> packets, boolean bytesAllowed) {
    return bytesAllowed && packets.stream().anyMatch(OutPacket::isBinary);
  }

  static ByteBuf encode(List<OutPacket> packets, boolean asBytes, ByteBufAllocator allocator) {
    ByteBuf out = allocator.buffer();
    for (OutPacket packet : packets) {
      if (asBytes) {
        writeBytes(packet, out);
      } else {
        writeText(packet, out);
      }
    }
    return out;
  }

  private static void writeText(OutPacket packet, ByteBuf out) {
    if (packet.isBinary()) {
      byte[] base64 = packet.base64();
      out.writeCharSequence(base64.length + 2 + ":b4", StandardCharsets.US_ASCII);
      out.writeBytes(base64);
    } else {
      int length = Utf8.lengthInUtf16(packet.content());
      out.writeCharSequence(length + ":", StandardCharsets.US_ASCII);
      out.writeBytes(packet.content());
    }
  }

  private static void writeBytes(OutPacket packet, ByteBuf out) {
    byte[] content = packet.payload(3);
    out.writeByte(packet.isBinary() ? BINARY : TEXT);
    for (char digit : Integer.toString(content.length).toCharArray()) {
      out.writeByte(digit - '0');
    }
    out.writeByte(END_OF_LENGTH).writeBytes(content);
  }

  static void decodeText(ByteBuf body, PacketSink sink) throws InvalidPacket {
    if (!body.isReadable()) {
      throw new InvalidPacket("the payload is empty");
    }
    while (body.isReadable()) {
      int length = lengthBeforeColon(body);
      ByteBuf packet = characters(body, length);
      if (packet.isReadable() && !packet(packet, sink)) {
        return;
      }
    }
  }

  private static int lengthBeforeColon(ByteBuf body) throws InvalidPacket {
    int length = 0;
    for (int digits = 0; body.isReadable(); digits++) {
      byte next = body.readByte();
      if (next == ':' && digits > 0) {
        return length;
      }
      if (next < '0' || next > '9' || digits == MAX_DIGITS) {
        break;
      }
      length = length * 10 + next - '0';
    }
    throw new InvalidPacket("a packet has no length before it");
  }

  private static ByteBuf characters(ByteBuf body, int length) throws InvalidPacket {
    int from = body.readerIndex();
    int left = length;
    while (body.isReadable()) {
      int units = Utf8.unitsOf(body.getByte(body.readerIndex()));
      if (units > left) {
        break;
      }
      left -= units;
      body.skipBytes(1);
    }
    if (left != 0) {
      throw new InvalidPacket("a packet is shorter than its length says");
    }
    return body.slice(from, body.readerIndex() - from);
  }

  private static boolean packet(ByteBuf packet, PacketSink sink) throws InvalidPacket {
    char type = (char) packet.readByte();
    if (type == 'b' && packet.isReadable()) {
      type = (char) packet.readByte();
      requireType(type);
      return sink.packet(type, true, Payload4.base64(packet));
    }
    requireType(type);
    return sink.packet(type, false, packet);
  }

  static void decodeBytes(ByteBuf body, PacketSink sink) throws InvalidPacket {
    while (body.isReadable()) {
      boolean text = body.readByte() == TEXT;
      int length = lengthBeforeEnd(body);
      if (length > body.readableBytes()) {
        throw new InvalidPacket("a packet is shorter than its length says");
      }
      ByteBuf packet = body.readSlice(length);
      if (packet.isReadable() && !(text ? packet(packet, sink) : bytes(packet, sink))) {
        return;
      }
    }
  }

  private static int lengthBeforeEnd(ByteBuf body) throws InvalidPacket {
    int length = 0;
    for (int digits = 0; body.isReadable(); digits++) {
      byte next = body.readByte();
      if (next == END_OF_LENGTH && digits > 0) {
        return length;
      }
      if (next < 0 || next > 9 || digits == MAX_DIGITS) {
        break;
      }
      length = length * 10 + next;
    }
    throw new InvalidPacket("a packet has no length before it");
  }

  /** A packet of bytes begins with the number of its type. */
  static boolean bytes(ByteBuf packet, PacketSink sink) throws InvalidPacket {
    if (!packet.isReadable()) {
      throw new InvalidPacket("a packet is empty");
    }
    char type = (char) (packet.readByte() + '0');
    requireType(type);
    return sink.packet(type, true, packet);
  }

  private static void requireType(char type) throws InvalidPacket {
    if (!EnginePacket.isType(type)) {
      throw new InvalidPacket("unknown packet type");
    }
  }
}

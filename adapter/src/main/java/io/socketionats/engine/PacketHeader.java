package io.socketionats.engine;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/**
 * What stands before the JSON of a Socket.IO packet: {@code <type>[<attachments>-][<namespace>,]
 * [<id>]} (socket.io-parser, {@code decodeString}).
 *
 * @param type 0 to 6
 * @param attachments how many follow; 0 if the packet is not binary
 * @param namespace Socket.IO's name, {@code /} if none is named; with its query, if it has one
 * @param id of the acknowledgement; -1 = none
 */
record PacketHeader(int type, int attachments, String namespace, long id) {
  static final int CONNECT = 0;
  static final int DISCONNECT = 1;
  static final int EVENT = 2;
  static final int ACK = 3;
  static final int CONNECT_ERROR = 4;
  static final int BINARY_EVENT = 5;
  static final int BINARY_ACK = 6;

  private static final int MAX_DIGITS = 18; // of an id: fits in a long
  private static final int MAX_COUNT_DIGITS = 9;
  private static final int MAX_NAMESPACE = 2048; // bytes

  boolean isBinary() {
    return type == BINARY_EVENT || type == BINARY_ACK;
  }

  /**
   * Reads the header; the buffer stands at the JSON then.
   *
   * @param packet without the type of Engine.IO
   * @throws InvalidPacket if it is none
   */
  static PacketHeader read(ByteBuf packet) throws InvalidPacket {
    int type = packet.isReadable() ? packet.readByte() - '0' : -1;
    if (type < CONNECT || type > BINARY_ACK) {
      throw new InvalidPacket("unknown packet type");
    }
    int attachments = type >= BINARY_EVENT ? attachments(packet) : 0;
    String namespace = next(packet) == '/' ? namespace(packet) : "/";
    return new PacketHeader(type, attachments, namespace, id(packet));
  }

  private static int attachments(ByteBuf packet) throws InvalidPacket {
    long count = number(packet, MAX_COUNT_DIGITS);
    if (count < 1 || next(packet) != '-') {
      throw new InvalidPacket("illegal attachments");
    }
    packet.skipBytes(1);
    return (int) count;
  }

  private static String namespace(ByteBuf packet) throws InvalidPacket {
    int comma = packet.indexOf(packet.readerIndex(), packet.writerIndex(), (byte) ',');
    int length = comma < 0 ? packet.readableBytes() : comma - packet.readerIndex();
    if (length > MAX_NAMESPACE) {
      throw new InvalidPacket("the name of a namespace is too long");
    }
    String name = packet.readCharSequence(length, StandardCharsets.UTF_8).toString();
    if (comma >= 0) {
      packet.skipBytes(1);
    }
    return name;
  }

  private static long id(ByteBuf packet) throws InvalidPacket {
    return isDigit(next(packet)) ? number(packet, MAX_DIGITS) : -1;
  }

  /** -1 if there is none. */
  private static long number(ByteBuf packet, int maxDigits) throws InvalidPacket {
    long number = isDigit(next(packet)) ? 0 : -1;
    for (int digits = 0; isDigit(next(packet)); digits++) {
      if (digits == maxDigits) {
        throw new InvalidPacket("a number is too long");
      }
      number = number * 10 + packet.readByte() - '0';
    }
    return number;
  }

  private static boolean isDigit(int character) {
    return character >= '0' && character <= '9';
  }

  /** The next byte without reading it; -1 at the end. */
  private static int next(ByteBuf packet) {
    return packet.isReadable() ? packet.getByte(packet.readerIndex()) : -1;
  }
}

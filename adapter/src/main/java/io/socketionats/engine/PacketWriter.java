package io.socketionats.engine;

import com.corundumstudio.socketio.protocol.JsonSupport;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufOutputStream;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes packets of Socket.IO as packets of Engine.IO: one of text, and one for each attachment
 * (socket.io-parser, {@code Encoder}).
 */
final class PacketWriter {
  private static final byte[] NOTHING = {};

  private final JsonSupport json;

  PacketWriter(JsonSupport json) {
    this.json = json;
  }

  /**
   * An event or an acknowledgement.
   *
   * @param type {@link PacketHeader#EVENT} or {@link PacketHeader#ACK}
   * @param namespace netty-socketio's name
   * @param id of the acknowledgement; -1 = none
   * @param values the event's name and its arguments, or the arguments
   * @throws IOException if the server's JSON support cannot write them
   */
  List<OutPacket> values(int type, String namespace, long id, List<Object> values)
      throws IOException {
    ByteBuf buffer = Unpooled.buffer();
    try (ByteBufOutputStream out = new ByteBufOutputStream(buffer)) {
      json.writeValue(out, values);
      List<byte[]> attachments = json.getArrays();
      byte[] text = ByteBufUtil.getBytes(buffer);
      return attachments == null || attachments.isEmpty()
          ? List.of(text(type, namespace, id, text, true))
          : binary(type, namespace, id, inOrder(type, text, attachments.size()), attachments, true);
    } finally {
      buffer.release();
    }
  }

  /** A packet of anything but an event, with one value or none. */
  OutPacket value(int type, String namespace, Object value) throws IOException {
    if (value == null) {
      return text(type, namespace, -1, NOTHING, true);
    }
    ByteBuf buffer = Unpooled.buffer();
    try (ByteBufOutputStream out = new ByteBufOutputStream(buffer)) {
      json.writeValue(out, value);
      return text(type, namespace, -1, ByteBufUtil.getBytes(buffer), true);
    } finally {
      buffer.release();
    }
  }

  /** The keys of placeholders in the usual order, which a {@code HashMap} need not keep. */
  private static byte[] inOrder(int type, byte[] text, int attachments) throws IOException {
    PacketHeader header =
        new PacketHeader(
            type == PacketHeader.EVENT ? PacketHeader.BINARY_EVENT : PacketHeader.BINARY_ACK,
            attachments,
            "/",
            -1);
    try {
      String json = new String(text, StandardCharsets.UTF_8);
      return Attachments.replace(json, PacketJson.check(header, json), PacketWriter::placeholder)
          .getBytes(StandardCharsets.UTF_8);
    } catch (InvalidPacket e) {
      throw new IOException("the server's JsonSupport did not write a packet: " + e.getMessage());
    }
  }

  /** A placeholder as Socket.IO's own servers write it. */
  private static String placeholder(int number) {
    return "{\"_placeholder\":true,\"num\":" + number + "}";
  }

  static OutPacket text(int type, String namespace, long id, byte[] json, boolean compress) {
    return OutPacket.message(packet(type, 0, namespace, id, json), compress);
  }

  static List<OutPacket> binary(
      int type,
      String namespace,
      long id,
      byte[] json,
      List<byte[]> attachments,
      boolean compress) {
    List<OutPacket> packets = new ArrayList<>(1 + attachments.size());
    int binary = type == PacketHeader.EVENT ? PacketHeader.BINARY_EVENT : PacketHeader.BINARY_ACK;
    packets.add(
        OutPacket.message(packet(binary, attachments.size(), namespace, id, json), compress));
    for (byte[] attachment : attachments) {
      packets.add(OutPacket.bytes(attachment.clone(), compress));
    }
    return packets;
  }

  private static byte[] packet(int type, int attachments, String namespace, long id, byte[] json) {
    StringBuilder head = new StringBuilder(32).append(EnginePacket.MESSAGE).append(type);
    if (attachments > 0) {
      head.append(attachments).append('-');
    }
    if (!namespace.isEmpty()) {
      head.append(namespace).append(',');
    }
    if (id >= 0) {
      head.append(id);
    }
    byte[] first = head.toString().getBytes(StandardCharsets.UTF_8);
    byte[] packet = new byte[first.length + json.length];
    System.arraycopy(first, 0, packet, 0, first.length);
    System.arraycopy(json, 0, packet, first.length, json.length);
    return packet;
  }
}

package io.socketionats.engine;

import java.util.ArrayList;
import java.util.List;

/** A packet that waits for its attachments. */
final class BinaryPacket {
  private final PacketHeader header;
  private final String json;
  private final List<PacketJson.Placeholder> placeholders;
  private final List<byte[]> attachments = new ArrayList<>();

  BinaryPacket(PacketHeader header, String json, List<PacketJson.Placeholder> placeholders) {
    this.header = header;
    this.json = json;
    this.placeholders = placeholders;
  }

  PacketHeader header() {
    return header;
  }

  String json() {
    return json;
  }

  void add(byte[] attachment) {
    attachments.add(attachment);
  }

  boolean isComplete() {
    return attachments.size() == header.attachments();
  }

  Attachments attachments() {
    return new Attachments(placeholders, attachments);
  }
}

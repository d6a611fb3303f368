package io.socketionats.adapter;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.List;

/**
 * An event with its bytes beside it, as Socket.IO sends them to clients.
 *
 * @param json the array of the event's name and its arguments, with placeholders for bytes
 * @param attachments the bytes, in the order of their numbers
 */
record BinaryEvent(String json, List<byte[]> attachments) {
  private static final ObjectMapper NAMES = new ObjectMapper();

  static BinaryEvent of(Event event) {
    List<Event.Bytes> bytes =
        event.bytes() == null ? NodeBuffer.find(event.arguments()) : event.bytes();
    String arguments = event.arguments();
    StringBuilder json = new StringBuilder(arguments.length() + event.name().length() + 8);
    json.append('[').append(text(event.name()));
    if (!arguments.isEmpty()) {
      json.append(',');
    }
    List<byte[]> attachments = new ArrayList<>(bytes.size());
    int copied = 0;
    for (Event.Bytes each : bytes) {
      json.append(arguments, copied, each.from())
          .append("{\"_placeholder\":true,\"num\":")
          .append(attachments.size())
          .append('}');
      attachments.add(each.content());
      copied = each.to();
    }
    json.append(arguments, copied, arguments.length()).append(']');
    return new BinaryEvent(json.toString(), attachments);
  }

  private static String text(String name) {
    try {
      return NAMES.writeValueAsString(name);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("a text could not be written", e);
    }
  }
}

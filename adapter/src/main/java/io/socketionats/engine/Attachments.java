package io.socketionats.engine;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.BinaryNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;

/**
 * Puts the attachments of a packet where they belong. A {@code JsonSupport} reads bytes from
 * base64, so their text takes the placeholders' places first: whatever has the type {@code byte[]}
 * is right then. Where the type is open ({@code Object}, {@code Map}, {@code JsonNode}) the text is
 * replaced by the bytes afterwards.
 */
final class Attachments {
  private static final Base64.Encoder BASE64 = Base64.getEncoder();

  private final List<PacketJson.Placeholder> placeholders;
  private final List<byte[]> attachments;

  Attachments(List<PacketJson.Placeholder> placeholders, List<byte[]> attachments) {
    this.placeholders = placeholders;
    this.attachments = attachments;
  }

  /** The JSON with base64 in the places of the placeholders. */
  String inBase64(String json) {
    return replace(
        json, placeholders, number -> '"' + BASE64.encodeToString(attachments.get(number)) + '"');
  }

  /** Writes something else where placeholders are. */
  static String replace(
      String json, List<PacketJson.Placeholder> placeholders, IntFunction<String> replacement) {
    if (placeholders.isEmpty()) {
      return json;
    }
    StringBuilder out = new StringBuilder(json.length());
    int copied = 0;
    for (PacketJson.Placeholder placeholder : placeholders) {
      out.append(json, copied, placeholder.from()).append(replacement.apply(placeholder.number()));
      copied = placeholder.to();
    }
    return out.append(json, copied, json.length()).toString();
  }

  /**
   * Replaces base64 by bytes in what was read from the JSON.
   *
   * @param values changed in place
   * @param skipped how many values of the JSON's array stand before the first of these
   */
  void toBytes(List<Object> values, int skipped) {
    for (PacketJson.Placeholder placeholder : placeholders) {
      List<Object> path = placeholder.path();
      int index = (Integer) path.get(0) - skipped;
      if (index >= 0 && index < values.size()) {
        byte[] bytes = attachments.get(placeholder.number());
        values.set(index, with(values.get(index), path.subList(1, path.size()), bytes));
      }
    }
  }

  /** The value with bytes at the end of the path, or as it is where its type decides otherwise. */
  @SuppressWarnings("unchecked")
  private static Object with(Object value, List<Object> path, byte[] bytes) {
    if (path.isEmpty()) {
      return value instanceof String
          ? bytes
          : value instanceof TextNode ? BinaryNode.valueOf(bytes) : value;
    }
    Object key = path.get(0);
    List<Object> rest = path.subList(1, path.size());
    if (value instanceof Map<?, ?> map && map.get(key) != null) {
      ((Map<Object, Object>) map).put(key, with(map.get(key), rest, bytes));
    } else if (value instanceof List<?> list && key instanceof Integer at && at < list.size()) {
      ((List<Object>) list).set(at, with(list.get(at), rest, bytes));
    } else if (value instanceof Object[] array && key instanceof Integer at && at < array.length) {
      if (array.getClass() == Object[].class) {
        array[at] = with(array[at], rest, bytes);
      }
    } else if (value instanceof ObjectNode object && rest.isEmpty()) {
      object.put((String) key, bytes);
    } else if (value instanceof ArrayNode array && rest.isEmpty() && key instanceof Integer at) {
      array.set(at, array.binaryNode(bytes));
    } else if (value instanceof ObjectNode object) {
      with(object.get((String) key), rest, bytes);
    } else if (value instanceof ArrayNode array && key instanceof Integer at) {
      with(array.get(at), rest, bytes);
    }
    return value;
  }
}

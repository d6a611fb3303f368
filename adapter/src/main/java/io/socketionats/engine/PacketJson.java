package io.socketionats.engine;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.socketionats.json.StrictJson;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;

/**
 * The JSON of a packet, checked as socket.io-parser does ({@code isPayloadValid}), and where
 * attachments belong in it. Whatever reads it afterwards need not be as strict.
 */
final class PacketJson {
  /** Names that a client must not give to its events. */
  private static final Set<String> RESERVED =
      Set.of(
          "connect",
          "connect_error",
          "disconnect",
          "disconnecting",
          "newListener",
          "removeListener");

  private static final String MARK = "_placeholder";
  private static final String NUMBER = "num";

  private PacketJson() {}

  /**
   * Where an attachment belongs.
   *
   * @param number which attachment
   * @param path the keys (texts) and indexes (integers) from the outermost value to it
   * @param from where its placeholder begins, in characters
   * @param to where it ends
   */
  record Placeholder(int number, List<Object> path, int from, int to) {}

  /**
   * Checks the JSON of a packet.
   *
   * @param json all that follows the header
   * @return the placeholders, in order; none if the packet is not binary
   * @throws InvalidPacket if a packet of this type has no such JSON
   */
  static List<Placeholder> check(PacketHeader header, String json) throws InvalidPacket {
    try (JsonParser in = StrictJson.parser(json)) {
      JsonToken first = in.nextToken();
      switch (header.type()) {
        case PacketHeader.CONNECT -> require(first == JsonToken.START_OBJECT);
        case PacketHeader.EVENT,
            PacketHeader.BINARY_EVENT,
            PacketHeader.ACK,
            PacketHeader.BINARY_ACK ->
            require(first == JsonToken.START_ARRAY);
        default -> require(false); // a server is sent nothing else that has data
      }
      boolean isEvent =
          header.type() == PacketHeader.EVENT || header.type() == PacketHeader.BINARY_EVENT;
      Walk walk = new Walk(in, header.isBinary(), isEvent);
      walk.toEnd();
      return walk.found(header.attachments());
    } catch (IOException e) {
      throw new InvalidPacket("not JSON");
    }
  }

  private static void require(boolean holds) throws InvalidPacket {
    if (!holds) {
      throw new InvalidPacket("invalid payload");
    }
  }

  /** An array or object around the current token. */
  private static final class Container {
    private final boolean array;
    private final int from;
    private Object key;
    private boolean marked;
    private double number = -1;

    Container(boolean array, int from) {
      this.array = array;
      this.from = from;
      this.key = array ? -1 : null;
    }
  }

  /** Reads all tokens of one value. */
  private static final class Walk {
    private final JsonParser in;
    private final boolean seeking;
    private final boolean isEvent;
    private final Deque<Container> around = new ArrayDeque<>();
    private final List<Placeholder> found = new ArrayList<>();

    Walk(JsonParser in, boolean seeking, boolean isEvent) {
      this.in = in;
      this.seeking = seeking;
      this.isEvent = isEvent;
    }

    void toEnd() throws IOException, InvalidPacket {
      for (JsonToken token = in.currentToken(); token != null; token = in.nextToken()) {
        take(token);
        if (around.isEmpty()) {
          if (in.nextToken() != null) {
            throw new InvalidPacket("something follows the JSON");
          }
          return;
        }
      }
      throw new InvalidPacket("the JSON ends early");
    }

    private void take(JsonToken token) throws IOException, InvalidPacket {
      if (token == JsonToken.FIELD_NAME) {
        around.element().key = in.currentName();
        return;
      }
      if (token == JsonToken.END_ARRAY) {
        require(!isEvent || around.size() > 1 || (Integer) around.element().key >= 0);
        around.pop();
        return;
      }
      if (token == JsonToken.END_OBJECT) {
        end(around.pop());
        return;
      }
      Container parent = around.peek();
      if (parent != null && parent.array) {
        parent.key = (Integer) parent.key + 1;
      }
      if (token == JsonToken.START_ARRAY || token == JsonToken.START_OBJECT) {
        if (around.size() == StrictJson.MAX_DEPTH) {
          throw new InvalidPacket("nested too deeply");
        }
        requireName(parent, token);
        around.push(new Container(token == JsonToken.START_ARRAY, StrictJson.offset(in)));
      } else {
        requireName(parent, token);
        value(parent, token);
      }
    }

    /** An event begins with its name, a text or number. */
    private void requireName(Container parent, JsonToken token) throws IOException, InvalidPacket {
      if (isEvent && around.size() == 1 && parent.key.equals(0)) {
        require(
            token.isNumeric()
                || token == JsonToken.VALUE_STRING && !RESERVED.contains(in.getText()));
      }
    }

    private void value(Container parent, JsonToken token) throws IOException {
      if (token.isNumeric()) {
        StrictJson.requireShort(in);
      }
      if (parent == null || parent.array || !seeking) {
        return;
      }
      if (parent.key.equals(MARK)) {
        parent.marked = token == JsonToken.VALUE_TRUE;
      } else if (parent.key.equals(NUMBER)) {
        parent.number = token.isNumeric() ? Double.parseDouble(in.getText()) : -1;
      }
    }

    private void end(Container object) throws InvalidPacket {
      if (!seeking || !object.marked) {
        return;
      }
      if (object.number < 0 || object.number != Math.rint(object.number)) {
        throw new InvalidPacket("illegal attachments");
      }
      found.removeIf(inner -> inner.from() > object.from);
      List<Object> path = new ArrayList<>();
      around.descendingIterator().forEachRemaining(container -> path.add(container.key));
      int number = (int) Math.min(object.number, Integer.MAX_VALUE);
      found.add(new Placeholder(number, path, object.from, StrictJson.offset(in) + 1));
    }

    List<Placeholder> found(int attachments) throws InvalidPacket {
      for (Placeholder placeholder : found) {
        if (placeholder.number() >= attachments) {
          throw new InvalidPacket("illegal attachments");
        }
      }
      return found;
    }
  }
}

package io.socketionats.adapter;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * Reads what comes from NATS and trusts nothing of it. Accepts exactly the frames of its dialect in
 * strict JSON and UTF-8. An event's arguments are not interpreted: their text goes to the clients
 * as it came, so that numbers keep all their digits.
 *
 * <p>Lenient where the Node adapters are: absent, null and empty opts all mean none, elements past
 * the third and unknown keys are skipped, of a repeated key the last one counts, numbers in {@code
 * rooms} stand for their text.
 */
final class FrameReader {
  /** Nesting deeper than this is refused; Socket.IO clients recurse when they parse. */
  static final int MAX_DEPTH = 1000;

  private static final int EVENT = 2;
  private static final int BINARY_EVENT = 5;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(MAX_DEPTH)
                  .maxNumberLength(10_000)
                  .maxStringLength(Integer.MAX_VALUE)
                  .build())
          .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
          .build();

  private final Dialect dialect;
  private final String ownUid;

  FrameReader(Dialect dialect, String ownUid) {
    this.dialect = dialect;
    this.ownUid = ownUid;
  }

  Frame read(byte[] payload) throws RejectedFrame {
    String text = decode(payload);
    try (JsonParser in = JSON.createParser(text)) {
      Parts parts = new Parts(text);
      switch (dialect) {
        case SOCKET_IO_NATS -> readArray(in, parts);
        case MICKL -> readObject(in, parts);
      }
      if (in.nextToken() != null) {
        throw RejectedFrame.malformed("text after the frame");
      }
      return parts.frame();
    } catch (JsonProcessingException e) {
      throw RejectedFrame.malformed("not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw RejectedFrame.malformed("not readable: " + e.getMessage());
    }
  }

  private static String decode(byte[] payload) throws RejectedFrame {
    String text = new String(payload, StandardCharsets.UTF_8);
    if (text.isEmpty()) {
      throw RejectedFrame.malformed("empty payload");
    }
    if (text.charAt(0) == '\uFEFF') {
      throw RejectedFrame.malformed("byte order mark before the frame");
    }
    if (text.indexOf('\uFFFD') < 0) {
      return text;
    }
    // U+FFFD is what the decoder puts for broken bytes, but it may also have been sent.
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(payload)).toString();
    } catch (CharacterCodingException e) {
      throw RejectedFrame.malformed("not UTF-8");
    }
  }

  private void readArray(JsonParser in, Parts parts) throws IOException, RejectedFrame {
    require(in.nextToken(), JsonToken.START_ARRAY, "the frame");
    uid(in, in.nextToken(), parts);
    parts.packet(in, in.nextToken());
    JsonToken token = in.nextToken();
    if (token == JsonToken.END_ARRAY) {
      return;
    }
    parts.opts(in, token);
    while ((token = in.nextToken()) != JsonToken.END_ARRAY) {
      if (token == null) {
        throw RejectedFrame.malformed("the frame ends early");
      }
      in.skipChildren();
    }
  }

  private void readObject(JsonParser in, Parts parts) throws IOException, RejectedFrame {
    require(in.nextToken(), JsonToken.START_OBJECT, "the frame");
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String key = in.currentName();
      JsonToken token = in.nextToken();
      switch (key) {
        case "fromUid" -> uid(in, token, parts);
        case "packet" -> parts.packet(in, token);
        case "opts" -> parts.opts(in, token);
        default -> in.skipChildren();
      }
    }
  }

  private void uid(JsonParser in, JsonToken token, Parts parts) throws IOException, RejectedFrame {
    require(token, JsonToken.VALUE_STRING, "uid");
    parts.uid = in.getText();
    if (parts.uid.equals(ownUid)) {
      throw new RejectedFrame(DropCause.OWN_FRAME, "published by this adapter");
    }
  }

  private static void require(JsonToken token, JsonToken wanted, String what) throws RejectedFrame {
    if (token != wanted) {
      throw RejectedFrame.malformed(what + " is " + token + ", not " + wanted);
    }
  }

  /** What has been read of one frame so far. */
  private static final class Parts {
    private final String text;
    private String uid;
    private boolean packetSeen;
    private int type = -1;
    private String namespace = "/";
    private boolean dataSeen;
    private String eventName;
    private String arguments = "";
    private Target target = Target.EVERYBODY;

    Parts(String text) {
      this.text = text;
    }

    Frame frame() throws RejectedFrame {
      if (uid == null || !packetSeen) {
        throw RejectedFrame.malformed("uid or packet is missing");
      }
      if (type != EVENT && type != BINARY_EVENT) {
        throw new RejectedFrame(DropCause.PACKET_TYPE, "packet type is neither 2 nor 5");
      }
      if (!dataSeen) {
        throw RejectedFrame.malformed("packet.data is missing");
      }
      if (namespace == null) {
        throw new RejectedFrame(DropCause.WRONG_NAMESPACE, "packet.nsp is not a string");
      }
      if (Event.isReserved(eventName)) {
        throw new RejectedFrame(
            DropCause.RESERVED_EVENT, "event name '" + eventName + "' is reserved");
      }
      if (!Text.isWellFormed(eventName)) {
        throw RejectedFrame.malformed("event name holds an unpaired surrogate");
      }
      String values = type == BINARY_EVENT ? withoutPlaceholders(arguments) : arguments;
      return new Frame(uid, namespace, new Event(eventName, values), target);
    }

    void packet(JsonParser in, JsonToken token) throws IOException, RejectedFrame {
      require(token, JsonToken.START_OBJECT, "packet");
      packetSeen = true;
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String key = in.currentName();
        JsonToken value = in.nextToken();
        switch (key) {
          case "type" -> type = type(in, value);
          case "nsp" -> {
            namespace = value == JsonToken.VALUE_STRING ? in.getText() : null;
            in.skipChildren();
          }
          case "data" -> data(in, value);
          default -> in.skipChildren();
        }
      }
    }

    private static int type(JsonParser in, JsonToken value) throws IOException {
      if (value == JsonToken.VALUE_NUMBER_INT && in.getTextLength() == 1) {
        return in.getIntValue();
      }
      in.skipChildren();
      return -1;
    }

    private void data(JsonParser in, JsonToken value) throws IOException, RejectedFrame {
      require(value, JsonToken.START_ARRAY, "packet.data");
      require(in.nextToken(), JsonToken.VALUE_STRING, "the event name");
      eventName = in.getText();
      dataSeen = true;
      arguments = "";
      if (in.nextToken() == JsonToken.END_ARRAY) {
        return;
      }
      int start = offset(in);
      do {
        if (in.currentToken() == null) {
          throw RejectedFrame.malformed("packet.data ends early");
        }
        in.skipChildren();
      } while (in.nextToken() != JsonToken.END_ARRAY);
      int end = offset(in);
      arguments = text.substring(start, end).stripTrailing();
    }

    void opts(JsonParser in, JsonToken token) throws IOException, RejectedFrame {
      target = Target.EVERYBODY;
      if (token == JsonToken.VALUE_NULL) {
        return;
      }
      require(token, JsonToken.START_OBJECT, "opts");
      Set<String> rooms = Set.of();
      Set<String> except = Set.of();
      Map<String, Boolean> flags = Map.of();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String key = in.currentName();
        JsonToken value = in.nextToken();
        switch (key) {
          case "rooms" -> rooms = names(in, value, "opts.rooms");
          case "except" -> except = names(in, value, "opts.except");
          case "flags" -> flags = flags(in, value);
          default -> in.skipChildren();
        }
      }
      target = new Target(rooms, except, flags);
    }

    private static Set<String> names(JsonParser in, JsonToken token, String what)
        throws IOException, RejectedFrame {
      if (token == JsonToken.VALUE_NULL) {
        return Set.of();
      }
      require(token, JsonToken.START_ARRAY, what);
      Set<String> names = new LinkedHashSet<>();
      for (JsonToken name = in.nextToken(); name != JsonToken.END_ARRAY; name = in.nextToken()) {
        names.add(name(in, name, what));
      }
      return Collections.unmodifiableSet(names);
    }

    private static String name(JsonParser in, JsonToken token, String what)
        throws IOException, RejectedFrame {
      if (token == JsonToken.VALUE_STRING) {
        return in.getText();
      }
      if (token == JsonToken.VALUE_NUMBER_INT || token == JsonToken.VALUE_NUMBER_FLOAT) {
        return javaScriptText(in.getText());
      }
      throw RejectedFrame.malformed(what + " holds " + token);
    }

    /** The name that a JavaScript node gives to a room whose name is this number. */
    private static String javaScriptText(String number) {
      double value = Double.parseDouble(number);
      if (value == Math.rint(value) && Math.abs(value) < 1e21) {
        return new BigDecimal(value).toBigInteger().toString();
      }
      return Double.isInfinite(value)
          ? (value > 0 ? "Infinity" : "-Infinity")
          : Double.toString(value);
    }

    /** Flags are hints; values of other types than boolean are passed over. */
    private static Map<String, Boolean> flags(JsonParser in, JsonToken token) throws IOException {
      if (token != JsonToken.START_OBJECT) {
        in.skipChildren();
        return Map.of();
      }
      Map<String, Boolean> flags = new LinkedHashMap<>();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String key = in.currentName();
        JsonToken value = in.nextToken();
        if (value.isBoolean()) {
          flags.put(key, value == JsonToken.VALUE_TRUE);
        }
        in.skipChildren();
      }
      return flags;
    }
  }

  /**
   * Replaces placeholders of binary attachments by null. The original adapter publishes them
   * without the bytes, and clients throw, or are closed, when they get a placeholder.
   */
  static String withoutPlaceholders(String arguments) throws RejectedFrame {
    if (!arguments.contains("_placeholder") && arguments.indexOf('\\') < 0) {
      return arguments;
    }
    String array = "[" + arguments + "]";
    Deque<int[]> open = new ArrayDeque<>();
    Deque<int[]> found = new ArrayDeque<>();
    try (JsonParser in = JSON.createParser(array)) {
      for (JsonToken token = in.nextToken(); token != null; token = in.nextToken()) {
        if (token == JsonToken.START_OBJECT) {
          open.push(new int[] {offset(in), 0});
        } else if (token == JsonToken.VALUE_TRUE && "_placeholder".equals(in.currentName())) {
          open.element()[1] = 1;
        } else if (token == JsonToken.END_OBJECT) {
          int[] object = open.pop();
          if (object[1] == 1) {
            while (!found.isEmpty() && found.getLast()[0] > object[0]) {
              found.removeLast();
            }
            found.addLast(new int[] {object[0], offset(in) + 1});
          }
        }
      }
    } catch (IOException e) {
      throw RejectedFrame.malformed("packet.data: " + e.getMessage());
    }
    StringBuilder out = new StringBuilder();
    int copied = 1;
    for (int[] range : found) {
      out.append(array, copied, range[0]).append("null");
      copied = range[1];
    }
    return out.append(array, copied, array.length() - 1).toString();
  }

  private static int offset(JsonParser in) {
    return (int) in.currentTokenLocation().getCharOffset();
  }
}

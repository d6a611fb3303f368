package io.socketionats.adapter;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import io.socketionats.json.StrictJson;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
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
 * the third and unknown keys are skipped, of a repeated key the last one counts and nothing of
 * those before it, numbers in {@code rooms} stand for their text in JavaScript.
 */
final class FrameReader {
  private static final int EVENT = 2;
  private static final int BINARY_EVENT = 5;
  private static final int LONGEST_TYPE = 40;

  private final Dialect dialect;
  private final String ownUid;

  FrameReader(Dialect dialect, String ownUid) {
    this.dialect = dialect;
    this.ownUid = ownUid;
  }

  Frame read(byte[] payload) throws RejectedFrame {
    String text = decode(payload);
    try (JsonParser in = StrictJson.parser(text)) {
      Parts parts = new Parts(text, ownUid);
      switch (dialect) {
        case SOCKET_IO_NATS -> readArray(in, parts);
        case MICKL -> readObject(in, parts);
      }
      requireEnd(in);
      return parts.frame();
    } catch (JsonProcessingException e) {
      throw RejectedFrame.malformed("not JSON: " + e.getOriginalMessage());
    } catch (IOException e) {
      throw RejectedFrame.malformed("not readable: " + e.getMessage());
    }
  }

  /** Reads {@code ["event",argument,…]} by itself, within the limits that it has in a frame. */
  static Event readEvent(byte[] payload) throws RejectedFrame {
    String text = decode(payload);
    try (JsonParser in = StrictJson.parser(text)) {
      Packet packet = new Packet();
      in.nextToken();
      packet.data(in, text, 2);
      requireEnd(in);
      return packet.event();
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
    require(in.nextToken(), JsonToken.VALUE_STRING, "uid");
    parts.uid(in);
    parts.requireForeign();
    require(in.nextToken(), JsonToken.START_OBJECT, "packet");
    parts.packet(in);
    JsonToken token = in.nextToken();
    if (token == JsonToken.END_ARRAY) {
      return;
    }
    parts.opts(in);
    while (in.nextToken() != JsonToken.END_ARRAY) {
      StrictJson.skip(in, 1);
    }
  }

  private void readObject(JsonParser in, Parts parts) throws IOException, RejectedFrame {
    require(in.nextToken(), JsonToken.START_OBJECT, "the frame");
    while (in.nextToken() == JsonToken.FIELD_NAME) {
      String key = in.currentName();
      in.nextToken();
      switch (key) {
        case "fromUid" -> parts.uid(in);
        case "packet" -> parts.packet(in);
        case "opts" -> parts.opts(in);
        default -> StrictJson.skip(in, 1);
      }
    }
  }

  private static void require(JsonToken token, JsonToken wanted, String what) throws RejectedFrame {
    if (token != wanted) {
      throw RejectedFrame.malformed(what + " is " + token + ", not " + wanted);
    }
  }

  private static void requireEnd(JsonParser in) throws IOException, RejectedFrame {
    if (in.nextToken() != null) {
      throw RejectedFrame.malformed("text after the frame");
    }
  }

  /**
   * What has been read of one frame so far. Each part is read to its end and judged when the frame
   * has ended, because a later one of the same key replaces it.
   */
  private static final class Parts {
    private final String text;
    private final String ownUid;
    private String uid;
    private Packet packet;
    private Opts opts = Opts.NONE;

    Parts(String text, String ownUid) {
      this.text = text;
      this.ownUid = ownUid;
    }

    void uid(JsonParser in) throws IOException {
      uid = in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : null;
      StrictJson.skip(in, 1);
    }

    void requireForeign() throws RejectedFrame {
      if (uid.equals(ownUid)) {
        throw new RejectedFrame(DropCause.OWN_FRAME, "published by this adapter");
      }
    }

    void packet(JsonParser in) throws IOException {
      packet = null;
      if (in.currentToken() != JsonToken.START_OBJECT) {
        StrictJson.skip(in, 1);
        return;
      }
      packet = new Packet();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String key = in.currentName();
        in.nextToken();
        switch (key) {
          case "type" -> packet.type(in);
          case "nsp" -> packet.namespace(in);
          case "data" -> packet.data(in, text, 2);
          default -> StrictJson.skip(in, 2);
        }
      }
    }

    void opts(JsonParser in) throws IOException {
      opts = Opts.NONE;
      if (in.currentToken() == JsonToken.VALUE_NULL) {
        return;
      }
      opts = new Opts();
      opts.read(in);
    }

    Frame frame() throws RejectedFrame {
      if (uid == null || packet == null) {
        throw RejectedFrame.malformed(
            "uid is missing or no string, or packet is missing or no object");
      }
      requireForeign();
      Target target = opts.target();
      packet.requireType();
      Event event = packet.event();
      return new Frame(uid, packet.namespace(), event, target);
    }
  }

  /** The element {@code packet}. */
  private static final class Packet {
    private int type = -1;
    private String namespace = "/";
    private String eventName;
    private String arguments = "";
    private String problem = "packet.data is missing";

    void type(JsonParser in) throws IOException {
      if (in.currentToken() == JsonToken.VALUE_NUMBER_INT && in.getTextLength() == 1) {
        type = in.getIntValue();
      } else if (in.currentToken().isNumeric() && in.getTextLength() <= LONGEST_TYPE) {
        double value = Double.parseDouble(in.getText()); // 2.0 and 2e0 are 2 in JSON
        type = value == EVENT || value == BINARY_EVENT ? (int) value : -1;
      } else {
        type = -1;
      }
      StrictJson.skip(in, 2);
    }

    void namespace(JsonParser in) throws IOException {
      namespace = in.currentToken() == JsonToken.VALUE_STRING ? in.getText() : null;
      StrictJson.skip(in, 2);
    }

    void data(JsonParser in, String text, int around) throws IOException {
      problem = null;
      arguments = "";
      if (in.currentToken() != JsonToken.START_ARRAY) {
        problem = "packet.data is " + in.currentToken() + ", not " + JsonToken.START_ARRAY;
        StrictJson.skip(in, around);
        return;
      }
      if (in.nextToken() != JsonToken.VALUE_STRING) {
        problem = "the event name is " + in.currentToken() + ", not " + JsonToken.VALUE_STRING;
        skipRest(in, around);
        return;
      }
      eventName = in.getText();
      if (in.nextToken() == JsonToken.END_ARRAY) {
        return;
      }
      int start = StrictJson.offset(in);
      skipRest(in, around);
      int end = StrictJson.offset(in);
      arguments = text.substring(start, end).stripTrailing();
    }

    /** From the current element to the end of the array. */
    private static void skipRest(JsonParser in, int around) throws IOException {
      while (in.currentToken() != JsonToken.END_ARRAY) {
        StrictJson.skip(in, around + 1);
        in.nextToken();
      }
    }

    void requireType() throws RejectedFrame {
      if (type != EVENT && type != BINARY_EVENT) {
        throw new RejectedFrame(DropCause.PACKET_TYPE, "packet type is neither 2 nor 5");
      }
    }

    String namespace() throws RejectedFrame {
      if (namespace == null) {
        throw new RejectedFrame(DropCause.WRONG_NAMESPACE, "packet.nsp is not a string");
      }
      return namespace;
    }

    Event event() throws RejectedFrame {
      if (problem != null) {
        throw RejectedFrame.malformed(problem);
      }
      if (Event.isReserved(eventName)) {
        throw new RejectedFrame(
            DropCause.RESERVED_EVENT, "event name '" + eventName + "' is reserved");
      }
      if (!Text.isWellFormed(eventName)) {
        throw RejectedFrame.malformed("event name holds an unpaired surrogate");
      }
      return new Event(eventName, type == BINARY_EVENT ? withoutPlaceholders() : arguments);
    }

    /**
     * The original adapter publishes placeholders without their bytes, and clients throw, or are
     * closed, when they get one.
     */
    private String withoutPlaceholders() throws RejectedFrame {
      try {
        return Placeholders.replace(arguments, number -> "null");
      } catch (IOException e) {
        throw RejectedFrame.malformed("packet.data: " + e.getMessage());
      }
    }
  }

  /** The element {@code opts}. */
  private static final class Opts {
    private static final Opts NONE = new Opts();

    private String problem;
    private Names rooms = Names.NONE;
    private Names except = Names.NONE;
    private Map<String, Boolean> flags = Map.of();

    void read(JsonParser in) throws IOException {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        problem = "opts is " + in.currentToken() + ", not " + JsonToken.START_OBJECT;
        StrictJson.skip(in, 1);
        return;
      }
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String key = in.currentName();
        in.nextToken();
        switch (key) {
          case "rooms" -> rooms = Names.read(in, "opts.rooms");
          case "except" -> except = Names.read(in, "opts.except");
          case "flags" -> flags = flags(in);
          default -> StrictJson.skip(in, 2);
        }
      }
    }

    Target target() throws RejectedFrame {
      for (String each : new String[] {problem, rooms.problem, except.problem}) {
        if (each != null) {
          throw RejectedFrame.malformed(each);
        }
      }
      return this == NONE ? Target.EVERYBODY : new Target(rooms.names, except.names, flags);
    }

    /** Flags are hints; values of other types than boolean are passed over. */
    private static Map<String, Boolean> flags(JsonParser in) throws IOException {
      if (in.currentToken() != JsonToken.START_OBJECT) {
        StrictJson.skip(in, 2);
        return Map.of();
      }
      Map<String, Boolean> flags = new LinkedHashMap<>();
      while (in.nextToken() == JsonToken.FIELD_NAME) {
        String key = in.currentName();
        JsonToken value = in.nextToken();
        if (value.isBoolean()) {
          flags.put(key, value == JsonToken.VALUE_TRUE);
        } else {
          flags.remove(key);
        }
        StrictJson.skip(in, 3);
      }
      return flags;
    }
  }

  /** One list of rooms. */
  private record Names(Set<String> names, String problem) {
    static final Names NONE = new Names(Set.of(), null);

    static Names read(JsonParser in, String what) throws IOException {
      if (in.currentToken() == JsonToken.VALUE_NULL) {
        return NONE;
      }
      if (in.currentToken() != JsonToken.START_ARRAY) {
        String problem = what + " is " + in.currentToken() + ", not " + JsonToken.START_ARRAY;
        StrictJson.skip(in, 2);
        return new Names(Set.of(), problem);
      }
      Set<String> names = new LinkedHashSet<>();
      String problem = null;
      for (JsonToken name = in.nextToken(); name != JsonToken.END_ARRAY; name = in.nextToken()) {
        if (name == JsonToken.VALUE_STRING) {
          names.add(in.getText());
        } else if (name.isNumeric()) {
          StrictJson.requireShort(in);
          names.add(JavaScriptNumber.text(in.getText()));
        } else {
          problem = what + " holds " + name;
          StrictJson.skip(in, 3);
        }
      }
      return new Names(Collections.unmodifiableSet(names), problem);
    }
  }
}

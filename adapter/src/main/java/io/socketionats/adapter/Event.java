package io.socketionats.adapter;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * An event as clients get it.
 *
 * @param name the event's name
 * @param arguments the arguments as JSON texts joined by commas, exactly as they are to be sent;
 *     empty for none
 * @param bytes where bytes are among the arguments; {@code null} = wherever a text has their form
 */
record Event(String name, String arguments, List<Bytes> bytes) {
  /**
   * Bytes, which the arguments hold as text.
   *
   * @param from where the text begins, in characters
   * @param to where it ends
   */
  record Bytes(int from, int to, byte[] content) {}

  /** An event that comes from elsewhere: what has the form of bytes is bytes, as on Node.js. */
  Event(String name, String arguments) {
    this(name, arguments, null);
  }

  /**
   * The names that Socket.IO keeps for itself. Clients of generation 4 close the connection when an
   * event with such a name arrives (socket.io-parser, {@code isDataValid}).
   */
  private static final Set<String> RESERVED =
      Set.of(
          "connect",
          "connect_error",
          "disconnect",
          "disconnecting",
          "newListener",
          "removeListener");

  static boolean isReserved(String name) {
    return RESERVED.contains(name);
  }

  /** An event that the application emits. */
  static Event of(String name, Object[] arguments, ArgumentWriter writer) {
    if (name == null) {
      throw new IllegalArgumentException("event null: an event must have a name");
    }
    if (isReserved(name)) {
      throw new IllegalArgumentException(
          "event '" + name + "' is a name that Socket.IO reserves for itself");
    }
    if (!Text.isWellFormed(name)) {
      throw new IllegalArgumentException(
          "event '" + Text.printable(name) + "' holds an unpaired surrogate");
    }
    List<Bytes> bytes = new ArrayList<>();
    String text = writer.write(name, arguments, bytes);
    return new Event(name, text, bytes.contains(ArgumentWriter.SOMEWHERE) ? null : bytes);
  }
}

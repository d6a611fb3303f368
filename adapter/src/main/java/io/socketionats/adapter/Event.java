package io.socketionats.adapter;

import java.util.Set;

/**
 * An event as clients get it.
 *
 * @param name the event's name
 * @param arguments the arguments as JSON texts joined by commas, exactly as they are to be sent;
 *     empty for none
 */
record Event(String name, String arguments) {
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
    return new Event(name, writer.write(name, arguments));
  }
}

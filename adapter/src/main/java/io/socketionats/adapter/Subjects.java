package io.socketionats.adapter;

import java.nio.charset.StandardCharsets;
import java.util.Set;

/**
 * Which NATS subject a broadcast is published on. Namespace names are Socket.IO's own ({@code /},
 * {@code /chat}).
 *
 * @param key the prefix of all subjects
 * @param delimiter what joins key, namespace and room
 * @param dialect whether rooms have subjects of their own
 */
record Subjects(String key, String delimiter, Dialect dialect) {
  /**
   * The longest subject used, in bytes. A NATS server closes the connection when the arguments of
   * SUB or PUB exceed 4096 bytes; a subscription id, or a payload size, and a space take up to 20
   * of them.
   */
  static final int MAX_BYTES = 4096 - 20;

  Subjects {
    requirePart("key", key);
    requirePart("delimiter", delimiter);
    if (dialect == Dialect.MICKL && !delimiter.equals(".")) {
      throw new IllegalArgumentException(
          "delimiter '" + delimiter + "': dialect MICKL has the fixed delimiter '.'");
    }
    String root = key + delimiter + "/";
    if (!hasValidTokens(root) || root.contains("*")) {
      throw new IllegalArgumentException(
          "key '"
              + key
              + "', delimiter '"
              + delimiter
              + "': '"
              + root
              + "' is no NATS subject; dot-separated parts must not be empty, '*' or '>'");
    }
  }

  /**
   * Refuses a namespace that has no subject.
   *
   * @throws IllegalArgumentException if the name cannot be a subject's part
   */
  void requireNamespace(String namespace) {
    namespace(namespace);
  }

  /**
   * The subject of a namespace.
   *
   * @throws IllegalArgumentException if the name cannot be a subject's part
   */
  String namespace(String namespace) {
    String subject = key + delimiter + namespace;
    String rule = null;
    if (!namespace.startsWith("/")) {
      rule = "must start with '/'";
    } else if (Text.breaksProtocolLine(namespace)) {
      rule =
          "must not contain white space or control characters, which NATS takes for the end of the"
              + " subject";
    } else if (!Text.isWellFormed(namespace)) {
      rule = "must not contain unpaired surrogates";
    } else if (!hasValidTokens(subject)) {
      rule =
          "makes the subject '"
              + Text.printable(subject)
              + "', whose dot-separated parts must not be empty or '>'";
    } else if (tooLong(subject)) {
      rule = "makes a subject longer than " + MAX_BYTES + " bytes";
    }
    if (rule != null) {
      throw new IllegalArgumentException("namespace '" + Text.printable(namespace) + "' " + rule);
    }
    return subject;
  }

  /**
   * The subject of one room, or {@code null} if the room has none: then it is addressed on the
   * namespace's subject.
   *
   * @throws IllegalArgumentException if the room's name holds an unpaired surrogate
   */
  String room(String namespace, String room) {
    String encoded = EncodeUri.encode(room);
    if (!dialect.roomSubjects() || encoded.isEmpty()) {
      return null;
    }
    String subject = key + delimiter + namespace + delimiter + encoded;
    return hasValidTokens(subject) && !tooLong(subject) ? subject : null;
  }

  /**
   * The subject of a broadcast: the room's if there is exactly one and it has its own, else the
   * namespace's.
   */
  String broadcast(String namespace, Set<String> rooms) {
    String common = namespace(namespace);
    String own = rooms.size() == 1 ? room(namespace, rooms.iterator().next()) : null;
    return own == null ? common : own;
  }

  /** Whether a room has no subject only because it would be too long. */
  boolean roomTooLong(String namespace, String room) {
    int most = 9 * room.length() + 3 * (key.length() + 2 * delimiter.length() + namespace.length());
    if (most <= MAX_BYTES) {
      return false; // a character makes 9 at most: three bytes, each %XX
    }
    String subject = key + delimiter + namespace + delimiter + EncodeUri.encode(room);
    return dialect.roomSubjects() && tooLong(subject);
  }

  private static boolean tooLong(String subject) {
    return subject.length() * 3 > MAX_BYTES
        && subject.getBytes(StandardCharsets.UTF_8).length > MAX_BYTES;
  }

  /**
   * NATS reads '.' as separator whatever the delimiter is. A part '*' is allowed: see {@link
   * Subscriptions}.
   */
  private static boolean hasValidTokens(String subject) {
    for (String token : subject.split("\\.", -1)) {
      if (token.isEmpty() || token.equals(">")) {
        return false;
      }
    }
    return true;
  }

  private static void requirePart(String name, String value) {
    if (value.isEmpty()) {
      throw new IllegalArgumentException(name + " '' must not be empty");
    }
    if (Text.breaksProtocolLine(value) || !Text.isAscii(value)) {
      throw new IllegalArgumentException(
          name
              + " '"
              + Text.printable(value)
              + "' must be ASCII text without white space or control characters");
    }
  }
}

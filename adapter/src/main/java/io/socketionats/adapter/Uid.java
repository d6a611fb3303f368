package io.socketionats.adapter;

import java.security.SecureRandom;
import java.util.regex.Pattern;

/**
 * The ids of adapters and emitters. Random ones are six letters and digits, as those of the Node
 * adapters.
 */
final class Uid {
  /** The id of emitters that were given none. */
  static final String EMITTER = "emitter";

  private static final String ALPHABET =
      "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
  private static final Pattern VALID = Pattern.compile("[A-Za-z0-9_-]{1,64}");
  private static final int LENGTH = 6;
  private static final SecureRandom RANDOM = new SecureRandom();

  private Uid() {}

  static void require(String uid) {
    if (!VALID.matcher(uid).matches()) {
      throw new IllegalArgumentException(
          "uid '" + Text.printable(uid) + "' must be 1 to 64 of A-Z a-z 0-9 _ -");
    }
  }

  static String random() {
    StringBuilder uid = new StringBuilder(LENGTH);
    for (int i = 0; i < LENGTH; i++) {
      uid.append(ALPHABET.charAt(RANDOM.nextInt(ALPHABET.length())));
    }
    return uid.toString();
  }
}

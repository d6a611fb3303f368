package io.socketionats.adapter;

import io.nats.client.AuthenticationException;
import java.io.IOException;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.regex.Pattern;

/** Hides user names, passwords and tokens of URLs in texts that people and logs get to see. */
final class Secrets {
  // Greedy: a password may itself hold an '@', and the last one ends it.
  private static final Pattern USER_INFO =
      Pattern.compile("(?i)(\\b[a-z][a-z0-9+.-]*://)[^\\s,\\[\\]/]*@");

  private Secrets() {}

  static String masked(String text) {
    return text == null || text.indexOf('@') < 0
        ? text
        : USER_INFO.matcher(text).replaceAll("$1***@");
  }

  /**
   * {@code failure}, or a copy without secrets if it, or a cause of it, tells any. The copy of an
   * exception has its stack trace, and its class where the NATS client's users may ask for it.
   */
  static Throwable masked(Throwable failure) {
    return tells(failure) ? copy(failure) : failure;
  }

  private static boolean tells(Throwable failure) {
    Set<Throwable> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    for (Throwable at = failure; at != null && seen.add(at); at = at.getCause()) {
      if (at.getMessage() != null && !masked(at.getMessage()).equals(at.getMessage())) {
        return true;
      }
    }
    return false;
  }

  private static Throwable copy(Throwable failure) {
    if (failure == null) {
      return null;
    }
    String message = masked(failure.getMessage());
    Throwable copy;
    if (failure instanceof AuthenticationException) {
      copy = new AuthenticationException(message);
    } else if (failure instanceof IOException) {
      copy = new IOException(message);
    } else {
      copy = new Exception(failure.getClass().getName() + ": " + message);
    }
    copy.setStackTrace(failure.getStackTrace());
    if (failure.getCause() != null && failure.getCause() != failure) {
      copy.initCause(copy(failure.getCause()));
    }
    return copy;
  }
}

package io.socketionats.adapter;

import com.corundumstudio.socketio.namespace.Namespace;
import java.util.Objects;

/**
 * Names of namespaces. Socket.IO calls the default namespace {@code /}, netty-socketio calls it
 * {@code ""}.
 */
final class Namespaces {
  private Namespaces() {}

  /** Socket.IO's name for what an application wrote, which may lack the leading slash. */
  static String normalise(String namespace) {
    Objects.requireNonNull(namespace, "namespace");
    return namespace.startsWith("/") ? namespace : "/" + namespace;
  }

  static String toNetty(String namespace) {
    return namespace.equals("/") ? Namespace.DEFAULT_NAME : namespace;
  }

  static String fromNetty(String netty) {
    return netty.equals(Namespace.DEFAULT_NAME) ? "/" : netty;
  }
}

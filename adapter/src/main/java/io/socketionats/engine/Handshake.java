package io.socketionats.engine;

import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;

/**
 * The request that opens a session.
 *
 * @param url path and query
 * @param query decoded parameters
 * @param remote the client's address
 * @param local the server's address
 */
record Handshake(
    String url,
    HttpHeaders headers,
    Map<String, List<String>> query,
    InetSocketAddress remote,
    InetSocketAddress local) {
  /** The first value of a parameter, or {@code null}. */
  String parameter(String name) {
    List<String> values = query.get(name);
    return values == null || values.isEmpty() ? null : values.get(0);
  }

  /** 4, or 3 for whatever else the client asks for, as in engine.io. */
  int version() {
    return "4".equals(parameter("EIO")) ? 4 : 3;
  }
}

package io.socketionats.engine;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpMethod;

/**
 * Which pages of other origins may use long-polling (Fetch standard, "CORS protocol"). Pages of
 * origins that are not named get no header, so browsers keep the answers from them.
 */
final class Cors {
  private static final String ANY = "*";

  private final EngineSettings.Http settings;

  Cors(EngineSettings.Http settings) {
    this.settings = settings;
  }

  /** Whether a browser asks what a page may do; answered without a session. */
  boolean isPreflight(FullHttpRequest request) {
    return !settings.corsOrigins().isEmpty()
        && request.method().equals(HttpMethod.OPTIONS)
        && request.headers().contains(HttpHeaderNames.ACCESS_CONTROL_REQUEST_METHOD);
  }

  /** The headers of every answer to a request. */
  HttpHeaders headers(FullHttpRequest request) {
    String origin = request.headers().get(HttpHeaderNames.ORIGIN);
    if (settings.corsOrigins().isEmpty()) {
      return EmptyHttpHeaders.INSTANCE;
    }
    HttpHeaders headers = new DefaultHttpHeaders();
    if (settings.corsOrigins().contains(ANY)) {
      headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, ANY);
      return headers;
    }
    headers.set(HttpHeaderNames.VARY, HttpHeaderNames.ORIGIN);
    if (origin != null && settings.corsOrigins().contains(origin)) {
      headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN, origin);
      headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_CREDENTIALS, "true");
    }
    return headers;
  }

  /** The headers of the answer to a preflight. */
  HttpHeaders preflight(FullHttpRequest request) {
    HttpHeaders headers = headers(request);
    if (headers.contains(HttpHeaderNames.ACCESS_CONTROL_ALLOW_ORIGIN)) {
      headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_METHODS, "GET,POST");
      String asked = request.headers().get(HttpHeaderNames.ACCESS_CONTROL_REQUEST_HEADERS);
      String allowed = settings.allowHeaders().isEmpty() ? asked : settings.allowHeaders();
      if (allowed != null) {
        headers.set(HttpHeaderNames.ACCESS_CONTROL_ALLOW_HEADERS, allowed);
      }
    }
    return headers;
  }
}

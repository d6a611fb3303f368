package io.socketionats.engine;

import java.util.List;

/**
 * What one engine is set to.
 *
 * @param path where requests go, with its slash at the end
 * @param polling whether long-polling is served
 * @param webSocket whether WebSocket is served
 * @param times all times, in ms
 * @param limits all limits
 * @param http what concerns HTTP alone
 */
record EngineSettings(
    String path, boolean polling, boolean webSocket, Times times, Limits limits, Http http) {
  /** In ms. */
  record Times(long pingInterval, long pingTimeout, long upgradeTimeout, long connectTimeout) {}

  /**
   * @param maxBody of a request, in bytes; clients are told of it
   * @param maxFrame of a message over WebSocket, in bytes
   * @param maxAttachments of an event
   * @param maxQueuedPerSession in bytes
   * @param maxQueued of all sessions together, in bytes
   */
  record Limits(
      boolean allowEio3,
      int maxBody,
      int maxFrame,
      int maxAttachments,
      long maxQueuedPerSession,
      long maxQueued,
      EngineOptions.WhenQueueFull whenQueueFull) {}

  /**
   * @param corsOrigins origins whose pages may ask; {@code *} for any
   * @param allowHeaders what such a page may send; empty for what it asks to
   * @param compressMessages whether messages over WebSocket may be compressed
   */
  record Http(List<String> corsOrigins, String allowHeaders, boolean compressMessages) {}

  boolean serves(String transport) {
    return switch (transport) {
      case "polling" -> polling;
      case "websocket" -> webSocket;
      default -> false;
    };
  }
}

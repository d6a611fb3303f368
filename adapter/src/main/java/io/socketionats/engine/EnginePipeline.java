package io.socketionats.engine;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOChannelInitializer;
import com.corundumstudio.socketio.Transport;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.compression.CompressionOptions;
import io.netty.handler.codec.http.HttpContentCompressor;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.HttpResponseEncoder;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import java.util.List;

/**
 * What netty-socketio's configuration means to the engine, and the handlers that follow from it.
 */
final class EnginePipeline {
  private static final int UNSET = 64 << 10; // netty-socketio's default, too short for any client
  private static final int USUAL_PAYLOAD = 1_000_000;
  private static final int COMPRESSED_FROM = 1024;
  private static final String ENTRY = "engine";

  private final Configuration configuration;

  EnginePipeline(Configuration configuration) {
    this.configuration = configuration;
  }

  /**
   * @throws IllegalArgumentException if the configuration asks for what no client can live with
   */
  EngineSettings settings(EngineOptions options) {
    require("pingInterval", configuration.getPingInterval());
    require("pingTimeout", configuration.getPingTimeout());
    require("upgradeTimeout", configuration.getUpgradeTimeout());
    return new EngineSettings(
        configuration.getContext() + "/",
        configuration.getTransports().contains(Transport.POLLING),
        configuration.getTransports().contains(Transport.WEBSOCKET),
        new EngineSettings.Times(
            configuration.getPingInterval(),
            configuration.getPingTimeout(),
            configuration.getUpgradeTimeout(),
            options.connectTimeout().toMillis()),
        new EngineSettings.Limits(
            options.allowEio3(),
            payload(options, configuration.getMaxHttpContentLength()),
            payload(options, configuration.getMaxFramePayloadLength()),
            options.maxAttachments(),
            options.maxQueuedPerSession(),
            options.maxQueued(),
            options.whenQueueFull()),
        new EngineSettings.Http(
            origins(options),
            configuration.getAllowHeaders() == null ? "" : configuration.getAllowHeaders(),
            configuration.isWebsocketCompression()));
  }

  private static void require(String name, int millis) {
    if (millis < 1) {
      throw new IllegalArgumentException(
          "%s is %d ms: it has to be at least 1 ms".formatted(name, millis));
    }
  }

  private static int payload(EngineOptions options, int configured) {
    if (options.maxPayload() > 0) {
      return options.maxPayload();
    }
    return configured == UNSET ? USUAL_PAYLOAD : configured;
  }

  private List<String> origins(EngineOptions options) {
    if (!options.corsOrigins().isEmpty()) {
      return options.corsOrigins();
    }
    return configuration.isEnableCors() && configuration.getOrigin() != null
        ? List.of(configuration.getOrigin())
        : List.of();
  }

  void addTo(ChannelPipeline pipeline, Engine engine) {
    EngineSettings.Limits limits = engine.settings().limits();
    // The encoder comes first, so that the encoder of WebSocket does, through which netty's decoder
    // sends its close frames.
    pipeline.addLast(SocketIOChannelInitializer.HTTP_ENCODER, new HttpResponseEncoder());
    pipeline.addLast(
        SocketIOChannelInitializer.HTTP_REQUEST_DECODER,
        new HttpRequestDecoder(configuration.getHttpDecoderConfig()));
    pipeline.addLast(
        SocketIOChannelInitializer.HTTP_AGGREGATOR, new HttpObjectAggregator(limits.maxBody()));
    if (configuration.isHttpCompression()) {
      pipeline.addLast(
          SocketIOChannelInitializer.HTTP_COMPRESSION,
          new HttpContentCompressor(COMPRESSED_FROM, (CompressionOptions[]) null));
    }
    if (configuration.isWebsocketCompression()) {
      pipeline.addLast(
          SocketIOChannelInitializer.WEB_SOCKET_TRANSPORT_COMPRESSION,
          new WebSocketServerCompressionHandler(limits.maxFrame()));
    }
    pipeline.addLast(
        ENTRY,
        new HttpEntry(
            engine, configuration.getFirstDataTimeout(), configuration.isAllowCustomRequests()));
  }
}

package io.socketionats.engine;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOChannelInitializer;
import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import io.netty.channel.ChannelPipeline;
import java.util.Objects;
import java.util.Optional;

/**
 * Serves Socket.IO to the clients of a netty-socketio server as Socket.IO's own server does:
 * clients of Socket.IO 1 to 4, by WebSocket, by long-polling, and from the one to the other.
 *
 * <pre>{@code
 * SocketIOServer server = new SocketIOServer(configuration);
 * server.setPipelineFactory(new SocketIoEngine());
 * server.start();
 * }</pre>
 *
 * {@link EngineServer} does the same for a server that the application makes itself.
 *
 * <p>Everything above the transports stays netty-socketio's: the server, its namespaces, clients,
 * listeners and configuration. One engine serves one server.
 */
public class SocketIoEngine extends SocketIOChannelInitializer {
  private final EngineOptions options;
  private volatile Engine engine;
  private volatile EnginePipeline handlers;

  /** An engine with the default options. */
  public SocketIoEngine() {
    this(EngineOptions.defaults());
  }

  /**
   * An engine.
   *
   * @param options what {@code Configuration} does not have
   */
  public SocketIoEngine(EngineOptions options) {
    this.options = Objects.requireNonNull(options, "options");
  }

  /**
   * Called by the server.
   *
   * @throws IllegalArgumentException if a time of the configuration is less than 1 ms
   */
  @Override
  public void start(Configuration configuration, NamespacesHub namespaces) {
    EnginePipeline pipeline = new EnginePipeline(configuration);
    EngineSettings settings = pipeline.settings(options);
    super.start(configuration, namespaces);
    handlers = pipeline;
    engine = new Engine(settings, new SocketIo(configuration, namespaces, this));
  }

  /** Adds the engine's handlers to the pipeline of a new connection, after that of TLS. */
  @Override
  protected void addSocketioHandlers(ChannelPipeline pipeline) {
    handlers.addTo(pipeline, engine);
  }

  /** Called by the server when its event loops have ended. */
  @Override
  public void stop() {
    if (engine != null) { // else the start has failed
      engine.close();
    }
    super.stop();
  }

  /**
   * What the engine has counted.
   *
   * @return a snapshot; all zero before the server was started
   */
  public EngineCounters counters() {
    Engine started = engine;
    return started == null ? EngineCounters.NONE : started.snapshot();
  }

  /**
   * Why a client's connection ended. Ask in a {@code DisconnectListener}.
   *
   * @param client a client of an engine
   * @return empty if it left its namespace only, by itself or by the server's will, or is still
   *     there, or is not an engine's
   */
  public static Optional<CloseReason> closeReason(SocketIOClient client) {
    return client instanceof EngineClient member
        ? Optional.ofNullable(member.reason())
        : Optional.empty();
  }
}

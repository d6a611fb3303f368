package io.socketionats.engine;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.DisconnectableHub;
import com.corundumstudio.socketio.SocketIOChannelInitializer;
import com.corundumstudio.socketio.SocketIOServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelPipeline;
import java.util.List;

/**
 * A netty-socketio server whose clients are served by a {@link SocketIoEngine}.
 *
 * <pre>{@code
 * SocketIOServer server = new EngineServer(configuration);
 * server.start();
 * }</pre>
 *
 * It does what {@code setPipelineFactory(new SocketIoEngine())} does for a server of another class,
 * and leaves no timer behind: netty-socketio does not stop a pipeline factory that is replaced, for
 * which Netty logs {@code LEAK: HashedWheelTimer.release()}.
 */
public class EngineServer extends SocketIOServer {
  private final EngineOptions options;
  private final WatchedStores stores;
  private volatile Engine engine;

  /** A server with the default options. */
  public EngineServer(Configuration configuration) {
    this(configuration, EngineOptions.defaults());
  }

  /**
   * A server.
   *
   * @param configuration as for {@code new SocketIOServer(configuration)}
   * @param options what {@code Configuration} does not have
   */
  public EngineServer(Configuration configuration, EngineOptions options) {
    this(configuration, options, new WatchedStores(configuration.getStoreFactory()));
  }

  private EngineServer(Configuration configuration, EngineOptions options, WatchedStores stores) {
    super(stores.putInto(configuration));
    stores.takeOutOf(configuration);
    this.options = options;
    this.stores = stores;
  }

  /** Called by netty-socketio at each start. */
  @Override
  protected void applyConnectionOptions(ServerBootstrap bootstrap) {
    super.applyConnectionOptions(bootstrap);
    ChannelHandler theirs = bootstrap.config().childHandler();
    if (theirs instanceof SocketIoEngine) {
      return; // the application has chosen another one
    }
    EnginePipeline handlers = new EnginePipeline(getConfiguration());
    Engine begun =
        new Engine(
            handlers.settings(options),
            new SocketIo(getConfiguration(), stores.hub(), (DisconnectableHub) theirs));
    engine = begun;
    stores.beforeShutdown(begun::close);
    bootstrap.childHandler(
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            channel.pipeline().addLast(theirs, new TakeOver(handlers, begun));
          }
        });
  }

  /** Ends all sessions, so that clients are told, and stops. */
  @Override
  public void stop() {
    Engine begun = engine;
    if (begun != null) {
      begun.close();
    }
    super.stop();
  }

  /**
   * What the engine has counted.
   *
   * @return a snapshot; all zero before the server was started
   */
  public EngineCounters counters() {
    Engine begun = engine;
    return begun == null ? EngineCounters.NONE : begun.snapshot();
  }

  /** Takes the place of netty-socketio's handlers, but for that of TLS. */
  private static final class TakeOver extends ChannelInboundHandlerAdapter {
    private static final List<String> THEIRS =
        List.of(
            SocketIOChannelInitializer.HTTP_REQUEST_DECODER,
            SocketIOChannelInitializer.HTTP_AGGREGATOR,
            SocketIOChannelInitializer.HTTP_ENCODER,
            SocketIOChannelInitializer.HTTP_COMPRESSION,
            SocketIOChannelInitializer.PACKET_HANDLER,
            SocketIOChannelInitializer.AUTHORIZE_HANDLER,
            SocketIOChannelInitializer.XHR_POLLING_TRANSPORT,
            SocketIOChannelInitializer.WEB_SOCKET_TRANSPORT_COMPRESSION,
            SocketIOChannelInitializer.WEB_SOCKET_TRANSPORT,
            SocketIOChannelInitializer.SOCKETIO_ENCODER,
            SocketIOChannelInitializer.WRONG_URL_HANDLER);

    private final EnginePipeline handlers;
    private final Engine engine;

    TakeOver(EnginePipeline handlers, Engine engine) {
      this.handlers = handlers;
      this.engine = engine;
    }

    /** Theirs come with the registration, before this handler hears of it. */
    @Override
    public void channelRegistered(ChannelHandlerContext context) {
      ChannelPipeline pipeline = context.pipeline();
      for (String name : THEIRS) {
        if (pipeline.get(name) != null) {
          pipeline.remove(name);
        }
      }
      handlers.addTo(pipeline, engine);
      context.fireChannelRegistered();
      pipeline.remove(this);
    }
  }
}

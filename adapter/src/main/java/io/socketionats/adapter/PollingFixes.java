package io.socketionats.adapter;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOChannelInitializer;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.handler.EncoderHandler;
import com.corundumstudio.socketio.messages.OutPacketMessage;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.EnumMap;
import java.util.Map;

/**
 * A netty-socketio server that keeps clients that use long-polling, and their events. It repairs
 * these faults of netty-socketio 2.0.14:
 *
 * <ul>
 *   <li>An answer to a poll holds at most 50 packets, and the packet after the fiftieth is taken
 *       from the queue and thrown away. Here it stays in the queue.
 *   <li>An event that cannot be written as JSON leaves its poll without an answer, and the client
 *       deaf until it gives up. Here the event is logged and left out, and the others are sent; so
 *       it is on WebSocket.
 *   <li>Packets that clients of several Engine.IO versions share are written as the version of any
 *       of them has it, with the separator of Engine.IO 4 for Engine.IO 3 too, and text outside
 *       ASCII is mangled where a client of Engine.IO 3 cannot take binary data. Here answers are as
 *       the client's version has them.
 *   <li>When the connection of an answered poll ends while another event loop binds the next poll,
 *       the next poll may be forgotten and never answered, or the client be told that it is
 *       disconnected. Here one waits for the other.
 * </ul>
 *
 * Everything else is netty-socketio's, {@code SocketIOServer.setPipelineFactory} included.
 */
public final class PollingFixes {
  private PollingFixes() {}

  /**
   * A server with these repairs, not started yet.
   *
   * @param configuration as for {@code new SocketIOServer(configuration)}
   */
  public static SocketIOServer server(Configuration configuration) {
    return new Server(configuration);
  }

  /**
   * Repairs a server of your own class. Call it at the end of an override of {@code
   * SocketIOServer.applyConnectionOptions}, which netty-socketio calls at each start.
   *
   * @param bootstrap what {@code applyConnectionOptions} was given
   * @param configuration the server's {@code getConfiguration()}
   * @throws IllegalArgumentException if {@code bootstrap} has no child handler
   */
  public static void applyTo(ServerBootstrap bootstrap, Configuration configuration) {
    ChannelHandler pipelineFactory = bootstrap.config().childHandler();
    if (pipelineFactory == null) {
      throw new IllegalArgumentException(
          "bootstrap has no child handler, so there is no pipeline to repair; pass the one that"
              + " SocketIOServer.applyConnectionOptions was given");
    }
    Repair repair = new Repair(configuration);
    bootstrap.childHandler(
        new ChannelInitializer<>() {
          @Override
          protected void initChannel(Channel channel) {
            channel.pipeline().addLast(pipelineFactory, repair);
          }
        });
  }

  /**
   * Its pipeline factory stays the one it was made with: there is no way to stop a replaced one.
   */
  private static final class Server extends SocketIOServer {
    Server(Configuration configuration) {
      super(configuration);
    }

    @Override
    protected void applyConnectionOptions(ServerBootstrap bootstrap) {
      super.applyConnectionOptions(bootstrap);
      applyTo(bootstrap, getConfiguration());
    }
  }

  /** Waits for netty-socketio's handlers, which come with the registration of the channel. */
  @Sharable
  private static final class Repair extends ChannelInboundHandlerAdapter {
    private static final String BINDING = "socketio-nats poll binding";

    private final PollBinding binding = new PollBinding();
    private final Encoders encoders;

    Repair(Configuration configuration) {
      encoders = new Encoders(configuration);
    }

    @Override
    public void channelRegistered(ChannelHandlerContext context) {
      ChannelPipeline pipeline = context.pipeline();
      pipeline.replace(
          SocketIOChannelInitializer.SOCKETIO_ENCODER,
          SocketIOChannelInitializer.SOCKETIO_ENCODER,
          encoders);
      pipeline.addBefore(SocketIOChannelInitializer.XHR_POLLING_TRANSPORT, BINDING, binding);
      context.fireChannelRegistered();
      pipeline.remove(this);
    }
  }

  /** Leaves each message to the encoder of its client's version. */
  @Sharable
  private static final class Encoders extends ChannelOutboundHandlerAdapter {
    private final Map<EngineIOVersion, EncoderHandler> byVersion =
        new EnumMap<>(EngineIOVersion.class);

    Encoders(Configuration configuration) {
      try {
        for (EngineIOVersion version : EngineIOVersion.values()) {
          byVersion.put(
              version, new EncoderHandler(configuration, new PollEncoder(configuration, version)));
        }
      } catch (IOException e) {
        throw new UncheckedIOException("netty-socketio's own manifest cannot be read", e);
      }
    }

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise)
        throws Exception {
      EngineIOVersion version = EngineIOVersion.UNKNOWN;
      if (message instanceof OutPacketMessage packets) {
        // The first thing that netty-socketio does with a poll that it has bound.
        PollBinding.bound(context.channel());
        version = packets.getClientHead().getEngineIOVersion();
      }
      byVersion.get(version).write(context, message, promise);
    }
  }
}

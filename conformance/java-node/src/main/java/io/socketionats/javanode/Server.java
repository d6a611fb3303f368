package io.socketionats.javanode;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.socketionats.engine.EngineOptions;
import io.socketionats.engine.SocketIoEngine;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;

/** A netty-socketio server that knows the port it was given when it asked for any. */
final class Server extends SocketIOServer {
  private CompletableFuture<Integer> port;

  /**
   * @param plain whether netty-socketio's own transports serve the clients, else the engine
   * @param options of the engine
   */
  Server(Configuration configuration, boolean plain, EngineOptions options) {
    super(configuration);
    if (!plain) {
      setPipelineFactory(new SocketIoEngine(options));
    }
  }

  @Override
  protected void applyConnectionOptions(ServerBootstrap bootstrap) {
    super.applyConnectionOptions(bootstrap);
    port = new CompletableFuture<>();
    bootstrap.handler(
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelActive(ChannelHandlerContext context) {
            port.complete(((InetSocketAddress) context.channel().localAddress()).getPort());
            context.fireChannelActive();
          }
        });
  }

  /** The port it listens on, once started. */
  int port() {
    return port.join();
  }
}

package io.socketionats.engine;

import com.corundumstudio.socketio.AckMode;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOServer;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** A netty-socketio server with the engine, on any free port of the loopback interface. */
final class TestServer extends SocketIOServer implements AutoCloseable {
  private final CompletableFuture<Integer> port = new CompletableFuture<>();
  final SocketIoEngine engine;

  private TestServer(Configuration configuration, EngineOptions options) {
    super(configuration);
    engine = new SocketIoEngine(options);
    setPipelineFactory(engine);
  }

  static TestServer make(EngineOptions options, Consumer<Configuration> settings) {
    Configuration configuration = new Configuration();
    configuration.setHostname("127.0.0.1");
    configuration.setPort(0);
    configuration.setBossThreads(1);
    configuration.setWorkerThreads(3);
    configuration.setAckMode(AckMode.MANUAL);
    settings.accept(configuration);
    return new TestServer(configuration, options);
  }

  static TestServer make() {
    return make(EngineOptions.defaults(), configuration -> {});
  }

  TestServer started() {
    start();
    return this;
  }

  @Override
  protected void applyConnectionOptions(ServerBootstrap bootstrap) {
    super.applyConnectionOptions(bootstrap);
    bootstrap.handler(
        new ChannelInboundHandlerAdapter() {
          @Override
          public void channelActive(ChannelHandlerContext context) {
            port.complete(((InetSocketAddress) context.channel().localAddress()).getPort());
            context.fireChannelActive();
          }
        });
  }

  int port() {
    return port.join();
  }

  RawHttp http(int version) {
    return new RawHttp(port(), "/socket.io/?EIO=" + version);
  }

  /** A WebSocket whose handshake has come. */
  RawSocket socket(int version) throws InterruptedException {
    RawSocket socket = RawSocket.connect(http(version), "&transport=websocket");
    socket.next();
    return socket;
  }

  /** Stopping a server takes netty-socketio 4 s, for which nobody waits. */
  @Override
  public void close() {
    if (!port.isDone()) {
      return; // it has not started
    }
    Thread stop = new Thread(this::stop, "stop");
    stop.setDaemon(true);
    stop.start();
  }
}

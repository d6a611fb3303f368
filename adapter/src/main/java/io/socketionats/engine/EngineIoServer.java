package io.socketionats.engine;

import com.corundumstudio.socketio.Configuration;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A server of Engine.IO 3 and 4 without Socket.IO: messages of text and bytes. */
public final class EngineIoServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(EngineIoServer.class);
  private static final long QUIET_MS = 0;
  private static final long CLOSE_LIMIT_MS = 4_000;

  private final Engine engine;
  private final EventLoopGroup acceptors;
  private final EventLoopGroup workers;
  private final Channel channel;

  /** One client. Its methods may be called by any thread. */
  public interface Connection {
    /** The session's id. */
    String id();

    /** Engine.IO's version: 3 or 4. */
    int version();

    /** {@code polling} or {@code websocket}, as of now. */
    String transport();

    /** Sends text. */
    void send(String text);

    /** Sends bytes, which are copied. */
    void send(byte[] bytes);

    /** Ends the session after what was sent has gone out. */
    void close();
  }

  /** Hears of clients and their messages, of one client one call at a time. It must not block. */
  public interface Listener {
    /** A session has been opened. */
    default void opened(Connection connection) {}

    /** A message of text came. */
    void message(Connection connection, String text);

    /** A message of bytes came. */
    void message(Connection connection, byte[] bytes);

    /** A session has ended. */
    default void closed(Connection connection, CloseReason reason) {}
  }

  private EngineIoServer(
      Engine engine, EventLoopGroup acceptors, EventLoopGroup workers, Channel channel) {
    this.engine = engine;
    this.acceptors = acceptors;
    this.workers = workers;
    this.channel = channel;
  }

  /**
   * Starts a server.
   *
   * @param configuration host name, port (0 = any free one), context, transports, times, lengths,
   *     compression, number of threads; the rest has no meaning here
   * @param options what {@code Configuration} does not have
   * @throws IllegalArgumentException if the configuration asks for TLS, or for a time of less than
   *     1 ms
   */
  public static EngineIoServer start(
      Configuration configuration, EngineOptions options, Listener listener) {
    if (configuration.getKeyStore() != null) {
      throw new IllegalArgumentException(
          "keyStore is set: this server has no TLS; put a proxy before it");
    }
    EnginePipeline pipeline = new EnginePipeline(configuration);
    Engine engine = new Engine(pipeline.settings(options), new Messages(listener));
    EventLoopGroup acceptors = new NioEventLoopGroup(1);
    EventLoopGroup workers = new NioEventLoopGroup(configuration.getWorkerThreads());
    String host = configuration.getHostname();
    InetSocketAddress address =
        host == null
            ? new InetSocketAddress(configuration.getPort())
            : new InetSocketAddress(host, configuration.getPort());
    ServerBootstrap bootstrap =
        new ServerBootstrap()
            .group(acceptors, workers)
            .channel(NioServerSocketChannel.class)
            .option(ChannelOption.SO_REUSEADDR, configuration.getSocketConfig().isReuseAddress())
            .childOption(ChannelOption.TCP_NODELAY, true)
            .childHandler(
                new ChannelInitializer<>() {
                  @Override
                  protected void initChannel(Channel connection) {
                    pipeline.addTo(connection.pipeline(), engine);
                  }
                });
    try {
      Channel channel = bootstrap.bind(address).syncUninterruptibly().channel();
      return new EngineIoServer(engine, acceptors, workers, channel);
    } catch (Exception e) { // netty throws checked ones that it does not declare
      acceptors.shutdownGracefully(QUIET_MS, CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS);
      workers.shutdownGracefully(QUIET_MS, CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS);
      throw e;
    }
  }

  /** The port it listens on. */
  public int port() {
    return ((InetSocketAddress) channel.localAddress()).getPort();
  }

  /** What the engine has counted. */
  public EngineCounters counters() {
    return engine.snapshot();
  }

  @Override
  public void close() {
    channel.close().syncUninterruptibly();
    engine.close();
    acceptors.shutdownGracefully(QUIET_MS, CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS);
    workers
        .shutdownGracefully(QUIET_MS, CLOSE_LIMIT_MS, TimeUnit.MILLISECONDS)
        .syncUninterruptibly();
  }

  /** Gives all messages to the listener. */
  private record Messages(Listener listener) implements Acceptor {
    @Override
    public Optional<Admission> admit(Handshake handshake) {
      return Optional.of(session -> new RawConnection(session, listener));
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
      LOG.debug("A connection failed", cause);
    }
  }

  private record RawConnection(Session session, Listener listener)
      implements SessionHandler, Connection {
    @Override
    public void opened() {
      listener.opened(this);
    }

    @Override
    public void text(ByteBuf utf8) {
      listener.message(this, utf8.toString(StandardCharsets.UTF_8));
    }

    @Override
    public void bytes(ByteBuf data) {
      listener.message(this, ByteBufUtil.getBytes(data));
    }

    @Override
    public void heartbeat() {}

    @Override
    public void closed(CloseReason reason) {
      listener.closed(this, reason);
    }

    @Override
    public String id() {
      return session.id();
    }

    @Override
    public int version() {
      return session.version();
    }

    @Override
    public String transport() {
      return session.transportName();
    }

    @Override
    public void send(String text) {
      send(OutPacket.text(EnginePacket.MESSAGE, text));
    }

    @Override
    public void send(byte[] bytes) {
      send(OutPacket.bytes(bytes.clone(), true));
    }

    private void send(OutPacket packet) {
      session.mailbox().execute(() -> session.send(packet));
    }

    @Override
    public void close() {
      session.mailbox().execute(session::closeGently);
    }
  }
}

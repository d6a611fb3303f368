package io.socketionats.engine;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;

/** Turns a request into a WebSocket of a session: a new one's, or one that upgrades. */
final class WebSocketEntry {
  private static final String COMPRESSION = "permessage-deflate";

  private final Engine engine;
  private final Session session;
  private final Exchange exchange;
  private final Channel channel;
  private final WebSocketTransport transport;

  WebSocketEntry(Engine engine, Session session, Exchange exchange) {
    this.engine = engine;
    this.session = session;
    this.exchange = exchange;
    this.channel = exchange.context().channel();
    this.transport = new WebSocketTransport(session.version(), channel, asksForCompression());
  }

  private boolean asksForCompression() {
    return engine.settings().http().compressMessages()
        && exchange.request().headers().getAll(HttpHeaderNames.SEC_WEBSOCKET_EXTENSIONS).stream()
            .anyMatch(extensions -> extensions.contains(COMPRESSION));
  }

  /** Begins a session. */
  void open(Acceptor.Admission admission, OutPacket packet) {
    accept(new WebSocketHandler(session, engine.acceptor()))
        .addListener(
            accepted -> {
              if (accepted.isSuccess()) {
                engine.add(session);
                session.mailbox().execute(() -> begin(admission, packet));
              } else {
                channel.close();
              }
            });
  }

  private void begin(Acceptor.Admission admission, OutPacket packet) {
    if (!session.isOpen()) {
      return; // the client has gone
    }
    session.begin(transport);
    session.send(packet);
    session.open(admission);
  }

  /** Lets a session that polls upgrade; a second WebSocket for the same session is closed. */
  void upgrade() {
    session
        .mailbox()
        .execute(
            () -> {
              boolean may =
                  session.isOpen()
                      && session.transport() instanceof Polling
                      && session.upgrade() == null;
              Upgrade upgrade = may ? new Upgrade(session, channel, transport) : null;
              session.beginUpgrade(may ? upgrade : session.upgrade());
              channel.eventLoop().execute(may ? () -> accept(upgrade) : this::acceptAndClose);
            });
  }

  private void accept(Upgrade upgrade) {
    accept(new WebSocketHandler(session, engine.acceptor(), upgrade))
        .addListener(
            accepted -> {
              if (!accepted.isSuccess()) {
                channel.close();
                session.mailbox().execute(upgrade::abandon);
              }
            });
  }

  private void acceptAndClose() {
    accept(new Discard())
        .addListener(
            accepted -> WebSocketTransport.close(channel, WebSocketCloseStatus.NORMAL_CLOSURE));
  }

  /** Answers the request; frames go to the handler from now on. */
  private ChannelFuture accept(ChannelHandler handler) {
    FullHttpRequest request = exchange.request();
    try {
      int maxFrame = engine.settings().limits().maxFrame();
      WebSocketServerHandshaker handshaker = handshaker(request, maxFrame);
      if (handshaker == null) {
        return refuseVersion();
      }
      ChannelPipeline pipeline = channel.pipeline();
      pipeline.remove(exchange.context().handler());
      pipeline.addLast(new WebSocketFrameAggregator(maxFrame));
      pipeline.addLast(new Utf8FrameValidator(true));
      pipeline.addLast(handler);
      return handshaker.handshake(channel, request, exchange.extraHeaders(), channel.newPromise());
    } catch (RuntimeException e) { // a key is missing, for one
      return channel.newFailedFuture(e);
    } finally {
      exchange.release();
    }
  }

  private WebSocketServerHandshaker handshaker(FullHttpRequest request, int maxFrame) {
    WebSocketDecoderConfig config =
        WebSocketDecoderConfig.newBuilder()
            .maxFramePayloadLength(maxFrame)
            .allowExtensions(engine.settings().http().compressMessages())
            .build();
    return new WebSocketServerHandshakerFactory(request.uri(), null, config).newHandshaker(request);
  }

  private ChannelFuture refuseVersion() {
    WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(channel);
    return channel.newFailedFuture(new InvalidPacket("a version of WebSocket that is not served"));
  }

  /** Drops what comes over a WebSocket that nobody wants. */
  private static final class Discard extends SimpleChannelInboundHandler<Object> {
    @Override
    protected void channelRead0(ChannelHandlerContext context, Object message) {}
  }
}

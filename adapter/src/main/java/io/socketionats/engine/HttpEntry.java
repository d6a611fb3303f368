package io.socketionats.engine;

import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.Future;
import java.net.InetSocketAddress;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.TimeUnit;

/**
 * The requests of one connection: refuses what breaks a rule, opens sessions, and hands the rest to
 * the session that it names. The rules and their order are those of engine.io ({@code
 * lib/server.ts}, {@code verify}).
 */
final class HttpEntry extends ChannelInboundHandlerAdapter {
  private static final int MAX_WAITING = 8; // requests sent before the answer to the one before

  private static final long IDLE_LIMIT_MS = 60_000; // of a connection without a request

  private final Engine engine;
  private final Cors cors;
  private final long firstDataTimeout;
  private final boolean passOn;
  private final Deque<FullHttpRequest> waiting = new ArrayDeque<>();
  private Exchange current;
  private Future<?> silence;

  /**
   * @param firstDataTimeout how long a connection may be silent at first, in ms
   * @param passOn whether requests for other paths go to the next handler, else they get a 404
   */
  HttpEntry(Engine engine, long firstDataTimeout, boolean passOn) {
    this.engine = engine;
    this.cors = new Cors(engine.settings().http());
    this.firstDataTimeout = firstDataTimeout;
    this.passOn = passOn;
  }

  @Override
  public void channelActive(ChannelHandlerContext context) {
    closeUnlessHeard(context, firstDataTimeout);
    context.fireChannelActive();
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    heard();
    if (!(message instanceof FullHttpRequest request)) {
      context.fireChannelRead(message);
    } else if (current == null) {
      handle(context, request);
    } else if (waiting.size() < MAX_WAITING) {
      waiting.add(request);
    } else {
      request.release();
      context.close();
    }
  }

  private void handle(ChannelHandlerContext context, FullHttpRequest request) {
    QueryStringDecoder url = new QueryStringDecoder(request.uri());
    if (request.decoderResult().isFailure() || !isReadable(url)) {
      request.release();
      context
          .writeAndFlush(
              new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.BAD_REQUEST))
          .addListener(ChannelFutureListener.CLOSE);
      return;
    }
    if (!url.path().startsWith(engine.settings().path()) && passOn) {
      context.fireChannelRead(request);
      return;
    }
    boolean preflight = cors.isPreflight(request);
    current =
        new Exchange(
            context,
            request,
            preflight ? cors.preflight(request) : cors.headers(request),
            () -> answered(context));
    if (!url.path().startsWith(engine.settings().path())) {
      refuse(current, HttpResponseStatus.NOT_FOUND);
    } else if (preflight) {
      refuse(current, HttpResponseStatus.NO_CONTENT);
    } else {
      serve(current, url);
    }
  }

  /** Whether all of it is escaped as it has to be. */
  private static boolean isReadable(QueryStringDecoder url) {
    try {
      return url.path() != null && url.parameters() != null;
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  private void answered(ChannelHandlerContext context) {
    current = null;
    FullHttpRequest next = waiting.poll();
    if (next != null) {
      handle(context, next);
    } else {
      closeUnlessHeard(context, IDLE_LIMIT_MS);
    }
  }

  private void closeUnlessHeard(ChannelHandlerContext context, long millis) {
    silence = context.executor().schedule(() -> context.close(), millis, TimeUnit.MILLISECONDS);
  }

  private void heard() {
    if (silence != null) {
      silence.cancel(false);
      silence = null;
    }
  }

  private static void refuse(Exchange exchange, HttpResponseStatus status) {
    exchange.release();
    exchange.answer(status);
  }

  private void refuse(Exchange exchange, RequestError error) {
    engine.counters().refused();
    exchange.release();
    exchange.answer(error.status(), Exchange.JSON, error.json());
  }

  private void serve(Exchange exchange, QueryStringDecoder url) {
    FullHttpRequest request = exchange.request();
    Handshake handshake = handshake(exchange, url);
    String transport = handshake.parameter("transport");
    String sid = handshake.parameter("sid");
    boolean webSocket = isUpgrade(request);
    if (transport == null || !engine.settings().serves(transport)) {
      refuse(exchange, RequestError.UNKNOWN_TRANSPORT);
    } else if (handshake.parameter("j") != null && !webSocket) {
      refuse(exchange, RequestError.BAD_REQUEST); // JSONP
    } else if (sid != null && !sid.isEmpty()) {
      serve(exchange, handshake, sid, webSocket);
    } else if (!request.method().equals(HttpMethod.GET)) {
      refuse(exchange, RequestError.BAD_HANDSHAKE_METHOD);
    } else if (transport.equals("websocket") != webSocket) {
      refuse(exchange, RequestError.BAD_REQUEST);
    } else if (handshake.version() == 3 && !engine.settings().limits().allowEio3()) {
      refuse(exchange, RequestError.UNSUPPORTED_PROTOCOL_VERSION);
    } else {
      engine
          .acceptor()
          .admit(handshake)
          .ifPresentOrElse(
              admission -> open(exchange, handshake, admission),
              () -> refuse(exchange, RequestError.FORBIDDEN));
    }
  }

  private static boolean isUpgrade(FullHttpRequest request) {
    return request
            .headers()
            .containsValue(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE, true)
        && request.headers().contains(HttpHeaderNames.UPGRADE, HttpHeaderValues.WEBSOCKET, true);
  }

  private static Handshake handshake(Exchange exchange, QueryStringDecoder url) {
    return new Handshake(
        exchange.request().uri(),
        exchange.request().headers(),
        url.parameters(),
        (InetSocketAddress) exchange.context().channel().remoteAddress(),
        (InetSocketAddress) exchange.context().channel().localAddress());
  }

  private void open(Exchange exchange, Handshake handshake, Acceptor.Admission admission) {
    Session session =
        new Session(
            Engine.newId(), handshake.version(), engine, exchange.context().channel().eventLoop());
    OutPacket packet =
        OutPacket.text(
            EnginePacket.OPEN, engine.handshake(session, handshake.parameter("transport")));
    if (isUpgrade(exchange.request())) {
      new WebSocketEntry(engine, session, exchange).open(admission, packet);
      return;
    }
    engine.add(session);
    session
        .mailbox()
        .execute(
            () -> {
              Polling polling = new Polling(session, handshake.parameter("b64") == null);
              session.begin(polling);
              polling.open(exchange, packet);
              exchange.release();
              session.open(admission);
            });
  }

  private void serve(Exchange exchange, Handshake request, String sid, boolean webSocket) {
    Session session = engine.find(sid);
    if (session == null) {
      refuse(exchange, RequestError.UNKNOWN_SID);
    } else if (session.version() != request.version()
        || webSocket != request.parameter("transport").equals("websocket")) {
      refuse(exchange, RequestError.BAD_REQUEST);
    } else if (webSocket) {
      new WebSocketEntry(engine, session, exchange).upgrade();
    } else {
      session.mailbox().execute(() -> serve(exchange, session));
    }
  }

  /** Runs in the session. */
  private void serve(Exchange exchange, Session session) {
    HttpMethod method = exchange.request().method();
    session.checkSilence();
    if (engine.find(session.id()) != session) {
      refuse(exchange, RequestError.UNKNOWN_SID);
    } else if (!(session.transport() instanceof Polling polling)) {
      refuse(exchange, RequestError.BAD_REQUEST);
    } else if (method.equals(HttpMethod.GET)) {
      polling.poll(exchange);
    } else if (method.equals(HttpMethod.POST)) {
      polling.post(exchange);
    } else {
      refuse(exchange, HttpResponseStatus.INTERNAL_SERVER_ERROR);
    }
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    heard();
    waiting.forEach(FullHttpRequest::release);
    waiting.clear();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    heard();
    if (current != null) {
      current.gone();
    }
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    engine.acceptor().exceptionCaught(context, cause);
    context.close();
  }
}

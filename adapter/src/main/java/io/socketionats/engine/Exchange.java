package io.socketionats.engine;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.concurrent.RejectedExecutionException;

/** One request and its answer. Thread-safe; it is answered once. */
final class Exchange {
  static final String TEXT = "text/plain; charset=UTF-8";
  static final String JSON = "application/json";
  static final String HTML = "text/html";
  static final String BYTES = "application/octet-stream";

  private final ChannelHandlerContext context;
  private final FullHttpRequest request;
  private final HttpHeaders extraHeaders;
  private final Runnable answered;
  private volatile Runnable whenGone;
  private volatile boolean gone;

  /**
   * @param request released by {@link #release}
   * @param extraHeaders of the answer
   * @param answered called on the channel's event loop after the answer was written
   */
  Exchange(
      ChannelHandlerContext context,
      FullHttpRequest request,
      HttpHeaders extraHeaders,
      Runnable answered) {
    this.context = context;
    this.request = request;
    this.extraHeaders = extraHeaders;
    this.answered = answered;
  }

  FullHttpRequest request() {
    return request;
  }

  ChannelHandlerContext context() {
    return context;
  }

  HttpHeaders extraHeaders() {
    return extraHeaders;
  }

  /** The request's body is not needed any more. */
  void release() {
    request.release();
  }

  /** What to do when the client goes before it is answered, on the channel's event loop. */
  void whenGone(Runnable task) {
    whenGone = task;
    if (gone) {
      task.run();
    }
  }

  /** The channel has closed. */
  void gone() {
    gone = true;
    Runnable task = whenGone;
    if (task != null) {
      task.run();
    }
  }

  void answer(HttpResponseStatus status) {
    answer(status, HTML, Unpooled.EMPTY_BUFFER);
  }

  void answer(HttpResponseStatus status, String type, String text) {
    answer(status, type, ByteBufUtil.writeUtf8(context.alloc(), text));
  }

  void answer(HttpResponseStatus status, String type, ByteBuf body) {
    if (context.executor().inEventLoop()) {
      write(status, type, body);
      return;
    }
    try {
      context.executor().execute(() -> write(status, type, body));
    } catch (RejectedExecutionException e) {
      body.release(); // the server has stopped, and the connection with it
    }
  }

  private void write(HttpResponseStatus status, String type, ByteBuf body) {
    whenGone = null;
    FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, status, body);
    HttpHeaders headers = response.headers();
    headers.set(extraHeaders);
    headers.set(HttpHeaderNames.CONTENT_TYPE, type);
    headers.set(HttpHeaderNames.CACHE_CONTROL, HttpHeaderValues.NO_STORE);
    HttpUtil.setContentLength(response, body.readableBytes());
    boolean keepAlive = HttpUtil.isKeepAlive(request);
    HttpUtil.setKeepAlive(response, keepAlive);
    ChannelFuture written = context.writeAndFlush(response);
    if (!keepAlive) {
      written.addListener(ChannelFutureListener.CLOSE);
    }
    answered.run();
  }
}

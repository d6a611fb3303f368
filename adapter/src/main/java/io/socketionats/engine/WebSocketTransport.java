package io.socketionats.engine;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * WebSocket. A packet's frame is made once and shared by all connections; only long packets for
 * connections with compression are made for each.
 */
final class WebSocketTransport implements Transport {
  private static final int COMPRESSED_FROM = 1024;
  private static final long CLOSING_LIMIT_MS = 30_000;

  private final int version;
  private final Channel channel;
  private final boolean compressed;
  private final ChannelPromise noPromise;

  /** To be made on the channel's event loop. */
  WebSocketTransport(int version, Channel channel, boolean compressed) {
    this.version = version;
    this.channel = channel;
    this.compressed = compressed;
    this.noPromise = channel.unsafe().voidPromise();
  }

  @Override
  public String name() {
    return "websocket";
  }

  @Override
  public boolean isWritable() {
    return channel.isWritable();
  }

  @Override
  public void send(OutPacket packet) {
    if (compressed && packet.isCompressible() && packet.size() >= COMPRESSED_FROM) {
      byte[] payload = packet.payload(version);
      channel.write(
          packet.isBinary()
              ? new BinaryWebSocketFrame(Unpooled.wrappedBuffer(payload))
              : new TextWebSocketFrame(Unpooled.wrappedBuffer(payload)),
          noPromise);
    } else {
      channel.write(Unpooled.wrappedBuffer(packet.frame(version)), noPromise);
    }
  }

  @Override
  public void flush() {
    channel.flush();
  }

  @Override
  public long queued() {
    if (!channel.eventLoop().inEventLoop()) {
      return 0; // while the session changes its owner
    }
    ChannelOutboundBuffer waiting = channel.unsafe().outboundBuffer();
    return waiting == null ? 0 : waiting.totalPendingWriteBytes();
  }

  @Override
  public void close(CloseReason reason) {
    if (reason == CloseReason.SLOW_CLIENT) {
      channel.close(); // with what waits: it is for the memory that the client has to go
    } else {
      close(channel, WebSocketCloseStatus.NORMAL_CLOSURE);
    }
  }

  /** Sends what waits and a close frame, and closes the channel then, or after 30 s. */
  static void close(Channel channel, WebSocketCloseStatus status) {
    if (!channel.isActive()) {
      return;
    }
    Future<?> limit =
        channel
            .eventLoop()
            .schedule(() -> channel.close(), CLOSING_LIMIT_MS, TimeUnit.MILLISECONDS);
    channel.closeFuture().addListener(closed -> limit.cancel(false));
    channel.writeAndFlush(new CloseWebSocketFrame(status)).addListener(ChannelFutureListener.CLOSE);
  }
}

package io.socketionats.engine;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;

/** Takes the frames of one WebSocket and hands their packets to the session's owner. */
final class WebSocketHandler extends SimpleChannelInboundHandler<WebSocketFrame> {
  private final Session session;
  private final Acceptor acceptor;
  private Upgrade upgrade; // until it is complete; the session's owner's

  WebSocketHandler(Session session, Acceptor acceptor) {
    this(session, acceptor, null);
  }

  /**
   * @param upgrade what the WebSocket is for at first; {@code null} if it is the session's only one
   */
  WebSocketHandler(Session session, Acceptor acceptor, Upgrade upgrade) {
    this.session = session;
    this.acceptor = acceptor;
    this.upgrade = upgrade;
  }

  @Override
  protected void channelRead0(ChannelHandlerContext context, WebSocketFrame frame) {
    if (frame instanceof PingWebSocketFrame) {
      context.writeAndFlush(new PongWebSocketFrame(frame.content().retain()));
    } else if (frame instanceof CloseWebSocketFrame) {
      WebSocketTransport.close(context.channel(), WebSocketCloseStatus.NORMAL_CLOSURE);
    } else if (frame instanceof TextWebSocketFrame || frame instanceof BinaryWebSocketFrame) {
      ByteBuf content = frame.content().retain();
      boolean binary = frame instanceof BinaryWebSocketFrame;
      session
          .mailbox()
          .execute(
              () -> {
                try {
                  packet(binary, content);
                } finally {
                  content.release();
                }
              });
    }
  }

  private void packet(boolean binary, ByteBuf content) {
    try {
      if (binary && session.version() == 4) {
        receive(EnginePacket.MESSAGE, true, content);
      } else if (binary) {
        Payload3.bytes(content, this::receive);
      } else if (content.isReadable()
          && EnginePacket.isType((char) content.getByte(content.readerIndex()))) {
        receive((char) content.readByte(), false, content);
      } else {
        throw new InvalidPacket("unknown packet type");
      }
    } catch (InvalidPacket e) {
      session.logInvalid(e);
      if (upgrade == null) {
        session.close(CloseReason.PARSE_ERROR);
      } else {
        upgrade.abandon();
      }
    }
  }

  private boolean receive(char type, boolean binary, ByteBuf data) {
    if (upgrade == null) {
      return session.receive(type, binary, data);
    }
    if (upgrade.receive(type, data)) {
      upgrade = null;
    }
    return true;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    session.mailbox().execute(session::drained);
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    session
        .mailbox()
        .execute(
            () -> {
              if (upgrade == null) {
                session.close(CloseReason.TRANSPORT_CLOSE);
              } else {
                upgrade.abandon();
              }
            });
    context.fireChannelInactive();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof TooLongFrameException) {
      WebSocketTransport.close(context.channel(), WebSocketCloseStatus.MESSAGE_TOO_BIG);
      return;
    }
    if (!(cause instanceof CorruptedWebSocketFrameException)) { // of which netty tells the client
      acceptor.exceptionCaught(context, cause);
    }
    context.close();
  }
}

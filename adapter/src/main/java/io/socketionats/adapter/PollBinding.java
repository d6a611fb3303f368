package io.socketionats.adapter;

import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.transport.PollingTransport;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.AttributeKey;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one event loop at a time change what the polling transport knows of a client's poll: one
 * binds the connection of the next poll, another forgets the connection that has ended.
 * netty-socketio does both without a lock, and looks at the connection before it forgets it.
 *
 * <p>The lock is held for a few map accesses: never while listeners run or events are encoded.
 */
@Sharable
final class PollBinding extends ChannelInboundHandlerAdapter {
  private static final AttributeKey<ReentrantLock> LOCK =
      AttributeKey.valueOf(PollBinding.class, "lock");
  private static final int LOCKS = 64;

  private final ReentrantLock[] locks = new ReentrantLock[LOCKS];

  PollBinding() {
    Arrays.setAll(locks, i -> new ReentrantLock());
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    UUID session =
        message instanceof FullHttpRequest request ? polling(context.channel(), request) : null;
    if (session == null) {
      context.fireChannelRead(message);
      return;
    }
    ReentrantLock lock = locks[Math.floorMod(session.hashCode(), LOCKS)];
    context.channel().attr(LOCK).set(lock);
    lock.lock();
    try {
      context.fireChannelRead(message);
    } finally {
      bound(context.channel());
    }
  }

  /** The connection is bound to its client, or will not be; runs on its event loop. */
  static void bound(Channel channel) {
    ReentrantLock lock = channel.attr(LOCK).get();
    if (lock != null && lock.isHeldByCurrentThread()) {
      lock.unlock();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    ReentrantLock lock = context.channel().attr(LOCK).get();
    if (lock == null) {
      context.fireChannelInactive();
      return;
    }
    lock.lock();
    try {
      context.fireChannelInactive();
    } finally {
      lock.unlock();
    }
  }

  /** The session that a request polls for, or null if it does something else. */
  private static UUID polling(Channel channel, FullHttpRequest request) {
    if (!HttpMethod.GET.equals(request.method())) {
      return null;
    }
    Map<String, List<String>> query = new QueryStringDecoder(request.uri()).parameters();
    if (!PollingTransport.NAME.equals(first(query, "transport"))) {
      return null;
    }
    String id = first(query, "sid");
    if (id == null) {
      ClientHead opened = channel.attr(ClientHead.CLIENT).get();
      return opened == null ? null : opened.getSessionId();
    }
    try {
      return UUID.fromString(id);
    } catch (IllegalArgumentException e) {
      return null; // netty-socketio refuses it
    }
  }

  private static String first(Map<String, List<String>> query, String name) {
    List<String> values = query.get(name);
    return values == null ? null : values.get(0);
  }
}

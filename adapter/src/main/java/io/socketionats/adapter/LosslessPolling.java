package io.socketionats.adapter;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.SocketIOChannelInitializer;
import com.corundumstudio.socketio.handler.EncoderHandler;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import com.corundumstudio.socketio.protocol.JsonSupport;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * netty-socketio's pipeline without the two ways in which netty-socketio 2.0.14 loses events of
 * clients that use long-polling. For {@code SocketIOServer.setPipelineFactory}, before the server
 * is started; one for each server.
 *
 * <ul>
 *   <li>An answer to a poll holds at most 50 packets, and the packet after the fiftieth is taken
 *       from the queue and thrown away. Here it stays in the queue.
 *   <li>When the connection of an answered poll ends, its event loop may forget the connection of
 *       the next poll, which another event loop has bound in the meantime. That poll is never
 *       answered, and the client is deaf until it gives up. Here connections of polls are not
 *       forgotten when they end, but when the next poll comes or the client leaves; nothing is
 *       written to one that has ended.
 * </ul>
 */
public class LosslessPolling extends SocketIOChannelInitializer {
  private static final String KEEPER = "socketio-nats polling";
  private static final Keeper KEEPER_OF_POLLS = new Keeper();

  private volatile EncoderHandler encoder;

  @Override
  public void start(Configuration configuration, NamespacesHub namespacesHub) {
    super.start(configuration, namespacesHub);
    try {
      encoder =
          new EncoderHandler(
              configuration, new WholeBatches(configuration, configuration.getJsonSupport()));
    } catch (IOException e) {
      throw new UncheckedIOException("netty-socketio's own manifest cannot be read", e);
    }
  }

  @Override
  protected void addSocketioHandlers(ChannelPipeline pipeline) {
    super.addSocketioHandlers(pipeline);
    pipeline.replace(SOCKETIO_ENCODER, SOCKETIO_ENCODER, encoder);
    keepPolls(pipeline);
  }

  static void keepPolls(ChannelPipeline pipeline) {
    pipeline.addBefore(XHR_POLLING_TRANSPORT, KEEPER, KEEPER_OF_POLLS);
  }

  /** Does not tell the polling transport that a connection has ended. */
  @Sharable
  private static final class Keeper extends ChannelInboundHandlerAdapter {
    @Override
    public void channelInactive(ChannelHandlerContext context) {
      ChannelHandlerContext polling = context.pipeline().context(XHR_POLLING_TRANSPORT);
      (polling == null ? context : polling).fireChannelInactive();
    }
  }

  /** Takes no more packets from a queue than it encodes. */
  static final class WholeBatches extends PacketEncoder {
    WholeBatches(Configuration configuration, JsonSupport jsonSupport) {
      super(configuration, jsonSupport);
    }

    @Override
    public void encodePackets(
        Queue<Packet> packets, ByteBuf buffer, ByteBufAllocator allocator, int limit)
        throws IOException {
      super.encodePackets(batch(packets, limit), buffer, allocator, limit);
    }

    @Override
    public void encodeJsonP(
        Integer index, Queue<Packet> packets, ByteBuf out, ByteBufAllocator allocator, int limit)
        throws IOException {
      super.encodeJsonP(index, batch(packets, limit), out, allocator, limit);
    }

    private static Queue<Packet> batch(Queue<Packet> packets, int limit) {
      Queue<Packet> batch = new ArrayDeque<>();
      while (batch.size() < limit) {
        Packet packet = packets.poll();
        if (packet == null) {
          break;
        }
        batch.add(packet);
      }
      return batch;
    }
  }
}

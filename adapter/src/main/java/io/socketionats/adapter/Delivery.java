package io.socketionats.adapter;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.messages.OutPacketMessage;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import com.corundumstudio.socketio.transport.NamespaceClient;
import com.fasterxml.jackson.core.io.SerializedString;
import com.fasterxml.jackson.databind.util.RawValue;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.EventLoop;
import io.socketionats.engine.SharedEvent;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.RejectedExecutionException;

/**
 * Hands one event to the sockets of this node, written once for all of them, with one task per
 * event loop, not one per socket. Sockets of the engine get bytes as bytes. For those of plain
 * netty-socketio packets are shared by all sockets of an Engine.IO version and never changed after
 * they are made. Order per socket is that of the calls, together with what the application sends to
 * it directly.
 */
final class Delivery {
  private final Membership membership;
  private final Monitor monitor;

  Delivery(Membership membership, Monitor monitor) {
    this.membership = membership;
    this.monitor = monitor;
  }

  void deliver(Namespace namespace, Event event, Target target) {
    List<SocketIOClient> ofEngine = new ArrayList<>();
    List<SocketIOClient> others = new ArrayList<>();
    for (SocketIOClient client : membership.recipients(namespace, target)) {
      if (!target.isVolatile() || client.isWritable()) {
        (SharedEvent.canBeSentTo(client) ? ofEngine : others).add(client);
      }
    }
    if (!ofEngine.isEmpty()) {
      BinaryEvent binary = BinaryEvent.of(event);
      SharedEvent.of(
              namespace.getName(), binary.json(), binary.attachments(), target.mayBeCompressed())
          .sendTo(ofEngine);
    }
    if (!others.isEmpty()) {
      deliver(others, new Packets(namespace.getName(), event));
    }
    monitor.delivered(ofEngine.size() + others.size());
  }

  private static void deliver(List<SocketIOClient> clients, Packets packets) {
    Map<EventLoop, List<Runnable>> flushes = new HashMap<>();
    for (SocketIOClient client : clients) {
      send(client, packets.of(client.getEngineIOVersion()), flushes);
    }
    flushes.forEach(Delivery::run);
  }

  private static void send(
      SocketIOClient client, Packet packet, Map<EventLoop, List<Runnable>> flushes) {
    if (client instanceof NamespaceClient member
        && member.getBaseClient().getStore() instanceof ClientStore store) {
      send(member.getBaseClient(), store, packet, flushes);
    } else {
      client.send(packet);
    }
  }

  /**
   * Queues the packet now, so that it keeps its place among others, and leaves writing to the
   * socket's event loop. WebSocket is the last transport of a connection; any other goes
   * netty-socketio's own way.
   */
  private static void send(
      ClientHead head, ClientStore store, Packet packet, Map<EventLoop, List<Runnable>> flushes) {
    Channel channel = store.webSocket();
    if (channel != null && head.isTransportChannel(channel, Transport.WEBSOCKET)) {
      head.getPacketsQueue(Transport.WEBSOCKET).add(packet);
      flushes
          .computeIfAbsent(channel.eventLoop(), loop -> new ArrayList<>())
          .add(() -> channel.writeAndFlush(new OutPacketMessage(head, Transport.WEBSOCKET)));
      return;
    }
    if (!head.isConnected()) {
      return;
    }
    boolean upgraded = head.getCurrentTransport() == Transport.WEBSOCKET;
    ChannelFuture written = head.send(packet);
    if (upgraded && written != null) {
      store.webSocket(written.channel());
    }
  }

  private static void run(EventLoop loop, List<Runnable> flushes) {
    if (loop.inEventLoop()) {
      flushes.forEach(Runnable::run);
      return;
    }
    try {
      loop.execute(() -> flushes.forEach(Runnable::run));
    } catch (RejectedExecutionException e) {
      // The server is stopping: its sockets are gone.
    }
  }

  /**
   * One packet per Engine.IO version, with its namespace set. netty-socketio copies a packet per
   * socket when the namespace differs, and writes the version into a shared one.
   */
  private static final class Packets {
    private final String namespace;
    private final String name;
    private final List<Object> data;
    private final Map<EngineIOVersion, Packet> byVersion = new EnumMap<>(EngineIOVersion.class);

    Packets(String namespace, Event event) {
      this.namespace = namespace;
      this.name = event.name();
      this.data =
          event.arguments().isEmpty()
              ? List.of()
              : List.of(new RawValue(new SerializedString(event.arguments())));
    }

    Packet of(EngineIOVersion version) {
      return byVersion.computeIfAbsent(version, this::create);
    }

    private Packet create(EngineIOVersion version) {
      Packet packet = new Packet(PacketType.MESSAGE, version);
      packet.setSubType(PacketType.EVENT);
      packet.setNsp(namespace);
      packet.setName(name);
      packet.setData(data);
      return packet;
    }
  }
}

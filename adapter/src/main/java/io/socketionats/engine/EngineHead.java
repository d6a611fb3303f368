package io.socketionats.engine;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.DisconnectableHub;
import com.corundumstudio.socketio.HandshakeData;
import com.corundumstudio.socketio.Transport;
import com.corundumstudio.socketio.ack.AckManager;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.handler.ClientsBox;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.protocol.EngineIOVersion;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.transport.NamespaceClient;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import java.util.Set;
import java.util.UUID;

/** A session as netty-socketio's own classes see it: all that they ask goes to the session. */
final class EngineHead extends ClientHead {
  private final Session session;
  private volatile SocketIoConnection connection;

  EngineHead(
      Session session,
      DisconnectableHub hub,
      AckManager acks,
      HandshakeData handshake,
      Configuration configuration) {
    super(
        UUID.fromString(session.id()),
        acks,
        hub,
        configuration.getStoreFactory(),
        handshake,
        new ClientsBox(),
        Transport.POLLING,
        null,
        configuration,
        handshake.getUrlParams());
    this.session = session;
  }

  void connection(SocketIoConnection made) {
    connection = made;
  }

  @Override
  public EngineIOVersion getEngineIOVersion() {
    return session.version() == 4 ? EngineIOVersion.V4 : EngineIOVersion.V3;
  }

  @Override
  public Transport getCurrentTransport() {
    return session.transportName().equals("websocket") ? Transport.WEBSOCKET : Transport.POLLING;
  }

  @Override
  public boolean isConnected() {
    return session.isOpen();
  }

  @Override
  public boolean isChannelOpen() {
    return session.isOpen();
  }

  @Override
  public boolean isWritable() {
    return session.isWritable();
  }

  /** Ends the session, with all its namespaces, as {@code socket.disconnect(true)} on Node.js. */
  @Override
  public void disconnect() {
    connection.disconnect();
  }

  @Override
  public void onChannelDisconnect() {
    session.mailbox().execute(() -> session.close(CloseReason.TRANSPORT_CLOSE));
  }

  @Override
  public NamespaceClient getChildClient(Namespace namespace) {
    return connection.client(namespace.getName());
  }

  @Override
  public Set<Namespace> getNamespaces() {
    return connection.namespaces();
  }

  @Override
  public void removeNamespaceClient(NamespaceClient client) {}

  @Override
  public NamespaceClient addNamespaceClient(Namespace namespace) {
    throw new UnsupportedOperationException("clients enter namespaces by themselves");
  }

  /** Sends a packet to the client in the packet's namespace. */
  @Override
  public ChannelFuture send(Packet packet) {
    EngineClient client = connection.client(packet.getNsp());
    if (client != null) {
      client.send(packet);
    }
    return null;
  }

  @Override
  public ChannelFuture send(Packet packet, Transport transport) {
    return send(packet);
  }

  // What netty-socketio's own transports do has no meaning here.

  @Override
  public void bindChannel(Channel channel, Transport transport) {}

  @Override
  public void releasePollingChannel(Channel channel) {}

  @Override
  public void schedulePing() {}

  @Override
  public void cancelPing() {}

  @Override
  public void schedulePingTimeout() {}

  @Override
  public void cancelPingTimeout() {}

  @Override
  public boolean isTransportChannel(Channel channel, Transport transport) {
    return false;
  }

  @Override
  public void upgradeCurrentTransport(Transport transport) {}
}

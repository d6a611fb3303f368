package io.socketionats.engine;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.HandshakeData;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import com.corundumstudio.socketio.transport.NamespaceClient;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client in one namespace. It is outside at first, while it is asked for its credentials; what it
 * is sent and which rooms it is to join waits for its admission. Its methods may be called by any
 * thread, those that change whether it is in by the session's owner.
 */
final class EngineClient extends NamespaceClient {
  private static final Logger LOG = LoggerFactory.getLogger(EngineClient.class);
  private static final long NO_ACK = -1;

  private enum State {
    OUTSIDE,
    IN,
    GONE
  }

  private final Session session;
  private final Namespace namespace;
  private final UUID id;
  private final HandshakeData handshake;
  private final SocketIoConnection connection;
  private final Acks acks;
  private final List<Runnable> early = new ArrayList<>();
  private volatile State state = State.OUTSIDE;
  private volatile CloseReason reason;

  EngineClient(
      EngineHead head,
      Lobby lobby,
      Namespace namespace,
      UUID id,
      HandshakeData handshake,
      SocketIoConnection connection) {
    super(head, lobby);
    this.session = connection.session();
    this.namespace = namespace;
    this.id = id;
    this.handshake = handshake;
    this.connection = connection;
    this.acks = new Acks(session);
  }

  Mailbox mailbox() {
    return session.mailbox();
  }

  Acks acks() {
    return acks;
  }

  // --- what the connection does, as the session's owner

  /** The client is let in; it knows already. */
  void enter() {
    state = State.IN;
    namespace.addClient(this);
    early.forEach(Runnable::run);
    early.clear();
    namespace.onConnect(this);
  }

  /** The client is refused. */
  void refuse() {
    state = State.GONE;
    early.clear();
    acks.end();
  }

  /** The client has left, or has been made to. */
  void leave(CloseReason why) {
    if (state == State.IN) {
      reason = why;
      state = State.GONE;
      namespace.onDisconnect(this);
      acks.end();
    }
  }

  /** Why the client left; {@code null} if it left the namespace alone, or has not left. */
  CloseReason reason() {
    return reason;
  }

  // --- SocketIOClient

  @Override
  public Namespace getNamespace() {
    return namespace;
  }

  @Override
  public UUID getSessionId() {
    return id;
  }

  @Override
  public HandshakeData getHandshakeData() {
    return handshake;
  }

  @Override
  public boolean isChannelOpen() {
    return state != State.GONE && session.isOpen();
  }

  @Override
  public boolean isWritable() {
    return state == State.IN && session.isWritable();
  }

  @Override
  public void send(Packet packet) {
    if (packet.getSubType() == PacketType.DISCONNECT) {
      disconnect();
    } else {
      send(packet, packet.getAckId() == null ? NO_ACK : packet.getAckId());
    }
  }

  @Override
  public void send(Packet packet, AckCallback<?> callback) {
    if (state == State.GONE || !session.isOpen()) {
      callback.onTimeout();
      return;
    }
    long ack = acks.expect(callback);
    send(packet, ack);
    if (state == State.GONE) {
      acks.end(); // it left while the callback was being noted
    }
  }

  private void send(Packet packet, long ack) {
    if (state == State.GONE) {
      return;
    }
    try {
      send(connection.write(namespace.getName(), packet, ack));
    } catch (IOException | RuntimeException | StackOverflowError e) {
      LOG.error("Event '{}' cannot be written and is not sent to {}", packet.getName(), id, e);
    }
  }

  /** Sends packets of Engine.IO that belong together. */
  private void send(List<OutPacket> packets) {
    mailbox().execute(() -> sendNow(packets));
  }

  /**
   * Gives packets their place among all that the client is sent.
   *
   * @return whether the mailbox has to be run for it
   */
  boolean add(List<OutPacket> packets) {
    return mailbox().add(() -> sendNow(packets));
  }

  private void sendNow(List<OutPacket> packets) {
    if (state == State.IN) {
      for (OutPacket packet : packets) {
        session.send(packet);
      }
    } else if (state == State.OUTSIDE) {
      early.add(() -> packets.forEach(session::send));
    }
  }

  /** Makes the client leave this namespace, as {@code socket.disconnect()} on Node.js. */
  @Override
  public void disconnect() {
    session.mailbox().execute(() -> connection.expel(this));
  }

  @Override
  public void onDisconnect() {
    disconnect();
  }

  @Override
  public void joinRoom(String room) {
    whenIn(() -> namespace.joinRoom(room, id), () -> namespace.leave(room, id));
  }

  @Override
  public void joinRooms(Set<String> rooms) {
    whenIn(
        () -> namespace.joinRooms(rooms, id),
        () -> rooms.forEach(room -> namespace.leave(room, id)));
  }

  /** Joins now, or with its admission; who has gone joins nothing. */
  private void whenIn(Runnable join, Runnable leave) {
    if (state == State.IN) {
      join.run();
      if (state == State.GONE) {
        leave.run(); // it went meanwhile, and nobody else would take it out
      }
    } else if (state == State.OUTSIDE) {
      session.mailbox().execute(() -> joinEarly(join));
    }
  }

  private void joinEarly(Runnable join) {
    if (state == State.OUTSIDE) {
      early.add(join);
    } else if (state == State.IN) {
      join.run();
    }
  }

  @Override
  public void leaveRoom(String room) {
    namespace.leaveRoom(room, id);
  }

  @Override
  public void leaveRooms(Set<String> rooms) {
    namespace.leaveRooms(rooms, id);
  }

  @Override
  public Set<String> getAllRooms() {
    return namespace.getRooms(this);
  }

  @Override
  public int getCurrentRoomSize(String room) {
    return namespace.getRoomClientsInCluster(room);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof EngineClient client
        && client.id.equals(id)
        && client.namespace.getName().equals(namespace.getName());
  }

  @Override
  public int hashCode() {
    return id.hashCode();
  }

  @Override
  public String toString() {
    return "client " + id + (namespace.getName().isEmpty() ? "" : " in " + namespace.getName());
  }
}

package io.socketionats.engine;

import com.corundumstudio.socketio.AckCallback;
import com.corundumstudio.socketio.AckRequest;
import com.corundumstudio.socketio.AuthTokenResult;
import com.corundumstudio.socketio.HandshakeData;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.protocol.AckArgs;
import com.corundumstudio.socketio.protocol.Event;
import com.corundumstudio.socketio.protocol.Packet;
import com.corundumstudio.socketio.protocol.PacketType;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufInputStream;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Socket.IO over one session: lets the client into namespaces, and hands its events and
 * acknowledgements to their listeners. Packets that break the protocol end the session (socket.io,
 * {@code lib/client.ts}). Unless a method says otherwise, the session's owner calls it.
 */
final class SocketIoConnection implements SessionHandler {
  private static final Logger LOG = LoggerFactory.getLogger(SocketIoConnection.class);
  private static final String REFUSED = "Unauthorized";

  private final Session session;
  private final SocketIo shared;
  private final EngineHead head;

  /** By netty-socketio's name: where the client is in. */
  private final Map<String, EngineClient> clients = new ConcurrentHashMap<>();

  private BinaryPacket unfinished;
  private boolean everConnected;
  private Future<?> connectLimit;

  SocketIoConnection(Session session, SocketIo shared, EngineHead head) {
    this.session = session;
    this.shared = shared;
    this.head = head;
  }

  @Override
  public void opened() {
    connectLimit =
        session.schedule(
            () -> {
              if (!everConnected) {
                session.closeGently();
              }
            },
            session.settings().times().connectTimeout());
    if (session.version() == 3) {
      connect("", Map.of(), Map.of()); // clients of Engine.IO 3 do not ask
    }
  }

  Session session() {
    return session;
  }

  /** The client in a namespace, or {@code null}. Any thread may ask. */
  EngineClient client(String namespace) {
    return clients.get(namespace);
  }

  /** Any thread may ask. */
  Set<Namespace> namespaces() {
    Set<Namespace> namespaces = new HashSet<>();
    clients.values().forEach(client -> namespaces.add(client.getNamespace()));
    return namespaces;
  }

  /** Any thread may ask. */
  List<OutPacket> write(String namespace, Packet packet, long ack) throws IOException {
    PacketType type = packet.getSubType();
    if (type == PacketType.EVENT || type == PacketType.BINARY_EVENT) {
      List<Object> values = new ArrayList<>();
      values.add(packet.getName());
      values.addAll(arguments(packet));
      return shared.writer().values(PacketHeader.EVENT, namespace, ack, values);
    }
    if (type == PacketType.ACK || type == PacketType.BINARY_ACK) {
      return shared.writer().values(PacketHeader.ACK, namespace, ack, arguments(packet));
    }
    throw new IllegalArgumentException("a packet of type " + type + " is not for applications");
  }

  private static List<Object> arguments(Packet packet) {
    List<Object> arguments = packet.getData();
    return arguments == null ? List.of() : arguments;
  }

  // --- what comes from the client

  @Override
  public void text(ByteBuf utf8) {
    try {
      if (unfinished != null) {
        throw new InvalidPacket("text where an attachment is due");
      }
      PacketHeader header = PacketHeader.read(utf8);
      String json = utf8.toString(StandardCharsets.UTF_8);
      List<PacketJson.Placeholder> placeholders =
          json.isEmpty() ? withoutData(header) : PacketJson.check(header, json);
      if (header.isBinary()) {
        if (header.attachments() > session.settings().limits().maxAttachments()) {
          throw new InvalidPacket("too many attachments");
        }
        unfinished = new BinaryPacket(header, json, placeholders);
      } else {
        receive(header, json, new Attachments(List.of(), List.of()));
      }
    } catch (InvalidPacket e) {
      invalid(e);
    }
  }

  private static List<PacketJson.Placeholder> withoutData(PacketHeader header)
      throws InvalidPacket {
    if (header.type() != PacketHeader.CONNECT && header.type() != PacketHeader.DISCONNECT) {
      throw new InvalidPacket("a packet without data");
    }
    return List.of();
  }

  @Override
  public void bytes(ByteBuf data) {
    try {
      if (unfinished == null) {
        throw new InvalidPacket("bytes that belong to no packet");
      }
      unfinished.add(ByteBufUtil.getBytes(data));
      if (unfinished.isComplete()) {
        BinaryPacket packet = unfinished;
        unfinished = null;
        receive(packet.header(), packet.json(), packet.attachments());
      }
    } catch (InvalidPacket e) {
      invalid(e);
    }
  }

  private void invalid(InvalidPacket e) {
    session.logInvalid(e);
    session.closeGently();
  }

  private void receive(PacketHeader header, String json, Attachments attachments)
      throws InvalidPacket {
    QueryStringDecoder url =
        session.version() == 3 ? new QueryStringDecoder(header.namespace()) : null;
    String namespace = url == null ? header.namespace() : url.rawPath();
    String name = namespace.equals("/") ? Namespace.DEFAULT_NAME : namespace;
    EngineClient client = clients.get(name);
    if (header.type() == PacketHeader.CONNECT) {
      if (client != null) {
        throw new InvalidPacket("a second CONNECT to " + namespace);
      }
      connect(name, url, json);
      return;
    }
    if (client == null) {
      throw new InvalidPacket("a packet for " + namespace + ", where the client is not");
    }
    switch (header.type()) {
      case PacketHeader.DISCONNECT -> leave(client);
      case PacketHeader.EVENT, PacketHeader.BINARY_EVENT ->
          event(client, header, json, attachments);
      case PacketHeader.ACK, PacketHeader.BINARY_ACK ->
          acknowledged(client, header, json, attachments);
      default -> throw new InvalidPacket("a packet that only servers send");
    }
  }

  private void event(
      EngineClient client, PacketHeader header, String json, Attachments attachments) {
    Event event;
    try {
      event =
          shared
              .json()
              .readValue(
                  client.getNamespace().getName(), in(attachments.inBase64(json)), Event.class);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      LOG.warn("An event of {} does not fit its listener: {}", client, e.getMessage());
      return;
    }
    if (event.getName() == null) {
      return; // a number, for which there is no listener
    }
    List<Object> arguments = event.getArgs() == null ? List.of() : event.getArgs();
    attachments.toBytes(arguments, 1);
    Packet packet = new Packet(PacketType.MESSAGE, client.getEngineIOVersion());
    if (header.id() >= 0) {
      packet.setAckId(header.id());
    }
    client
        .getNamespace()
        .onEvent(client, event.getName(), arguments, new AckRequest(packet, client));
  }

  private void acknowledged(
      EngineClient client, PacketHeader header, String json, Attachments attachments) {
    AckCallback<?> callback = client.acks().take(header.id());
    if (callback == null) {
      return;
    }
    try {
      AckArgs answer = shared.json().readAckArgs(in(attachments.inBase64(json)), callback);
      List<Object> arguments = answer.getArgs();
      attachments.toBytes(arguments, 0);
      Acks.succeed(callback, arguments);
    } catch (IOException | RuntimeException | StackOverflowError e) {
      LOG.warn("An acknowledgement of {} does not fit its callback: {}", client, e.toString());
    }
  }

  private static ByteBufInputStream in(String json) {
    return new ByteBufInputStream(Unpooled.wrappedBuffer(json.getBytes(StandardCharsets.UTF_8)));
  }

  @Override
  public void heartbeat() {
    for (EngineClient client : clients.values()) {
      if (session.version() == 3) {
        client.getNamespace().onPing(client);
      } else {
        client.getNamespace().onPong(client);
      }
    }
  }

  // --- entering and leaving

  private void connect(String name, QueryStringDecoder url, String json) throws InvalidPacket {
    if (url != null) {
      Map<String, Object> credentials = new LinkedHashMap<>();
      url.parameters()
          .forEach((key, values) -> credentials.put(key, values.get(values.size() - 1)));
      connect(name, credentials, url.parameters());
      return;
    }
    try {
      Object credentials =
          json.isEmpty()
              ? new LinkedHashMap<>()
              : shared.json().readValue(name, in(json), Object.class);
      connect(name, credentials, Map.of());
    } catch (IOException | RuntimeException | StackOverflowError e) {
      throw new InvalidPacket("credentials that the server cannot read");
    }
  }

  private void connect(String name, Object credentials, Map<String, List<String>> query) {
    Namespace namespace = shared.hub().get(name);
    if (namespace == null) {
      sendError(name, Map.of("message", "Invalid namespace"));
      return;
    }
    HandshakeData handshake = shared.handshake(head.getHandshakeData(), query);
    handshake.setAuthToken(credentials);
    UUID id = session.version() == 4 ? UUID.randomUUID() : head.getSessionId();
    EngineClient client =
        new EngineClient(head, shared.lobby(name), namespace, id, handshake, this);
    AuthTokenResult result = namespace.onAuthData(client, credentials);
    if (!session.isOpen()) {
      return; // the listener has ended it
    }
    if (!result.isSuccess()) {
      client.refuse();
      sendError(name, refusal(result.getErrorData()));
      return;
    }
    everConnected = true;
    connectLimit.cancel(false);
    clients.put(name, client);
    session.send(PacketWriter.text(PacketHeader.CONNECT, name, -1, answer(client), true));
    shared.entered(head, name);
    client.enter();
  }

  private byte[] answer(EngineClient client) {
    return session.version() == 3
        ? new byte[0]
        : ("{\"sid\":\"" + client.getSessionId() + "\"}").getBytes(StandardCharsets.UTF_8);
  }

  /** A text is the message; older clients expect it as it is, newer ones in an object. */
  private Object refusal(Object data) {
    Object given = data == null ? REFUSED : data;
    boolean isText = given instanceof CharSequence;
    return isText && session.version() == 4 ? Map.of("message", given.toString()) : given;
  }

  private void sendError(String name, Object data) {
    try {
      session.send(shared.writer().value(PacketHeader.CONNECT_ERROR, name, data));
    } catch (IOException | RuntimeException e) {
      LOG.error("The reason for which a client is refused cannot be written", e);
      session.close(CloseReason.FORCED_CLOSE);
    }
  }

  private void leave(EngineClient client) {
    if (clients.remove(client.getNamespace().getName(), client)) {
      client.leave(null);
    }
  }

  /** Makes a client leave one namespace. */
  void expel(EngineClient client) {
    if (clients.containsValue(client)) {
      session.send(
          PacketWriter.text(
              PacketHeader.DISCONNECT, client.getNamespace().getName(), -1, new byte[0], true));
      leave(client);
    }
  }

  /** Makes the client leave all namespaces and ends the session. Any thread may call it. */
  void disconnect() {
    session
        .mailbox()
        .execute(
            () -> {
              List.copyOf(clients.values()).forEach(this::expel);
              session.closeGently();
            });
  }

  @Override
  public void closed(CloseReason reason) {
    connectLimit.cancel(false);
    unfinished = null;
    for (EngineClient client : List.copyOf(clients.values())) {
      clients.remove(client.getNamespace().getName());
      client.leave(reason);
    }
    shared.gone(head);
  }
}

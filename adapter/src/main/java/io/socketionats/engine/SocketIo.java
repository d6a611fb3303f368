package io.socketionats.engine;

import com.corundumstudio.socketio.AuthorizationResult;
import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.DisconnectableHub;
import com.corundumstudio.socketio.HandshakeData;
import com.corundumstudio.socketio.ack.AckManager;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import com.corundumstudio.socketio.protocol.JsonSupport;
import com.corundumstudio.socketio.store.pubsub.ConnectMessage;
import com.corundumstudio.socketio.store.pubsub.PubSubType;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.PrematureChannelClosureException;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What the connections of one server share: netty-socketio's namespaces and settings. */
final class SocketIo implements Acceptor {
  private static final Logger LOG = LoggerFactory.getLogger(SocketIo.class);

  private final Configuration configuration;
  private final NamespacesHub hub;
  private final DisconnectableHub server;
  private final PacketWriter writer;
  private final AckManager noAcks = new AckManager(null); // each client keeps its own
  private final Map<String, Lobby> lobbies = new ConcurrentHashMap<>();

  SocketIo(Configuration configuration, NamespacesHub hub, DisconnectableHub server) {
    this.configuration = configuration;
    this.hub = hub;
    this.server = server;
    this.writer = new PacketWriter(configuration.getJsonSupport());
  }

  NamespacesHub hub() {
    return hub;
  }

  JsonSupport json() {
    return configuration.getJsonSupport();
  }

  PacketWriter writer() {
    return writer;
  }

  Lobby lobby(String name) {
    return lobbies.computeIfAbsent(name, fresh -> new Lobby(fresh, configuration));
  }

  @Override
  public Optional<Admission> admit(Handshake request) {
    String origin = request.headers().get("Origin");
    HandshakeData handshake =
        new HandshakeData(
            request.headers(),
            request.query(),
            request.remote(),
            request.local(),
            request.url(),
            origin != null && !origin.equalsIgnoreCase("null"));
    try {
      AuthorizationResult result =
          configuration.getAuthorizationListener().getAuthorizationResult(handshake);
      return result.isAuthorized()
          ? Optional.of(session -> connection(session, handshake, result.getStoreParams()))
          : Optional.empty();
    } catch (Exception e) {
      LOG.error("The authorization listener failed, so the client is refused", e);
      return Optional.empty();
    }
  }

  private SocketIoConnection connection(
      Session session, HandshakeData handshake, Map<String, Object> data) {
    EngineHead head = new EngineHead(session, server, noAcks, handshake, configuration);
    data.forEach(head.getStore()::set);
    SocketIoConnection connection = new SocketIoConnection(session, this, head);
    head.connection(connection);
    return connection;
  }

  /**
   * The handshake as one namespace sees it: what it was told in one is nobody's business in
   * another.
   *
   * @param query of the namespace, beside that of the session
   */
  HandshakeData handshake(HandshakeData ofSession, Map<String, List<String>> query) {
    Map<String, List<String>> parameters = ofSession.getUrlParams();
    if (!query.isEmpty()) {
      parameters = new HashMap<>(parameters);
      parameters.putAll(query);
    }
    return new HandshakeData(
        ofSession.getHttpHeaders(),
        parameters,
        ofSession.getAddress(),
        ofSession.getLocal(),
        ofSession.getUrl(),
        ofSession.isXdomain());
  }

  /** A client is in; stores hear of the default namespace alone. */
  void entered(ClientHead head, String namespace) {
    if (namespace.equals(Namespace.DEFAULT_NAME)) {
      configuration
          .getStoreFactory()
          .pubSubStore()
          .publish(PubSubType.CONNECT, new ConnectMessage(head.getSessionId()));
    }
  }

  /** A session has ended. */
  void gone(ClientHead head) {
    server.onDisconnect(head);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (cause instanceof IOException || cause instanceof PrematureChannelClosureException) {
      LOG.debug("A connection broke", cause); // nobody's fault here
      return;
    }
    try {
      if (!configuration.getExceptionListener().exceptionCaught(context, cause)) {
        LOG.warn("A connection failed", cause);
      }
    } catch (Exception e) {
      LOG.error("The exception listener failed", e);
    }
  }
}

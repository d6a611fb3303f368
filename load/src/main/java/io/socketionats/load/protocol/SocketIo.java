package io.socketionats.load.protocol;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.regex;
import static io.gatling.javaapi.http.HttpDsl.ws;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Session;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Socket.IO for Gatling, over its WebSocket DSL: handshake, heartbeat, events, acknowledgements,
 * and a listener for the frames of each user.
 *
 * <pre>{@code
 * SocketIo chat = socketIo().namespace("/chat").onFrame(session -> frame -> count(frame));
 * scenario("chat")
 *     .exec(chat.connect(session -> "ws://127.0.0.1:3000"))
 *     .exec(chat.emitWithAck("join", session -> new Object[] {"room-1"}))
 *     .exec(chat.emit("say", session -> new Object[] {"hello"}))
 *     .exec(chat.close());
 * }</pre>
 *
 * Immutable: every method gives a new one. Use one namespace for a connection. Text frames only.
 */
public final class SocketIo {
  private static final String ACK = "socketIoAck";
  private static final AtomicInteger ACKS = new AtomicInteger();

  private final String namespace;
  private final EngineIo engineIo;
  private final Duration limit;
  private final Function<Session, Consumer<String>> listeners;

  private SocketIo(
      String namespace,
      EngineIo engineIo,
      Duration limit,
      Function<Session, Consumer<String>> listeners) {
    this.namespace = namespace;
    this.engineIo = engineIo;
    this.limit = limit;
    this.listeners = listeners;
  }

  /** Namespace {@code /}, Engine.IO 4, 10 s for every answer, no listener. */
  public static SocketIo socketIo() {
    return new SocketIo("/", EngineIo.V4, Duration.ofSeconds(10), session -> frame -> {});
  }

  /**
   * @param name begins with a slash
   */
  public SocketIo namespace(String name) {
    if (!name.startsWith("/") || name.contains(",")) {
      throw new IllegalArgumentException(
          "namespace '%s': it begins with a slash and has no comma".formatted(name));
    }
    return new SocketIo(name, engineIo, limit, listeners);
  }

  public SocketIo engineIo(EngineIo revision) {
    return new SocketIo(namespace, Objects.requireNonNull(revision), limit, listeners);
  }

  /**
   * @param each how long the server may take for the handshake and for an acknowledgement
   */
  public SocketIo limit(Duration each) {
    return new SocketIo(namespace, engineIo, each, listeners);
  }

  /**
   * Sets the listener for a user's frames, in the order of arrival, without heartbeats. It runs on
   * the user's event loop and must not block.
   *
   * @param listener made once for each connection
   */
  public SocketIo onFrame(Function<Session, Consumer<String>> listener) {
    return new SocketIo(namespace, engineIo, limit, Objects.requireNonNull(listener));
  }

  /**
   * Connects by WebSocket and enters the namespace.
   *
   * @param base {@code ws://host:port}, with a query ({@code ?tag=1}) if one is wanted
   */
  public ChainBuilder connect(Function<Session, String> base) {
    ChainBuilder open =
        exec(
            new ListeningConnect(
                ws("connect")
                    .connect(session -> url(base.apply(session)))
                    .await(limit)
                    .on(ws.checkTextMessage("open").matching(regex("^0\\{"))),
                engineIo,
                listeners));
    if (engineIo == EngineIo.V3 && namespace.equals("/")) {
      return open; // the server enters it unasked
    }
    return open.exec(
        ws("enter namespace")
            .sendText(Frames.connect(namespace))
            .await(limit)
            .on(
                ws.checkTextMessage("entered namespace")
                    .matching(regex(Frames.connected(namespace)))));
  }

  private String url(String base) {
    int query = base.indexOf('?');
    String more = query < 0 ? "" : "&" + base.substring(query + 1);
    return "%s/socket.io/?EIO=%d&transport=websocket%s"
        .formatted(query < 0 ? base : base.substring(0, query), engineIo.number(), more);
  }

  /**
   * Sends an event.
   *
   * @param arguments anything that Jackson writes as JSON; made at the moment of sending
   */
  public ChainBuilder emit(String event, Function<Session, Object[]> arguments) {
    return exec(
        ws(event).sendText(session -> Frames.event(namespace, event, arguments.apply(session))));
  }

  /** Sends an event and waits for its acknowledgement; without one the user has failed. */
  public ChainBuilder emitWithAck(String event, Function<Session, Object[]> arguments) {
    return exec(session -> session.set(ACK, ACKS.incrementAndGet() & 0xFFFFF))
        .exec(
            ws(event)
                .sendText(
                    session ->
                        Frames.event(
                            namespace, session.getInt(ACK), event, arguments.apply(session)))
                .await(limit)
                .on(
                    ws.checkTextMessage("acknowledgement of " + event)
                        .matching(regex(Frames.acknowledgement(namespace, "#{" + ACK + "}")))));
  }

  /** The client's heartbeat of Engine.IO 3, to be sent more often than the server's interval. */
  public ChainBuilder ping() {
    return exec(ws("ping").sendText("2"));
  }

  /** Closes the connection. */
  public ChainBuilder close() {
    return exec(ws("close").close());
  }
}

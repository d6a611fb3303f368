package io.socketionats.conformance.judge.client;

import io.socket.client.Ack;
import io.socket.client.IO;
import io.socket.client.Manager;
import io.socket.client.Socket;
import io.socket.engineio.client.transports.WebSocket;
import io.socketionats.conformance.launch.node.Node;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import okhttp3.Dispatcher;
import okhttp3.OkHttpClient;

/**
 * A Socket.IO client on one node and in one namespace, over websocket, on a connection of its own.
 * A broken connection is a finding, not something to hide: a client does not reconnect, or if it
 * may, {@link #lost} stays until somebody who expected it has called {@link #awaitAgain}.
 */
public final class Client implements AutoCloseable {
  private static final Duration CONNECT_LIMIT = Duration.ofSeconds(20);
  private static final Duration READ_LIMIT = Duration.ofMinutes(1);
  private static final int RECONNECTION_MS = 100;

  /** An open websocket counts as a running request there, of which 64 are the usual limit. */
  private static final OkHttpClient CONNECTIONS = connections();

  private final String tag;
  private volatile Node node;
  private final String namespace;
  private final Socket socket;
  private final Inbox inbox = new Inbox();
  private volatile CompletableFuture<String> connected = new CompletableFuture<>();
  private final boolean reconnecting;
  private volatile String id;
  private volatile String lost;
  private volatile boolean closing;

  Client(String tag, Node node, String namespace, boolean reconnecting) {
    this.reconnecting = reconnecting;
    this.tag = tag;
    this.node = node;
    this.namespace = namespace;
    IO.Options options = new IO.Options();
    options.webSocketFactory = CONNECTIONS;
    options.callFactory = CONNECTIONS;
    options.transports = new String[] {WebSocket.NAME};
    options.reconnection = reconnecting;
    options.reconnectionDelay = RECONNECTION_MS;
    options.reconnectionDelayMax = RECONNECTION_MS;
    options.query = "tag=" + tag;
    options.forceNew = true;
    options.decoder = new StrictDecoder(this::disconnected);
    this.socket = new Manager(node.hello().url(), options).socket(namespace, options);
  }

  private static OkHttpClient connections() {
    Dispatcher dispatcher = new Dispatcher();
    dispatcher.setMaxRequests(Integer.MAX_VALUE);
    dispatcher.setMaxRequestsPerHost(Integer.MAX_VALUE);
    return new OkHttpClient.Builder()
        .dispatcher(dispatcher)
        .readTimeout(READ_LIMIT) // servers ping more often
        .build();
  }

  /** Begins to connect; {@link #awaitConnected} ends it. */
  public static Client connect(String tag, Node node, String namespace) {
    return connect(tag, node, namespace, false);
  }

  /** The same of a client that comes back by itself when its connection has broken. */
  public static Client connectReconnecting(String tag, Node node, String namespace) {
    return connect(tag, node, namespace, true);
  }

  private static Client connect(String tag, Node node, String namespace, boolean reconnecting) {
    Client client = new Client(tag, node, namespace, reconnecting);
    Socket socket = client.socket;
    socket.onAnyIncoming(client::received);
    socket.on(Socket.EVENT_CONNECT, nothing -> client.welcomed(socket.id()));
    socket.on(Socket.EVENT_CONNECT_ERROR, reason -> client.refused(Arrays.toString(reason)));
    socket.on(Socket.EVENT_DISCONNECT, reason -> client.disconnected(Arrays.toString(reason)));
    socket.connect();
    return client;
  }

  private void received(Object... values) {
    boolean wantsAck = values.length > 1 && values[values.length - 1] instanceof Ack;
    int end = wantsAck ? values.length - 1 : values.length;
    inbox.add(String.valueOf(values[0]), Arguments.toJson(values, 1, end), wantsAck);
  }

  void welcomed(String given) {
    connected.complete(given);
  }

  private void refused(String reason) {
    if (reconnecting && id != null) {
      return; // it was in, and tries again by itself; a second try beside that would let it in
      // twice
    }
    connected.completeExceptionally(
        new IllegalStateException("client '%s' was refused: %s".formatted(this, reason)));
  }

  private void disconnected(String reason) {
    if (!closing) {
      if (reconnecting) {
        connected = new CompletableFuture<>();
      }
      lost = reason;
      inbox.wake();
    }
  }

  /**
   * Waits until it has got an event.
   *
   * @return false when it has not within the limit, or when its connection is lost: what has not
   *     come by then never will
   */
  public boolean await(String event, Duration limit) {
    return lost == null && inbox.await(event, 1, limit, () -> lost != null);
  }

  /**
   * Waits until it has come back by itself to the node that took the place of its own. It has no
   * rooms there.
   *
   * @throws UnservedException when it does not within 20 s
   */
  public void awaitAgain(Node successor) {
    node = successor;
    awaitConnected();
    lost = null;
  }

  /**
   * @throws UnservedException when the server refuses it or does not answer within 20 s
   */
  public Client awaitConnected() {
    try {
      id = connected.get(CONNECT_LIMIT.toMillis(), TimeUnit.MILLISECONDS);
      return this;
    } catch (TimeoutException e) {
      throw new UnservedException(
          node,
          "client '%s' was not connected within %d s".formatted(this, CONNECT_LIMIT.toSeconds()),
          e);
    } catch (ExecutionException e) {
      throw new UnservedException(node, e.getCause().getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new UnservedException(
          node, "interrupted while client '%s' was connecting".formatted(this), e);
    }
  }

  public String tag() {
    return tag;
  }

  public Node node() {
    return node;
  }

  public String namespace() {
    return namespace;
  }

  /** The socket id that the server gave it. */
  public String id() {
    return id;
  }

  public Inbox inbox() {
    return inbox;
  }

  /** Why the connection was lost, or null while it stands. */
  public String lost() {
    return lost;
  }

  @Override
  public void close() {
    closing = true;
    socket.disconnect();
    socket.io().off();
  }

  @Override
  public String toString() {
    return tag + " on " + node.name() + (namespace.equals("/") ? "" : " in " + namespace);
  }
}

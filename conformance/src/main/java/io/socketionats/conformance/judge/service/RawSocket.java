package io.socketionats.conformance.judge.service;

import java.io.ByteArrayOutputStream;
import java.net.URI;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A WebSocket that keeps what comes, bytes as {@code hex:…}. It answers the pings of Engine.IO 4,
 * so that a server has no other reason to close it than the one under test.
 */
public final class RawSocket implements WebSocket.Listener, AutoCloseable {
  /** What {@link #next} gives when the server has closed it. */
  public static final String CLOSED = "(closed)";

  /** The server answered the request for a WebSocket with something else. */
  static final class Refused extends Unmet {
    private static final long serialVersionUID = 1L;

    private Refused(String expected, String came) {
      super(expected, came);
    }
  }

  private final boolean answering;
  private final long limitMillis;
  private final Trace trace;
  private final BlockingQueue<String> inbox = new LinkedBlockingQueue<>();
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private WebSocket socket;
  private CompletableFuture<WebSocket> sending = CompletableFuture.completedFuture(null);

  private RawSocket(boolean answering, long limitMillis, Trace trace) {
    this.answering = answering;
    this.limitMillis = limitMillis;
    this.trace = trace;
  }

  static RawSocket connect(RawHttp http, String rest, boolean answering) {
    RawSocket raw = new RawSocket(answering, http.limit().toMillis(), http.trace());
    URI uri = URI.create(http.uri(rest).toString().replaceFirst("^http", "ws"));
    try {
      raw.socket =
          RawHttp.CLIENT
              .newWebSocketBuilder()
              .connectTimeout(http.limit())
              .buildAsync(uri, raw)
              .join();
      return raw;
    } catch (CompletionException e) {
      String came = "it was refused: " + e.getCause().getMessage();
      throw e.getCause() instanceof WebSocketHandshakeException
          ? new Refused("a WebSocket for " + rest, came)
          : new Unmet("a WebSocket for " + rest, came);
    }
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      String message = text.toString();
      text.setLength(0);
      if (answering && message.equals("2")) {
        queue(() -> from.sendText("3", true));
      } else {
        receive(message);
      }
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onBinary(WebSocket from, ByteBuffer data, boolean last) {
    byte[] part = new byte[data.remaining()];
    data.get(part);
    bytes.writeBytes(part);
    if (last) {
      receive("hex:" + HexFormat.of().formatHex(bytes.toByteArray()));
      bytes.reset();
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    receive(CLOSED);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    receive(CLOSED);
  }

  private void receive(String message) {
    trace.add("ws<", message);
    inbox.add(message);
  }

  /** Sends after what is being sent: the library takes one message at a time. */
  private synchronized CompletableFuture<WebSocket> queue(
      Supplier<CompletableFuture<WebSocket>> message) {
    sending = sending.handle((sent, failure) -> null).thenCompose(nothing -> message.get());
    return sending;
  }

  /** Sends text. */
  public RawSocket send(String message) {
    trace.add("ws>", message);
    try {
      queue(() -> socket.sendText(message, true)).join();
    } catch (CompletionException e) {
      inbox.add(CLOSED); // the server was faster
    }
    return this;
  }

  /** Sends bytes. */
  public RawSocket sendHex(String hex) {
    trace.add("ws>", "hex:" + hex);
    try {
      queue(() -> socket.sendBinary(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), true)).join();
    } catch (CompletionException e) {
      inbox.add(CLOSED);
    }
    return this;
  }

  /**
   * The next message, or {@link #CLOSED}.
   *
   * @throws Unmet if nothing comes within the limit
   */
  public String next() {
    try {
      String message = inbox.poll(limitMillis, TimeUnit.MILLISECONDS);
      if (message == null) {
        throw new Unmet("a message", "none came within %d ms".formatted(limitMillis));
      }
      return message;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /**
   * Requires the next message.
   *
   * @throws Unmet if it is another
   */
  public RawSocket require(String message) {
    String came = next();
    if (!came.equals(message)) {
      throw new Unmet("'%s'".formatted(message), "it got '%s'".formatted(came));
    }
    return this;
  }

  /**
   * Requires one of some messages next.
   *
   * @throws Unmet if it is none of them
   */
  public String requireOneOf(String... messages) {
    String came = next();
    if (!List.of(messages).contains(came)) {
      throw new Unmet("one of %s".formatted(List.of(messages)), "it got '%s'".formatted(came));
    }
    return came;
  }

  /**
   * Waits until a message has come; others until then do not count.
   *
   * @throws Unmet if the server closes the connection before
   */
  public RawSocket requireAmong(String message) {
    for (String came = next(); !came.equals(message); came = next()) {
      if (came.equals(CLOSED)) {
        throw new Unmet("'%s'".formatted(message), "the connection was closed");
      }
    }
    return this;
  }

  /**
   * Requires what the next message begins with.
   *
   * @throws Unmet if it begins otherwise
   */
  public String requireStart(String start) {
    String came = next();
    if (!came.startsWith(start)) {
      throw new Unmet(
          "a message that begins with '%s'".formatted(start), "it got '%s'".formatted(came));
    }
    return came;
  }

  /**
   * Waits until the server closes it; messages until then do not count.
   *
   * @throws Unmet if it does not within the limit
   */
  public void requireClose() {
    try {
      for (String came = next(); !came.equals(CLOSED); ) {
        came = next();
      }
    } catch (Unmet e) {
      throw new Unmet("the server to close the connection", "it is still open; " + e.came());
    }
  }

  /**
   * The same, where a message that holds something must not come before.
   *
   * @throws Unmet if it comes, or the server does not close it within the limit
   */
  public void requireCloseWithout(String part) {
    for (String came = next(); !came.equals(CLOSED); came = next()) {
      if (came.contains(part)) {
        throw new Unmet("the connection to be closed", "it got " + came);
      }
    }
  }

  @Override
  public void close() {
    socket.abort();
  }
}

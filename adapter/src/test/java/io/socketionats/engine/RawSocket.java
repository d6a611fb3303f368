package io.socketionats.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.net.http.WebSocket;
import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A WebSocket that keeps what comes: text as it is, bytes as {@code hex:…}. It answers the pings of
 * Engine.IO 4 unless it is told not to.
 */
final class RawSocket implements WebSocket.Listener, AutoCloseable {
  private static final String END = "(closed)";

  private final boolean silent;
  private final BlockingQueue<String> inbox = new LinkedBlockingQueue<>();
  private final StringBuilder text = new StringBuilder();
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private WebSocket socket;
  private CompletableFuture<WebSocket> sending = CompletableFuture.completedFuture(null);

  private RawSocket(boolean silent) {
    this.silent = silent;
  }

  static RawSocket connect(RawHttp http, String rest) {
    return connect(http, rest, false);
  }

  static RawSocket connect(RawHttp http, String rest, boolean silent) {
    RawSocket raw = new RawSocket(silent);
    raw.socket =
        RawHttp.CLIENT
            .newWebSocketBuilder()
            .connectTimeout(RawHttp.LIMIT)
            .buildAsync(http.uri("ws", rest), raw)
            .join();
    return raw;
  }

  @Override
  public CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    text.append(data);
    if (last) {
      String message = text.toString();
      text.setLength(0);
      if (message.equals("2") && !silent) {
        queue(() -> from.sendText("3", true));
      } else {
        inbox.add(message);
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
      inbox.add("hex:" + HexFormat.of().formatHex(bytes.toByteArray()));
      bytes.reset();
    }
    from.request(1);
    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    inbox.add(END);
    closed.complete(status);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    inbox.add(END);
    closed.complete(-1);
  }

  /** Sends after what is being sent: the library takes one message at a time. */
  private synchronized CompletableFuture<WebSocket> queue(
      Supplier<CompletableFuture<WebSocket>> message) {
    sending = sending.handle((sent, failure) -> null).thenCompose(nothing -> message.get());
    return sending;
  }

  RawSocket send(String message) {
    queue(() -> socket.sendText(message, true)).join();
    return this;
  }

  RawSocket sendHex(String hex) {
    queue(() -> socket.sendBinary(ByteBuffer.wrap(HexFormat.of().parseHex(hex)), true)).join();
    return this;
  }

  /** The next message, which must come within 30 s. */
  String next() throws InterruptedException {
    String message = inbox.poll(RawHttp.LIMIT.toSeconds(), TimeUnit.SECONDS);
    assertThat(message).as("a message within %s", RawHttp.LIMIT).isNotNull();
    return message;
  }

  /** Waits for the server's close frame; returns its status. */
  int awaitClose() throws Exception {
    return closed.get(RawHttp.LIMIT.toSeconds(), TimeUnit.SECONDS);
  }

  boolean isClosed() {
    return closed.isDone();
  }

  @Override
  public void close() {
    socket.abort();
  }
}

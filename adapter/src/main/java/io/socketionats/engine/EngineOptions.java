package io.socketionats.engine;

import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;

/**
 * What the engine has beyond netty-socketio's {@code Configuration}, or instead of it. An immutable
 * value: each method returns a changed copy.
 *
 * <p>The defaults are those of Socket.IO 4 for Node.js, except that clients of Socket.IO 1 and 2
 * are let in.
 */
public final class EngineOptions {
  private boolean allowEio3 = true;
  private Duration connectTimeout = Duration.ofSeconds(45);
  private int maxPayload;
  private int maxAttachments = 10;
  private List<String> corsOrigins = List.of();
  private long maxQueuedPerSession = 32L << 20;
  private long maxQueued = Math.max(64L << 20, Runtime.getRuntime().maxMemory() / 4);
  private WhenQueueFull whenQueueFull = WhenQueueFull.DISCONNECT;

  /** What happens to an event for a client whose queue is full. */
  public enum WhenQueueFull {
    /** The client is disconnected, and may come back. */
    DISCONNECT,
    /** The event is dropped for this client. */
    DROP
  }

  private EngineOptions() {}

  private EngineOptions with(Consumer<EngineOptions> change) {
    EngineOptions copy = new EngineOptions();
    copy.allowEio3 = allowEio3;
    copy.connectTimeout = connectTimeout;
    copy.maxPayload = maxPayload;
    copy.maxAttachments = maxAttachments;
    copy.corsOrigins = corsOrigins;
    copy.maxQueuedPerSession = maxQueuedPerSession;
    copy.maxQueued = maxQueued;
    copy.whenQueueFull = whenQueueFull;
    change.accept(copy);
    return copy;
  }

  /** The defaults. */
  public static EngineOptions defaults() {
    return new EngineOptions();
  }

  /**
   * Whether clients of Engine.IO 3, that is of Socket.IO 1 and 2, are let in; default: yes.
   *
   * @param allow no = they are refused with code 5, as by Socket.IO 4 without {@code allowEIO3}
   */
  public EngineOptions allowEio3(boolean allow) {
    return with(copy -> copy.allowEio3 = allow);
  }

  /**
   * How long a client may be connected without having been let into a namespace; then it is
   * disconnected. Default: 45 s.
   *
   * @param timeout at least 1 ms
   * @throws IllegalArgumentException if it is shorter
   */
  public EngineOptions connectTimeout(Duration timeout) {
    require(timeout.toMillis() >= 1, "connectTimeout", timeout, "at least 1 ms");
    return with(copy -> copy.connectTimeout = timeout);
  }

  /**
   * The longest message that a client may send, and the longest body of a request.
   *
   * <p>Default: {@code Configuration.setMaxFramePayloadLength} and {@code setMaxHttpContentLength}
   * where they are not netty-socketio's own 64 kB, which is too short for Socket.IO's clients; else
   * 1,000,000 bytes, as on Node.js.
   *
   * @param bytes at least 1
   * @throws IllegalArgumentException if it is less
   */
  public EngineOptions maxPayload(int bytes) {
    require(bytes >= 1, "maxPayload", bytes, "at least 1 byte");
    return with(copy -> copy.maxPayload = bytes);
  }

  /**
   * How many binary attachments an event of a client may have; one with more ends the session.
   * Default: 10.
   *
   * @param count at least 1
   * @throws IllegalArgumentException if it is less
   */
  public EngineOptions maxAttachments(int count) {
    require(count >= 1, "maxAttachments", count, "at least 1");
    return with(copy -> copy.maxAttachments = count);
  }

  /**
   * The origins whose pages may connect by long-polling. Default: none beside the server's own, or
   * that of {@code Configuration.setOrigin}.
   *
   * @param origins such as {@code https://example.org}; {@code *} alone for any, without
   *     credentials
   */
  public EngineOptions corsOrigins(String... origins) {
    List<String> listed = List.of(origins);
    return with(copy -> copy.corsOrigins = listed);
  }

  /**
   * How much may wait for clients that take it slowly. At either bound {@code then} happens, and is
   * counted. Default: 32 MiB for each client, a quarter of the heap (at least 64 MiB) for all,
   * disconnection.
   *
   * @param bytesPerSession for one client
   * @param bytes for all clients together
   * @param then what happens to events beyond
   * @throws IllegalArgumentException if a bound is less than 1 byte
   */
  public EngineOptions maxQueued(long bytesPerSession, long bytes, WhenQueueFull then) {
    require(bytesPerSession >= 1, "bytesPerSession", bytesPerSession, "at least 1 byte");
    require(bytes >= 1, "bytes", bytes, "at least 1 byte");
    Objects.requireNonNull(then, "then");
    return with(
        copy -> {
          copy.maxQueuedPerSession = bytesPerSession;
          copy.maxQueued = bytes;
          copy.whenQueueFull = then;
        });
  }

  private static void require(boolean holds, String name, Object value, String rule) {
    if (!holds) {
      throw new IllegalArgumentException(name + " is " + value + ": it has to be " + rule);
    }
  }

  boolean allowEio3() {
    return allowEio3;
  }

  Duration connectTimeout() {
    return connectTimeout;
  }

  /** In bytes; 0 = not set. */
  int maxPayload() {
    return maxPayload;
  }

  int maxAttachments() {
    return maxAttachments;
  }

  List<String> corsOrigins() {
    return corsOrigins;
  }

  long maxQueuedPerSession() {
    return maxQueuedPerSession;
  }

  long maxQueued() {
    return maxQueued;
  }

  WhenQueueFull whenQueueFull() {
    return whenQueueFull;
  }
}

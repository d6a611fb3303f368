package io.socketionats.adapter;

import io.nats.client.Connection;
import java.util.Arrays;
import java.util.Objects;
import java.util.concurrent.CompletionStage;

/**
 * Emits to the clients of a cluster from a process that has no Socket.IO server.
 *
 * <pre>{@code
 * try (NatsEmitter emitter = NatsEmitter.builder().servers("nats://localhost:4222").build()) {
 *   emitter.of("/chat").to("room1").emit("message", "hello");
 *   emitter.flush().toCompletableFuture().join();
 * }
 * }</pre>
 *
 * <p>As in the Node emitter, {@link #to}, {@link #of} and the flags change this object, and {@link
 * #emit} resets them. Hence not thread-safe: use one emitter per thread; they may share a
 * connection.
 */
public final class NatsEmitter implements AutoCloseable {
  private final NatsLink link;
  private final Subjects subjects;
  private final String uid;
  private final ArgumentWriter arguments;
  private final Monitor monitor;
  private final FrameWriter writer;
  private String namespace = "/";
  private Target target = Target.EVERYBODY;

  private NatsEmitter(
      NatsLink link, Subjects subjects, String uid, ArgumentWriter arguments, Monitor monitor) {
    this.link = link;
    this.subjects = subjects;
    this.uid = uid;
    this.arguments = arguments;
    this.monitor = monitor;
    this.writer = new FrameWriter(subjects.dialect());
  }

  /**
   * Begins the description of an emitter.
   *
   * @return a builder with the defaults
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * Adds rooms to the next emit.
   *
   * @param rooms room names or socket ids
   * @return this
   * @throws IllegalArgumentException if a name is {@code null} or holds an unpaired surrogate
   */
  public NatsEmitter to(String... rooms) {
    target = target.to(Arrays.asList(rooms));
    return this;
  }

  /**
   * The same as {@link #to}.
   *
   * @param rooms room names or socket ids
   * @return this
   */
  public NatsEmitter in(String... rooms) {
    return to(rooms);
  }

  /**
   * Leaves the members of rooms out of the next emit.
   *
   * @param rooms room names or socket ids
   * @return this
   * @throws IllegalArgumentException if a name is {@code null} or holds an unpaired surrogate
   */
  public NatsEmitter except(String... rooms) {
    target = target.except(Arrays.asList(rooms));
    return this;
  }

  /**
   * The namespace of the next emit.
   *
   * @param name the name; {@code "chat"} means {@code "/chat"}
   * @return this
   * @throws IllegalArgumentException if the name cannot be part of a NATS subject
   */
  public NatsEmitter of(String name) {
    String normalised = Namespaces.normalise(name);
    subjects.requireNamespace(normalised);
    namespace = normalised;
    return this;
  }

  /**
   * Sets the flag {@code json} of old Socket.IO versions, for the next emit.
   *
   * @return this
   */
  public NatsEmitter json() {
    target = target.flag("json", true);
    return this;
  }

  /**
   * Sets the flag {@code volatile} (the word is reserved in Java), for the next emit: clients that
   * cannot take the event at once may be passed over.
   *
   * @return this
   */
  public NatsEmitter asVolatile() {
    target = target.flag("volatile", true);
    return this;
  }

  /**
   * Sets the flag {@code broadcast}, for the next emit. It has no effect on who gets the event.
   *
   * @return this
   */
  public NatsEmitter broadcast() {
    target = target.flag("broadcast", true);
    return this;
  }

  /**
   * Publishes an event and resets rooms, flags and namespace, also when it throws. Never blocks or
   * throws because of the network; what cannot be published is counted and reported to the
   * listener. At most once.
   *
   * @param event the event's name
   * @param values the event's arguments, written as at {@link Broadcast#emit}
   * @return this
   * @throws IllegalArgumentException as {@link Broadcast#emit}
   */
  public NatsEmitter emit(String event, Object... values) {
    Target whom = target;
    String where = namespace;
    target = Target.EVERYBODY;
    namespace = "/";
    Frame frame = new Frame(uid, where, Event.of(event, values, arguments), whom);
    link.publish(subjects.broadcast(where, whom.rooms()), writer.write(frame));
    return this;
  }

  /**
   * Completes when NATS has processed everything that was emitted before.
   *
   * @return completes exceptionally if NATS does not answer within 5 s or is away
   */
  public CompletionStage<Void> flush() {
    return link.flush();
  }

  /**
   * The connection to NATS, owned or supplied.
   *
   * @return the connection
   */
  public Connection connection() {
    return link.connection();
  }

  /**
   * What the emitter has counted.
   *
   * @return a snapshot
   */
  public AdapterCounters counters() {
    return monitor.snapshot(0, 0);
  }

  /**
   * Drains and closes an owned connection, for at most 4 s; flushes a supplied one and leaves it
   * open.
   */
  @Override
  public void close() {
    link.close();
  }

  /**
   * Describes an emitter; the options are those of {@link NatsAdapter.Builder}. Not thread-safe.
   */
  public static final class Builder extends NatsBuilder<Builder> {
    private String uid = Uid.EMITTER;

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * The id in the emitter's frames. An adapter with the same id would take them for its own.
     *
     * @param uid 1 to 64 of {@code A-Z a-z 0-9 _ -}; default {@code emitter}
     * @return this
     */
    public Builder uid(String uid) {
      this.uid = Objects.requireNonNull(uid, "uid");
      return this;
    }

    /**
     * Checks the options and connects to NATS.
     *
     * @return a connected emitter
     * @throws IllegalArgumentException if an option breaks its rule
     * @throws java.io.UncheckedIOException if no NATS server can be reached; the message names them
     */
    public NatsEmitter build() {
      Uid.require(uid);
      Subjects subjects = subjects();
      Monitor monitor = monitor();
      ArgumentWriter arguments = arguments();
      return new NatsEmitter(connect(monitor), subjects, uid, arguments, monitor);
    }
  }
}

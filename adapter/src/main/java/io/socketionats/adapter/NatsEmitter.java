package io.socketionats.adapter;

import io.nats.client.Connection;
import java.util.Arrays;
import java.util.Collection;
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
 * <p>An immutable value, as {@link Broadcast}: {@link #to}, {@link #of}, {@link #except} and the
 * flags return another one, which may be kept, shared by threads, and used again. All that come
 * from one {@link Builder#build} share its connection, which {@link #close} closes.
 */
public final class NatsEmitter implements AutoCloseable {
  /** What is built once. */
  private record Core(
      NatsLink link,
      Subjects subjects,
      String uid,
      ArgumentWriter arguments,
      Monitor monitor,
      FrameWriter writer,
      Runnable release) {}

  private final Core core;
  private final NatsEmitter root;
  private final String namespace;
  private final Target target;

  private NatsEmitter(Core core) {
    this.core = core;
    this.root = this;
    this.namespace = "/";
    this.target = Target.EVERYBODY;
  }

  private NatsEmitter(NatsEmitter root, String namespace, Target target) {
    this.core = root.core;
    this.root = root;
    this.namespace = namespace;
    this.target = target;
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
   * Adds rooms.
   *
   * @param rooms room names or socket ids
   * @return an emitter for these as well. As in Socket.IO, one that names no room at all is for
   *     everybody: check a list that may be empty
   * @throws IllegalArgumentException if a name is {@code null} or holds an unpaired surrogate
   */
  public NatsEmitter to(String... rooms) {
    return to(rooms == null ? null : Arrays.asList(rooms));
  }

  /**
   * Adds rooms.
   *
   * @param rooms as {@link #to(String...)}
   * @return an emitter for these as well
   */
  public NatsEmitter to(Collection<String> rooms) {
    return with(target.to(rooms));
  }

  /**
   * The same as {@link #to(String...)}.
   *
   * @param rooms room names or socket ids
   * @return an emitter for these as well
   */
  public NatsEmitter in(String... rooms) {
    return to(rooms);
  }

  /**
   * Leaves the members of rooms out.
   *
   * @param rooms room names or socket ids
   * @return an emitter without these
   * @throws IllegalArgumentException if a name is {@code null} or holds an unpaired surrogate
   */
  public NatsEmitter except(String... rooms) {
    return except(rooms == null ? null : Arrays.asList(rooms));
  }

  /**
   * Leaves the members of rooms out.
   *
   * @param rooms as {@link #except(String...)}
   * @return an emitter without these
   */
  public NatsEmitter except(Collection<String> rooms) {
    return with(target.except(rooms));
  }

  /**
   * Chooses the namespace; rooms and flags stay.
   *
   * @param name the name; {@code "chat"} means {@code "/chat"}
   * @return an emitter to that namespace
   * @throws IllegalArgumentException if the name cannot be part of a NATS subject
   */
  public NatsEmitter of(String name) {
    String normalised = Namespaces.normalise(name);
    core.subjects().requireNamespace(normalised);
    return new NatsEmitter(root, normalised, target);
  }

  /**
   * Sets the flag {@code json} of old Socket.IO versions.
   *
   * @return an emitter with this flag
   */
  public NatsEmitter json() {
    return with(target.flag("json", true));
  }

  /**
   * Sets the flag {@code volatile} (the word is reserved in Java): clients that cannot take the
   * event at once may be passed over.
   *
   * @return an emitter with this flag
   */
  public NatsEmitter asVolatile() {
    return with(target.flag("volatile", true));
  }

  /**
   * Sets the flag {@code broadcast}. It has no effect on who gets the event.
   *
   * @return an emitter with this flag
   */
  public NatsEmitter broadcast() {
    return with(target.flag("broadcast", true));
  }

  /**
   * Sets the flag {@code compress}.
   *
   * @param compress whether nodes that can choose compress the event
   * @return an emitter with this flag
   */
  public NatsEmitter compress(boolean compress) {
    return with(target.flag("compress", compress));
  }

  private NatsEmitter with(Target changed) {
    return new NatsEmitter(root, namespace, changed);
  }

  /**
   * Publishes an event. Never blocks or throws because of the network; what cannot be published is
   * counted and reported to the listener. At most once.
   *
   * @param event the event's name
   * @param values the event's arguments, written as at {@link Broadcast#emit}
   * @return the emitter as it was built: without rooms and flags, to the default namespace
   * @throws IllegalArgumentException as {@link Broadcast#emit}
   */
  public NatsEmitter emit(String event, Object... values) {
    Event written = Event.of(event, values, core.arguments());
    Frame frame = new Frame(core.uid(), namespace, written, target);
    String subject = core.subjects().broadcast(namespace, target.rooms());
    core.link().publish(subject, core.writer().write(frame));
    return root;
  }

  /**
   * Completes when NATS has processed everything that was emitted before.
   *
   * @return completes exceptionally if NATS does not answer within 5 s of the call or is away
   */
  public CompletionStage<Void> flush() {
    return core.link().flush();
  }

  /**
   * The connection to NATS, owned or supplied.
   *
   * @return the connection; {@code null} while none was made yet (see {@link
   *     Builder#startWithoutNats})
   */
  public Connection connection() {
    return core.link().connection();
  }

  /**
   * What the emitter has counted.
   *
   * @return a snapshot
   */
  public AdapterCounters counters() {
    return core.monitor().snapshot(0, 0);
  }

  /**
   * Drains and closes an owned connection, for at most 4 s; flushes a supplied one and leaves it
   * open. Closing again does nothing.
   */
  @Override
  public void close() {
    core.link().close();
    core.release().run();
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
      NatsLink link = connect(monitor);
      try {
        Runnable release = link.share(subjects, false);
        FrameWriter writer = new FrameWriter(subjects.dialect());
        return new NatsEmitter(new Core(link, subjects, uid, arguments, monitor, writer, release));
      } catch (RuntimeException | Error e) {
        link.close();
        throw e;
      }
    }
  }
}

package io.socketionats.adapter;

import com.corundumstudio.socketio.SocketIOClient;
import com.corundumstudio.socketio.SocketIOServer;
import com.corundumstudio.socketio.namespace.Namespace;
import com.corundumstudio.socketio.store.StoreFactory;
import io.nats.client.Connection;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Joins one netty-socketio server to a cluster of Socket.IO servers, in Java or Node.js, that
 * broadcast to each other's clients through NATS.
 *
 * <pre>{@code
 * NatsAdapter adapter = NatsAdapter.builder().servers("nats://localhost:4222").build();
 * configuration.setStoreFactory(adapter.storeFactory()); // before new SocketIOServer(configuration)
 * ...
 * adapter.of("/chat").to("room1", "room2").except(socketId).emit("message", "hello");
 * }</pre>
 *
 * <p>Delivery is at most once. Clients of this node get a broadcast directly; it reaches those of
 * other nodes if NATS is connected at that moment, else it is dropped and counted. Nothing is
 * stored and nothing is sent late. Frames of one thread arrive in order.
 *
 * <p>Thread-safe. One adapter serves one {@link SocketIOServer}; close it after the server has been
 * stopped.
 */
public final class NatsAdapter implements AutoCloseable {
  private final NatsLink link;
  private final ClusterMember member;
  private final ClusterStoreFactory storeFactory;
  private final String uid;
  private final AtomicBoolean closed = new AtomicBoolean();

  private NatsAdapter(NatsLink link, ClusterMember member, String uid) {
    this.link = link;
    this.member = member;
    this.storeFactory = new ClusterStoreFactory(member);
    this.uid = uid;
  }

  /**
   * Begins the description of an adapter.
   *
   * @return a builder with the defaults
   */
  public static Builder builder() {
    return new Builder();
  }

  /**
   * What {@code Configuration.setStoreFactory} takes. Set it before the {@link SocketIOServer} is
   * constructed, which copies the configuration. From then on every event that is sent through
   * netty-socketio's {@code getBroadcastOperations()} and {@code getRoomOperations()} crosses the
   * cluster as well, with that library's rules: one broadcast per room (a client in two rooms gets
   * two copies), exclusions known to this node only, and the server's own operations go to every
   * namespace.
   *
   * @return the same factory each time; it keeps session data in memory
   */
  public StoreFactory storeFactory() {
    return storeFactory;
  }

  /**
   * Broadcasts to a namespace. It need not exist on this member.
   *
   * @param namespace its name; {@code "chat"} means {@code "/chat"}, {@code ""} means {@code "/"}
   * @return a broadcast to everybody in it
   * @throws IllegalArgumentException if the name cannot be part of a NATS subject
   */
  public Broadcast of(String namespace) {
    String name = Namespaces.normalise(namespace);
    member.subjects().requireNamespace(name);
    return new Broadcast(member, name, Target.EVERYBODY, false);
  }

  /**
   * Broadcasts to rooms of the default namespace.
   *
   * @param rooms room names or socket ids
   * @return a broadcast to the union of the rooms
   * @throws IllegalArgumentException if a name is {@code null} or holds an unpaired surrogate
   */
  public Broadcast to(String... rooms) {
    return of("/").to(rooms);
  }

  /**
   * Broadcasts to everybody in the default namespace; see {@link Broadcast#emit}.
   *
   * @param event the event's name
   * @param arguments the event's arguments
   * @throws IllegalArgumentException as {@link Broadcast#emit}
   */
  public void emit(String event, Object... arguments) {
    of("/").emit(event, arguments);
  }

  /**
   * Broadcasts to everybody but one client, as {@code socket.broadcast} does on Node.
   *
   * @param client the client that is left out
   * @return a broadcast in the client's namespace
   */
  public Broadcast from(SocketIOClient client) {
    return of(client.getNamespace().getName()).except(client.getSessionId().toString());
  }

  /**
   * Puts a client into rooms. It is a member at once on this node; the stage completes when NATS
   * has confirmed the subscriptions, so that broadcasts from other nodes reach it. (In a cluster of
   * several NATS servers the others may learn of it a moment later.) The stage completes
   * exceptionally if NATS does not answer within 5 s or is away; the membership holds all the same.
   * A client that has disconnected joins nothing.
   *
   * <p>A room named like its namespace is an ordinary room here, although netty-socketio has one of
   * that name in which everybody is.
   *
   * @param client the client
   * @param rooms room names
   * @return completes on a thread of the common pool
   * @throws IllegalArgumentException if a name is {@code null} or holds an unpaired surrogate
   */
  public CompletionStage<Void> join(SocketIOClient client, String... rooms) {
    client.joinRooms(checked(rooms));
    return link.flush();
  }

  /**
   * Takes a client out of rooms; the counterpart of {@link #join}.
   *
   * @param client the client
   * @param rooms room names
   * @return completes when NATS has confirmed; as {@link #join}
   * @throws IllegalArgumentException if a name is {@code null} or holds an unpaired surrogate
   */
  public CompletionStage<Void> leave(SocketIOClient client, String... rooms) {
    client.leaveRooms(checked(rooms));
    return link.flush();
  }

  /**
   * Completes when NATS has processed everything that this adapter sent before: frames,
   * subscriptions. Calls share flushes.
   *
   * @return completes on a thread of the common pool; exceptionally if NATS does not answer within
   *     5 s or is away
   */
  public CompletionStage<Void> flush() {
    return link.flush();
  }

  /**
   * Creates a namespace and subscribes to its subject; returns when NATS has confirmed. If it does
   * not within 5 s, the listener hears of it and the subscription takes effect on reconnection. Do
   * not call this on an event loop.
   *
   * @param server the server that uses this adapter's store factory
   * @param name the namespace's name; {@code "chat"} means {@code "/chat"}
   * @return the namespace
   * @throws IllegalArgumentException if the name cannot be part of a NATS subject (white space,
   *     control characters, an empty part between dots), or the server uses another store factory;
   *     then nothing has changed
   */
  public Namespace addNamespace(SocketIOServer server, String name) {
    requireOurs(server);
    String namespace = Namespaces.normalise(name);
    member.subjects().requireNamespace(namespace);
    requireUtf8(namespace);
    Namespace created = (Namespace) server.addNamespace(Namespaces.toNetty(namespace));
    member.subscribe(namespace);
    link.flushNow();
    return created;
  }

  /**
   * Removes a namespace and all its subscriptions; returns when NATS has confirmed, or after 5 s.
   * netty-socketio tells its clients to disconnect, but keeps the connections.
   *
   * @param server the server that uses this adapter's store factory
   * @param name the namespace's name
   * @throws IllegalArgumentException if it is the default namespace, without which netty-socketio
   *     cannot work
   */
  public void removeNamespace(SocketIOServer server, String name) {
    requireOurs(server);
    String namespace = Namespaces.normalise(name);
    if (namespace.equals("/")) {
      throw new IllegalArgumentException(
          "namespace '/' cannot be removed: every client enters it first");
    }
    server.removeNamespace(namespace);
    member.unsubscribe(namespace);
    link.flushNow();
  }

  /**
   * The adapter's id in its frames, by which it knows them again.
   *
   * @return six letters and digits unless another was set
   */
  public String uid() {
    return uid;
  }

  /**
   * The subject prefix.
   *
   * @return the key
   */
  public String key() {
    return member.subjects().key();
  }

  /**
   * What joins key, namespace and room in subjects.
   *
   * @return the delimiter
   */
  public String delimiter() {
    return member.subjects().delimiter();
  }

  /**
   * The dialect.
   *
   * @return the dialect
   */
  public Dialect dialect() {
    return member.subjects().dialect();
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
   * What the adapter has counted.
   *
   * @return a snapshot
   */
  public AdapterCounters counters() {
    return member.counters();
  }

  /**
   * Leaves the cluster: removes all subscriptions, then drains and closes an owned connection, for
   * at most 4 s; a supplied one stays open. Later broadcasts are delivered on this node only.
   * Closing again does nothing.
   */
  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      member.close();
      link.close();
    }
  }

  private static Set<String> checked(String[] rooms) {
    Set<String> names = new LinkedHashSet<>();
    for (String room : rooms) {
      Target.requireRoom("room", room);
      names.add(room);
    }
    return names;
  }

  private void requireOurs(SocketIOServer server) {
    if (server.getConfiguration().getStoreFactory() != storeFactory) {
      throw new IllegalArgumentException(
          "the server uses the store factory '"
              + server.getConfiguration().getStoreFactory()
              + "'; call configuration.setStoreFactory(adapter.storeFactory()) before new"
              + " SocketIOServer");
    }
  }

  private void requireUtf8(String namespace) {
    if (!Text.isAscii(namespace) && !link.connection().getOptions().supportUTF8Subjects()) {
      throw new IllegalArgumentException(
          "namespace '"
              + namespace
              + "' is not ASCII and the supplied connection writes ASCII subjects only; "
              + "build its Options with supportUTF8Subjects()");
    }
  }

  /** Describes an adapter. Not thread-safe. */
  public static final class Builder extends NatsBuilder<Builder> {
    private String uid = Uid.random();

    private Builder() {}

    @Override
    Builder self() {
      return this;
    }

    /**
     * The adapter's id in its frames. Two adapters of one cluster with the same id do not hear each
     * other.
     *
     * @param uid 1 to 64 of {@code A-Z a-z 0-9 _ -}, not {@code emitter}; default: six random
     *     letters and digits
     * @return this
     */
    public Builder uid(String uid) {
      this.uid = Objects.requireNonNull(uid, "uid");
      return this;
    }

    /**
     * Checks the options and connects to NATS, waiting at most for the connection's timeout.
     *
     * @return a connected adapter
     * @throws IllegalArgumentException if an option breaks its rule
     * @throws java.io.UncheckedIOException if no NATS server can be reached; the message names them
     */
    public NatsAdapter build() {
      Uid.require(uid);
      if (uid.equals(Uid.EMITTER)) {
        throw new IllegalArgumentException(
            "uid 'emitter' is the id of emitters, whose frames the adapter would take for its own");
      }
      Subjects subjects = subjects();
      Monitor monitor = monitor();
      ArgumentWriter arguments = arguments();
      NatsLink link = connect(monitor);
      return new NatsAdapter(link, new ClusterMember(link, subjects, uid, arguments, monitor), uid);
    }
  }
}

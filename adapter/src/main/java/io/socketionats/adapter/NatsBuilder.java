package io.socketionats.adapter;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.nats.client.Connection;
import io.nats.client.Options;
import java.util.List;
import java.util.Objects;

/**
 * The options that adapters and emitters share: how to reach NATS, how subjects and arguments are
 * written, who hears of errors. Not thread-safe.
 *
 * @param <B> the builder itself
 */
public abstract sealed class NatsBuilder<B extends NatsBuilder<B>>
    permits NatsAdapter.Builder, NatsEmitter.Builder {
  private List<String> servers = List.of();
  private Connection connection;
  private Options.Builder options;
  private String key;
  private String delimiter = ".";
  private Dialect dialect = Dialect.SOCKET_IO_NATS;
  private AdapterListener listener;
  private boolean startWithoutNats;
  private ObjectMapper mapper = new ObjectMapper();

  NatsBuilder() {}

  abstract B self();

  /**
   * The NATS servers to connect to; any of one NATS cluster will do.
   *
   * @param servers URLs such as {@code nats://host:4222} or {@code tls://host:4222}; a text may
   *     hold several, joined by commas; default {@code nats://localhost:4222}
   * @return this
   * @throws IllegalArgumentException if there is none, or one is {@code null}, empty or holds white
   *     space
   */
  public B servers(String... servers) {
    this.servers = ConnectionOptions.urls(servers);
    return self();
  }

  /**
   * Does not wait for NATS when built: connects in the background, for as long as it takes. Until
   * then an adapter serves the clients of its own server, what is published is dropped and counted,
   * and {@code flush}, {@code join} and {@code leave} complete exceptionally. When NATS comes, the
   * server joins the cluster. The listener hears once that NATS cannot be reached, and of {@code
   * CONNECTED} later. By default {@code build} fails when NATS cannot be reached.
   *
   * @return this
   */
  public B startWithoutNats() {
    this.startWithoutNats = true;
    return self();
  }

  /**
   * A connection to use and never close. Adapters and emitters may share it, unless it was made
   * with noEcho: then they would not hear each other, and {@code build} refuses it. Its own limits
   * apply: emits, joins and leaves may wait for its write queue timeout, and its {@code -ERR}
   * answers are heard by its own error listener only.
   *
   * @param connection an open connection
   * @return this
   */
  public B connection(Connection connection) {
    this.connection = Objects.requireNonNull(connection, "connection");
    return self();
  }

  /**
   * Options for the connection that is opened: credentials, TLS, names, intervals. The adapter
   * overrides noEcho, reconnects (for ever), the reconnect buffer (none) and the write queue's
   * limits, and calls listeners that are set here after its own. The NATS client runs on daemon
   * threads, except on executors that are set here.
   *
   * @param options what {@link #servers} names is added to it when the adapter is built
   * @return this
   */
  public B options(Options.Builder options) {
    this.options = Objects.requireNonNull(options, "options");
    return self();
  }

  /**
   * The prefix of all subjects.
   *
   * @param key ASCII text without white space; default: {@link Dialect#defaultKey}
   * @return this
   */
  public B key(String key) {
    this.key = Objects.requireNonNull(key, "key");
    return self();
  }

  /**
   * What joins key, namespace and room in subjects.
   *
   * @param delimiter ASCII text without white space; default {@code "."}, which dialect {@link
   *     Dialect#MICKL} requires
   * @return this
   */
  public B delimiter(String delimiter) {
    this.delimiter = Objects.requireNonNull(delimiter, "delimiter");
    return self();
  }

  /**
   * The dialect of the cluster.
   *
   * @param dialect default {@link Dialect#SOCKET_IO_NATS}
   * @return this
   */
  public B dialect(Dialect dialect) {
    this.dialect = Objects.requireNonNull(dialect, "dialect");
    return self();
  }

  /**
   * Who hears of errors, dropped frames and the state of the connection.
   *
   * @param listener default: one that logs, at most 20 lines a minute
   * @return this
   */
  public B listener(AdapterListener listener) {
    this.listener = Objects.requireNonNull(listener, "listener");
    return self();
  }

  /**
   * How arguments become JSON: your modules and settings. What they leave open is written as
   * described at {@link Broadcast#emit}. A mapper that does not write JSON is refused when the
   * adapter or emitter is built.
   *
   * @param mapper not changed, and copied when the adapter is built; one whose class does not
   *     override {@code copy()} is read in place and must not be changed any more; default: a plain
   *     one
   * @return this
   */
  public B mapper(ObjectMapper mapper) {
    this.mapper = Objects.requireNonNull(mapper, "mapper");
    return self();
  }

  Subjects subjects() {
    return new Subjects(key == null ? dialect.defaultKey() : key, delimiter, dialect);
  }

  Monitor monitor() {
    return new Monitor(listener == null ? new LoggingListener() : listener);
  }

  ArgumentWriter arguments() {
    return new ArgumentWriter(mapper);
  }

  /**
   * Checks what can be checked without NATS, then connects.
   *
   * @throws java.io.UncheckedIOException if no server can be reached; then nothing remains
   */
  NatsLink connect(Monitor monitor) {
    if (connection == null) {
      ConnectionOptions described = ConnectionOptions.of(servers, options);
      return startWithoutNats
          ? NatsLink.openLater(described, monitor)
          : NatsLink.open(described, monitor);
    }
    refuseWithConnection("servers", !servers.isEmpty(), "has its servers");
    refuseWithConnection("options", options != null, "has its options");
    refuseWithConnection("startWithoutNats", startWithoutNats, "is there already");
    if (connection.getStatus() == Connection.Status.CLOSED) {
      throw new IllegalArgumentException("connection is closed: supply an open one");
    }
    return NatsLink.supplied(connection, monitor);
  }

  private static void refuseWithConnection(String option, boolean set, String reason) {
    if (set) {
      throw new IllegalArgumentException(
          option
              + " and connection are both set: a supplied connection "
              + reason
              + "; set one of them");
    }
  }
}

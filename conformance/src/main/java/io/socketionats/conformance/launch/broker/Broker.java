package io.socketionats.conformance.launch.broker;

import java.util.List;

/** A running nats-server of this run, however it was started. */
public interface Broker extends AutoCloseable {
  /** Where nodes reach it, {@code nats://host:port}. */
  String url();

  /**
   * Where the harness reaches each of its servers; the same unless nodes live on a network of their
   * own.
   */
  default List<String> harnessUrls() {
    return List.of(url());
  }

  String version();

  /**
   * Payload bytes that went in and out since its start, of all servers; 0 where it is not known.
   */
  default long bytes() {
    return 0;
  }

  /** Process ids of its servers on this machine; empty where they are not known. */
  default List<Long> pids() {
    return List.of();
  }

  boolean isAlive();

  /**
   * The connections that are not the harness's (whose names begin with {@code conformance-}), of
   * all servers. Server by server they are to be had from {@link #servers}.
   */
  List<BrokerConnection> connections();

  /** Its servers, each a broker of its own; one that is alone is its own only server. */
  default List<? extends Broker> servers() {
    return List.of(this);
  }

  /** The subscriptions that it holds now, connection by connection. */
  default List<List<String>> subscriptions() {
    return connections().stream().map(BrokerConnection::subscriptions).toList();
  }

  @Override
  void close();
}

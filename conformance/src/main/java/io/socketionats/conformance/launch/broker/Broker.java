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
   * The connections that stand now: the broker's own view. Those of the harness, whose names begin
   * with {@code conformance-}, are left out.
   */
  List<BrokerConnection> connections();

  /** The subscriptions that it holds now, connection by connection. */
  default List<List<String>> subscriptions() {
    return connections().stream().map(BrokerConnection::subscriptions).toList();
  }

  @Override
  void close();
}

package io.socketionats.conformance.broker;

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

  boolean isAlive();

  /**
   * The subscriptions that the server holds now for nodes, connection by connection: the broker's
   * own view. Those of the harness, whose connections' names begin with {@code conformance-}, are
   * left out.
   */
  List<List<String>> subscriptions();

  @Override
  void close();
}

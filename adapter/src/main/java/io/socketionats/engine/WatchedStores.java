package io.socketionats.engine;

import com.corundumstudio.socketio.Configuration;
import com.corundumstudio.socketio.handler.AuthorizeHandler;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import com.corundumstudio.socketio.protocol.JsonSupport;
import com.corundumstudio.socketio.store.Store;
import com.corundumstudio.socketio.store.StoreFactory;
import com.corundumstudio.socketio.store.pubsub.PubSubStore;
import java.util.Map;
import java.util.UUID;

/**
 * A server's store factory, watched: from it one learns of the server's namespaces, and that the
 * server has stopped.
 */
final class WatchedStores implements StoreFactory {
  private final StoreFactory stores;
  private volatile NamespacesHub hub;
  private volatile Runnable beforeShutdown = () -> {};

  WatchedStores(StoreFactory stores) {
    this.stores = stores;
  }

  /** For a server that copies the configuration now. */
  Configuration putInto(Configuration configuration) {
    configuration.setStoreFactory(this);
    return configuration;
  }

  /** The application's configuration is as it was. */
  void takeOutOf(Configuration configuration) {
    configuration.setStoreFactory(stores);
  }

  /** Known when the server has begun to start. */
  NamespacesHub hub() {
    return hub;
  }

  void beforeShutdown(Runnable task) {
    beforeShutdown = task;
  }

  @Override
  public void init(NamespacesHub namespaces, AuthorizeHandler handler, JsonSupport json) {
    hub = namespaces;
    stores.init(namespaces, handler, json);
  }

  @Override
  public PubSubStore pubSubStore() {
    return stores.pubSubStore();
  }

  @Override
  public <K, V> Map<K, V> createMap(String name) {
    return stores.createMap(name);
  }

  @Override
  public Store createStore(UUID sessionId) {
    return stores.createStore(sessionId);
  }

  @Override
  public void onDisconnect(ClientHead client) {
    stores.onDisconnect(client);
  }

  @Override
  public void shutdown() {
    beforeShutdown.run();
    stores.shutdown();
  }

  @Override
  public String toString() {
    return stores.toString();
  }
}

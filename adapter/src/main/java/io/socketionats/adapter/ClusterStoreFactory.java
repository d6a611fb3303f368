package io.socketionats.adapter;

import com.corundumstudio.socketio.handler.AuthorizeHandler;
import com.corundumstudio.socketio.handler.ClientHead;
import com.corundumstudio.socketio.namespace.NamespacesHub;
import com.corundumstudio.socketio.protocol.JsonSupport;
import com.corundumstudio.socketio.store.Store;
import com.corundumstudio.socketio.store.StoreFactory;
import com.corundumstudio.socketio.store.pubsub.BulkJoinLeaveMessage;
import com.corundumstudio.socketio.store.pubsub.DispatchMessage;
import com.corundumstudio.socketio.store.pubsub.JoinLeaveMessage;
import com.corundumstudio.socketio.store.pubsub.PubSubListener;
import com.corundumstudio.socketio.store.pubsub.PubSubMessage;
import com.corundumstudio.socketio.store.pubsub.PubSubStore;
import com.corundumstudio.socketio.store.pubsub.PubSubType;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The seam into netty-socketio: it announces through {@link PubSubStore} what happens on the
 * member. Nothing is ever announced back: remote members are not copied into local rooms, frames
 * are delivered by {@link Delivery}.
 */
final class ClusterStoreFactory implements StoreFactory, PubSubStore {
  private final ClusterMember member;

  ClusterStoreFactory(ClusterMember member) {
    this.member = member;
  }

  @Override
  public void init(NamespacesHub hub, AuthorizeHandler authorizeHandler, JsonSupport json) {
    member.start(hub, new ServerJson(json));
  }

  /**
   * Called on event loops and on the thread that drives all heartbeats: neither blocks nor throws.
   */
  @Override
  public void publish(PubSubType type, PubSubMessage message) {
    try {
      switch (type) {
        case JOIN -> joined((JoinLeaveMessage) message);
        case BULK_JOIN -> joined((BulkJoinLeaveMessage) message);
        case LEAVE -> left((JoinLeaveMessage) message);
        case BULK_LEAVE -> left((BulkJoinLeaveMessage) message);
        case DISPATCH -> member.dispatch((DispatchMessage) message);
        case CONNECT, DISCONNECT -> {}
      }
    } catch (RuntimeException e) {
      member.announcementFailed(type, e);
    }
  }

  private void joined(JoinLeaveMessage message) {
    member.enteredOrJoined(message.getNamespace(), message.getSessionId(), message.getRoom());
  }

  private void joined(BulkJoinLeaveMessage message) {
    member.joined(message.getNamespace(), message.getSessionId(), List.copyOf(message.getRooms()));
  }

  private void left(JoinLeaveMessage message) {
    member.left(message.getNamespace(), message.getSessionId(), List.of(message.getRoom()));
  }

  private void left(BulkJoinLeaveMessage message) {
    member.left(message.getNamespace(), message.getSessionId(), List.copyOf(message.getRooms()));
  }

  @Override
  public <T extends PubSubMessage> void subscribe(
      PubSubType type, PubSubListener<T> listener, Class<T> clazz) {}

  @Override
  public void unsubscribe(PubSubType type) {}

  @Override
  public PubSubStore pubSubStore() {
    return this;
  }

  @Override
  public Store createStore(UUID sessionId) {
    return new ClientStore();
  }

  @Override
  public <K, V> Map<K, V> createMap(String name) {
    return new ConcurrentHashMap<>();
  }

  @Override
  public void onDisconnect(ClientHead client) {}

  @Override
  public void shutdown() {
    member.stop();
  }

  @Override
  public String toString() {
    return "socketio-nats (session data in memory, broadcasts over NATS)";
  }
}
